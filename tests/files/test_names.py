"""Names that say nothing, and names that no system reads as something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.files import Kind, paper_name, safe_name
from casework.files.names import LONGEST, UNSAFE


def test_a_paper_says_its_number_and_kind() -> None:
    assert paper_name(1, Kind.JPEG) == "Paper 1.jpg"
    assert paper_name(12, Kind.PDF) == "Paper 12.pdf"


@pytest.mark.parametrize(
    ("name", "kind", "safe"),
    [
        ("letter.pdf", Kind.PDF, "letter.pdf"),
        ("Photo.JPEG", Kind.JPEG, "Photo.jpg"),
        ("../../etc/passwd", Kind.TEXT, "passwd.txt"),
        ("C:\\Users\\Ada\\note.txt", Kind.TEXT, "note.txt"),
        ("letter.pdf.exe", Kind.PDF, "letter.pdf.exe.pdf"),
        ("a\r\nSet-Cookie: x", Kind.TEXT, "aSet-Cookie x.txt"),
        ("gpj\u202etxt.exe", Kind.TEXT, "gpjtxt.exe.txt"),
        ("CON", Kind.TEXT, "file CON.txt"),
        ("", Kind.PNG, "file.png"),
        ("Grüße aus Köln.docx", Kind.DOCX, "Grüße aus Köln.docx"),
    ],
)
def test_safe_names(name: str, kind: Kind, safe: str) -> None:
    assert safe_name(name, kind) == safe


@given(st.text(max_size=300), st.sampled_from(Kind))
def test_any_name_becomes_a_safe_one(name: str, kind: Kind) -> None:
    found = safe_name(name, kind)
    assert found.endswith(kind.ending)
    assert len(found) <= LONGEST + 5
    assert not UNSAFE.search(found)
    assert not found.startswith((".", " "))
    assert safe_name(found, kind) == found


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_its_words(kind: Kind) -> None:
    assert kind.label
    assert "/" in kind.media
    assert kind.ending.startswith(".")
