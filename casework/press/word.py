"""A document for Word and its kin: styles for headings, a head row that says it is one, a language, and no trace of
whoever or whatever wrote it."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from .document import Block, Document, printable

FIELDS = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
WIDTH = 162
"""Millimetres between the margins."""


def as_word(said: Document) -> bytes:
    import docx  # here, for only a process of its own needs it
    from docx.shared import Mm

    said = cast("Document", printable(said))
    made = docx.Document()
    _clean(made, said)
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    if legend := " · ".join(words for words in (said["legend"], said["mark"]) if words):
        section.header.paragraphs[0].text = legend
    _footer(section.footer.paragraphs[0], said)
    for block in said["blocks"]:
        EACH[block["kind"]](made, block)
    out = io.BytesIO()
    made.save(out)
    return _dated(out.getvalue(), said["made"])


def _dated(data: bytes, made: str) -> bytes:
    """The same words give the same file: each part of it is as old as what it says, and not as its making."""
    at = datetime.fromisoformat(made)
    day = (max(at.year, 1980), at.month, at.day, at.hour, at.minute, at.second)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            known = zipfile.ZipInfo(part.filename, day)
            known.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(known, source.read(part))
    return out.getvalue()


def _footer(paragraph: Any, said: Document) -> None:
    """The number, and which page of how many: counted by whoever shows it."""
    paragraph.add_run(said["number"] + "\t\t")
    for part in re.split(r"(\{pages?\})", said["page_of"]):
        if part in FIELDS:
            _field(paragraph, FIELDS[part])
        elif part:
            paragraph.add_run(part)


def _field(paragraph: Any, name: str) -> None:
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _heading(made: Any, block: Block) -> None:
    made.add_heading(block["text"], level=block["level"])


def _text(made: Any, block: Block, style: str | None = None) -> None:
    for part in block["text"].split("\n\n"):
        made.add_paragraph(part, style=style)


def _quote(made: Any, block: Block) -> None:
    _text(made, block, "Intense Quote")


def _small(made: Any, block: Block) -> None:
    from docx.shared import Pt

    made.add_paragraph().add_run(block["text"]).font.size = Pt(8.5)


def _points(made: Any, block: Block) -> None:
    for item in block["items"]:
        made.add_paragraph(item, style="List Bullet")


def _facts(made: Any, block: Block) -> None:
    rows = made.add_table(rows=0, cols=2)
    rows.autofit = False
    _columns(rows, (38, WIDTH - 38))
    for row in block["rows"]:
        _fill(rows.add_row().cells, row, (38, WIDTH - 38))


def _table(made: Any, block: Block) -> None:
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    table = made.add_table(rows=1, cols=len(block["heads"]))
    table.style, table.autofit = "Table Grid", False
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(head)
    widths = _widths(block)
    _columns(table, widths)
    _fill(table.rows[0].cells, block["heads"], widths, bold=True)
    for row in block["rows"]:
        _fill(table.add_row().cells, row, widths)


def _columns(table: Any, widths: tuple[int, ...]) -> None:
    """Said of the columns too: not everything that opens it looks at the cells."""
    from docx.shared import Mm

    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)


def _widths(block: Block) -> tuple[int, ...]:
    given = block["widths"] or [0] * len(block["heads"])
    return tuple(width or (WIDTH - sum(given)) // given.count(0) for width in given)


def _fill(cells: Any, words: list[str], widths: tuple[int, ...], *, bold: bool = False) -> None:
    from docx.shared import Mm

    for cell, said, width in zip(cells, words, widths, strict=True):
        cell.text, cell.width = said, Mm(width)
        for run in cell.paragraphs[0].runs:
            run.bold = bold


def _next_page(made: Any, _: Block) -> None:
    made.add_page_break()


EACH: dict[str, Callable[[Any, Block], None]] = {
    "heading": _heading, "text": _text, "quote": _quote, "small": _small, "points": _points, "facts": _facts,
    "table": _table, "next page": _next_page,
}  # fmt: skip


def _clean(made: Any, said: Document) -> None:
    """Who, when and with what; the template's picture and its program's name go."""
    from docx.opc.constants import RELATIONSHIP_TYPE as KIND
    from docx.oxml.ns import qn

    known, at = made.core_properties, datetime.fromisoformat(said["made"]).replace(microsecond=0, tzinfo=None)
    known.title, known.language, known.created, known.modified = said["title"][:255], said["lang"], at, at
    known.author = known.last_modified_by = known.comments = known.keywords = known.subject = ""
    known.revision = 1
    links = made.part.package.rels
    gone = (KIND.EXTENDED_PROPERTIES, KIND.THUMBNAIL)
    for key in [key for key, link in links.items() if link.reltype in gone]:
        del links[key]
    for language in made.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), said["lang"])
