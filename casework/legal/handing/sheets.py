"""Our own pages as typst sets them: tagged, titled, in their language, each with its stamp (PDF/UA-1)."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

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
#let facts(all) = if all.len() > 0 {
  block(text(size: 8.5pt, fill: luma(30%), all.map(((name, said)) => name + ": " + said).join("  ·  ")))
}
#counter(page).update(plan.start)
"""
FRONT = (
    HEAD
    + """\
= #plan.title
#for said in plan.about { par(said) }
#grid(
  columns: (auto, 1fr), row-gutter: 6pt, column-gutter: 14pt,
  ..plan.facts.map(((name, said)) => (text(fill: luma(30%), name), said)).flatten(),
)
= #plan.words.index
#if plan.index.len() == 0 { par(plan.words.nothing) } else {
  set text(size: 9pt)
  set par(leading: 0.5em)
  table(
    columns: (auto, 1fr, auto, 50mm), stroke: (x, y) => (bottom: 0.4pt + luma(75%)),
    inset: (x: 3pt, y: 3.5pt), align: (right, left, left, left),
    table.header(..plan.words.columns.map(name => text(weight: "bold", name))),
    ..plan.index.map(row => row.map(said => [#said])).flatten(),
  )
}
"""
)
PART = (
    HEAD
    + """\
#for section in plan.sections {
  heading(level: 1, section.title)
  for item in section.items {
    heading(level: 2, str(item.n) + ". " + item.title)
    let when = if item.when != "" { ((plan.when, item.when),) } else { () }
    facts(when + item.facts)
    written(item.text)
  }
}
"""
)
STAMPS = """\
#let plan = json(bytes(sys.inputs.plan))
#let six(n) = "0" * calc.max(0, 6 - str(n).len()) + str(n)
#set page(width: 240pt, height: 20pt, margin: 1pt)
#set text(font: "DejaVu Sans Mono", size: 7.5pt)
#set par(leading: 0.3em)
#for n in range(plan.start, plan.start + plan.count) {
  if n > plan.start { pagebreak() }
  align(right + bottom)[
    #if plan.legend != "" { text(size: 5.5pt, weight: "bold", plan.legend); linebreak() }
    #plan.number · #six(n)
  ]
}
"""
LACKING = re.compile(r"the text `\"(.+?)\"` could not be displayed")
TRIES = 12


def typeset(source: str, data: Mapping[str, Any], *, made: str, tagged: bool = True) -> bytes:
    """One PDF. A character that no font here has is given by its number, for nothing may stand there unread."""
    import typst  # here, for only a fork needs it

    text = json.dumps(data, ensure_ascii=False)
    for _ in range(TRIES):
        try:
            return _compiled(source, text, made, tagged=tagged)
        except typst.TypstError as wrong:
            lacking = {letter for found in LACKING.findall(f"{wrong.message} {wrong.diagnostic}") for letter in found}
            lacking = {letter for letter in lacking if letter in text and ord(letter) > 0x7E}
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
