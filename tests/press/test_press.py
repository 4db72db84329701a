"""Documents as other programs read them, made by a process of its own out of words that never become code."""

import io
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime

import docx
import pikepdf
import pytest

from casework.press import apart, document
from casework.press.document import Document

MADE = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HOSTILE = '#panic("x") $a$ `b` {c} [d] \\#e *f* _g_ = h #import "/etc/passwd" // i'
HEADS, ROWS = ["Point", "Words"], [["1", HOSTILE], ["2", "Second.\n\nParagraph."]]


def whole() -> Document:
    said = document.begun(
        title="Report, “A & B”", number="ER-2026-000001", made=MADE, legend="Privileged.", mark="Draft 2"
    )
    said["blocks"] += [
        document.text(f"MARKER-PR1\nnext line\n\n{HOSTILE}"), document.heading("Part", 2),
        document.small("small words"), document.facts([("Decided by", "Ines \x00 你 \ue000"), ("By", "")]),
        document.heading("Deeper", 3), document.quoted("MARKER-PR2"),
        document.points(["first of two", HOSTILE]), document.table(HEADS, ROWS, [20, 0]), document.next_page(),
        document.text("MARKER-PR3"),
    ]  # fmt: skip
    return said


@pytest.fixture(scope="module")
def pdf() -> bytes:
    heard: list[tuple[int, int]] = []
    data = apart.made("pdf", whole(), heard=lambda done, of: heard.append((done, of)))
    assert heard == [(0, 1), (1, 1)]
    return data


def test_a_pdf_says_title_language_and_parts(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as found:
        with found.open_metadata() as known:
            assert known["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
            assert known["dc:title"] == "Report, “A & B”"
            assert "dc:creator" not in known
        assert str(found.Root.Lang) == "en"
        assert found.Root.MarkInfo.Marked
        with found.open_outline() as outline:
            [top] = outline.root
            assert (top.title, top.children[0].title, top.children[0].children[0].title) == (
                "Report, “A & B”", "Part", "Deeper",
            )  # fmt: skip
        assert len(found.pages) == 2


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext: install poppler-utils")
def test_every_word_reads_as_it_was_written(pdf: bytes) -> None:
    read = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    first, second, _ = read.split("\f")
    assert "Privileged. · Draft 2" in first
    assert "ER-2026-000001" in second
    assert "2 / 2" in second
    assert first.count('#panic("x") $a$ `b` {c} [d]') == 3
    assert "[U+4F60]" in first, "what no font has is given by its number"
    for marker, page in (("MARKER-PR1", first), ("MARKER-PR2", first), ("MARKER-PR3", second)):
        assert marker in page


def test_word_reads_the_same_and_knows_nobody() -> None:
    data = apart.made("docx", whole())
    made = docx.Document(io.BytesIO(data))
    said = "\n".join(one.text for one in made.paragraphs)
    assert "MARKER-PR1\nnext line" in said
    assert said.count(HOSTILE) == 2
    assert [one.text for one in made.paragraphs if one.style is not None and one.style.name == "Heading 2"] == ["Part"]
    assert made.tables[1].cell(1, 1).text == HOSTILE
    assert made.sections[0].header.paragraphs[0].text == "Privileged. · Draft 2"
    known = made.core_properties
    assert (known.author, known.last_modified_by, known.language) == ("", "", "en")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert "docProps/app.xml" not in packed.namelist()


def test_what_cannot_be_set_is_an_answer_too() -> None:
    with pytest.raises(apart.NotMade, match="work"):
        apart.made("pdf", {"made": MADE.isoformat()}, sheet="#panic()")
    with pytest.raises(apart.NotMade, match="work"):
        apart.run("casework.press.no_such_process", {})
    with pytest.raises(apart.NotMade, match="work"):
        apart.run("casework.press.no_such_process", {"more than a pipe holds": "-" * 1_000_000})
