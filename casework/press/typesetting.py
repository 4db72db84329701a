"""Pages as typst sets them: tagged, titled, in their language (PDF/UA-1)."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from .document import printable

HEAD = """\
#let plan = json(bytes(sys.inputs.plan))
#let six(n) = "0" * calc.max(0, 6 - str(n).len()) + str(n)
#set document(title: plan.title)
#set page(
  paper: "a4", margin: (x: 24mm, top: 24mm, bottom: 24mm),
  header: if plan.legend != "" { align(center, text(size: 8pt, weight: "bold", plan.legend)) },
  footer: context align(right, text(size: 8pt, font: "DejaVu Sans Mono")[
    #plan.number · #six(counter(page).get().first())
  ]),
)
#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"), size: 10.5pt, lang: plan.lang)
#set par(leading: 0.62em, spacing: 0.9em)
#show heading.where(level: 1): it => block(above: 1.2em, below: 0.9em, text(size: 16pt, weight: "regular", it.body))
#show heading.where(level: 2): it => block(above: 1.6em, below: 0.7em, sticky: true, text(size: 11pt, it.body))
#let written(words) = if words != "" { for part in words.split("\\n\\n") { par(part.split("\\n").join(linebreak())) } }
"""
WHOLE = (
    HEAD
    + """\
#let legend = (plan.legend, plan.mark).filter(said => said != "").join(" · ", default: "")
#set page(
  header: if legend != "" { align(center, text(size: 8pt, weight: "bold", legend)) },
  footer: context text(size: 8pt, font: "DejaVu Sans Mono", {
    plan.number
    h(1fr)
    plan.page_of.replace("{page}", str(counter(page).get().first()))
      .replace("{pages}", str(counter(page).final().first()))
  }),
  background: if plan.mark != "" {
    rotate(-52deg, text(size: calc.min(90, 620 / plan.mark.clusters().len()) * 1pt, fill: luma(93%), plan.mark))
  },
)
#show heading.where(level: 3): it => block(above: 1.4em, below: 0.6em, sticky: true, text(size: 10.5pt, it.body))
#show table: set block(above: 1.1em, below: 1.1em)
#let columns(block) = if block.widths.len() == 0 { (1fr,) * block.heads.len() } else {
  block.widths.map(width => if width == 0 { 1fr } else { width * 1mm })
}
#let kinds = (
  "heading": block => heading(level: block.level, block.text),
  "text": block => written(block.text),
  "quote": block => quote(block: true, written(block.text)),
  "small": block => std.block(text(size: 8.5pt, fill: luma(30%), block.text)),
  "facts": block => grid(
    columns: (38mm, 1fr), row-gutter: 6pt, column-gutter: 10pt,
    ..block.rows.map(((name, said)) => (text(fill: luma(30%), name), written(said))).flatten(),
  ),
  "points": block => list(..block.items.map(written)),
  "table": block => {
    set text(size: 9.5pt)
    set par(leading: 0.5em)
    table(
      columns: columns(block), inset: (x: 4pt, y: 4.5pt), align: left,
      stroke: (x, y) => (bottom: 0.4pt + luma(70%)),
      table.header(..block.heads.map(name => text(weight: "bold", name))),
      ..block.rows.map(row => row.map(written)).flatten(),
    )
  },
  "next page": block => pagebreak(weak: true),
)
#for block in plan.blocks { kinds.at(block.kind)(block) }
"""
)
"""A `document.Document` as pages."""
LACKING = re.compile(r"the text `\"(.+?)\"` could not be displayed")
NUMBERED = re.compile(r"\\u\{([0-9a-f]+)\}")
TRIES = 12


def typeset(source: str, data: Mapping[str, Any], *, made: str, tagged: bool = True) -> bytes:
    """One PDF. A character that no font here has is given by its number, for nothing may stand there unread."""
    import typst  # here, for only a process of its own needs it

    text = json.dumps(printable(data), ensure_ascii=False)
    for _ in range(TRIES):
        try:
            return _compiled(source, text, made, tagged=tagged)
        except typst.TypstError as wrong:
            found = "".join(LACKING.findall(f"{wrong.message} {wrong.diagnostic}"))
            found += "".join(chr(int(number, 16)) for number in NUMBERED.findall(found))
            lacking = {letter for letter in found if letter in text and ord(letter) > 0x7E}
            if not lacking:
                raise
            text = text.translate({ord(letter): f"[U+{ord(letter):04X}]" for letter in lacking})
    return _compiled(source, _plain(text), made, tagged=tagged)


def _compiled(source: str, text: str, made: str, *, tagged: bool) -> bytes:
    import typst

    at = datetime.fromisoformat(made).astimezone(UTC).replace(microsecond=0)
    return typst.compile(
        source.encode(), format="pdf", sys_inputs={"plan": text}, pdf_standards="ua-1" if tagged else None,
        timestamp=at, pdf_tags=tagged,
    )  # fmt: skip


def _plain(text: str) -> str:
    """Only what every font has: the last resort."""
    return re.sub(r"[^\x00-\u024f\u2010-\u2027\u20ac]", lambda found: f"[U+{ord(found[0]):04X}]", text)
