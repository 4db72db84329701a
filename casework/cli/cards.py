"""Share cards: one sheet of paper each, made in memory, with nothing on the sheet but what its keeper needs."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from casework.cli import written

SHEET = """\
#let card = json(bytes(sys.inputs.card))
#set document(title: card.title)
#set page(paper: "a5", margin: 18mm)
#set text(size: 10pt, lang: "en")
#set par(leading: 0.6em)
= #card.title
Card #card.number of 3, made on #card.made.

Any two of the three cards open everything that the key opens. Keep this one sealed, on paper, away from the others and
away from the server. Type its words only into `casework recovery`, on a machine that is not the server.

#block(stroke: 0.5pt, inset: 10pt, width: 100%)[
  #set text(size: 11pt, font: "DejaVu Sans Mono")
  #table(
    columns: (auto, 1fr) * 3, align: (right, left), stroke: none, inset: 3pt,
    ..card.words.enumerate(start: 1).map(((n, word)) => (text(fill: luma(40%))[#n], [#word])).flatten(),
  )
]

Kept by: #box(width: 1fr, line(length: 100%, stroke: 0.4pt))

#v(1fr)
Six words of the key that this card is of: *#card.key*

#text(size: 7pt)[They are no secret, and neither is its public half: \\ #raw(card.public)]
"""


def write(folder: Path, title: str, shares: Sequence[str], public: str, key: str) -> list[Path]:
    """A PDF each, its owner's alone; never over another."""
    import typst  # here, for nothing else needs it

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    paths = []
    for number, words in enumerate(shares, 1):
        said = {"title": title, "number": number, "made": f"{date.today():%Y-%m-%d}", "public": public, "key": key}  # noqa: DTZ011
        card = json.dumps({**said, "words": words.split()})
        sheet = typst.compile(SHEET.encode(), format="pdf", sys_inputs={"card": card}, pdf_standards="ua-1")
        path = folder / f"card-{number}-of-3.pdf"
        written.anew(path, sheet)
        paths.append(path)
    return paths
