"""A chronology as a document: `python -m casework.legal.handing.table`, JSON in, the file out, closed if it is to be.

A process of its own: typesetting would leave its memory with the server.
"""

import io
import json
import resource
import sys
from datetime import datetime
from typing import Any

from . import closing, sheets

MEMORY = 600 << 20
WIDTHS = (12, 34, 78, 38)
"""Millimetres of a Word table's columns."""
SHEET = (
    sheets.HEAD
    + """\
= #plan.title
#if plan.rows.len() == 0 { par(plan.nothing) } else {
  set text(size: 10pt)
  table(
    columns: (auto, auto, 1fr, 42mm), inset: (x: 4pt, y: 5pt), align: left,
    stroke: (x, y) => (bottom: 0.4pt + luma(70%)),
    table.header(..plan.heads.map(name => text(weight: "bold", name))),
    ..plan.rows.map(row => row.map(said => [#said])).flatten(),
  )
}
"""
)


def as_pdf(said: dict[str, Any]) -> bytes:
    """Tagged, its table with a head that each page repeats."""
    return sheets.typeset(SHEET, {**said, "start": 1}, made=said["made"])


def as_word(said: dict[str, Any]) -> bytes:
    """For Word and its kin: styles for headings, a head row that says it is one, a language, and no trace of whoever
    or whatever wrote it."""
    import docx
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement
    from docx.shared import Mm

    made = docx.Document()
    _clean(made, said)
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    if said["legend"]:
        section.header.paragraphs[0].text = said["legend"]
    section.footer.paragraphs[0].text = said["number"]
    made.add_heading(said["title"], level=1)
    if not said["rows"]:
        made.add_paragraph(said["nothing"])
    else:
        table = made.add_table(rows=1, cols=len(said["heads"]))
        table.style, table.autofit = "Table Grid", False
        head = OxmlElement("w:tblHeader")
        head.set(qn("w:val"), "true")
        table.rows[0]._tr.get_or_add_trPr().append(head)
        for column, width in zip(table.columns, WIDTHS, strict=True):
            column.width = Mm(width)
        for row in (said["heads"], *said["rows"]):
            cells = table.rows[0].cells if row is said["heads"] else table.add_row().cells
            for cell, words, width in zip(cells, row, WIDTHS, strict=True):
                cell.text, cell.width = words, Mm(width)
                for run in cell.paragraphs[0].runs:
                    run.bold = row is said["heads"]
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _clean(made: Any, said: dict[str, Any]) -> None:
    """Who, when and with what; the template's picture and its program's name go."""
    from docx.opc.constants import RELATIONSHIP_TYPE as KIND
    from docx.oxml.ns import qn

    known, at = made.core_properties, datetime.fromisoformat(said["made"]).replace(microsecond=0, tzinfo=None)
    known.title, known.language, known.created, known.modified = said["title"], said["lang"], at, at
    known.author = known.last_modified_by = known.comments = known.keywords = known.subject = ""
    known.revision = 1
    links = made.part.package.rels
    gone = (KIND.EXTENDED_PROPERTIES, KIND.THUMBNAIL)
    for key in [key for key, link in links.items() if link.reltype in gone]:
        del links[key]
    for language in made.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), said["lang"])


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    said = json.loads(sys.stdin.buffer.read())
    data = as_word(said) if said["kind"] == "docx" else as_pdf(said)
    out = sys.stdout.buffer
    if "recipient" in said["lock"]:
        closed: closing.Closing = closing.ToKey(out, said["lock"]["recipient"])
    elif "passphrase" in said["lock"]:
        closed = closing.ToPassphrase(out, said["lock"]["passphrase"])
    else:
        out.write(data)
        out.flush()
        return
    closed.write(data)
    closed.close()


if __name__ == "__main__":
    main()
