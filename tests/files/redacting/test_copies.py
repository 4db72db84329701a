"""A redacted copy holds nothing of what was taken out: not in its bytes, its text, its pictures or what is about it."""

import io
from collections.abc import Iterator

import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image

from casework.files.kinds import Kind
from casework.files.redacting import Area, Marks, copies, drawing, squeezed
from casework.files.redacting.report import Done, Undoable

from . import papers
from .papers import WORD


def _redact(kind: Kind, data: bytes, marks: Marks) -> tuple[bytes, Done]:
    """What the child does, here."""
    answer = drawing.redacted(kind, data, marks.to_json())
    end = 4 + int.from_bytes(answer[:4])
    return answer[end:], Done.from_json(answer[4:end])


def _said(data: bytes) -> Iterator[bytes]:
    """Every byte of a PDF: as it lies there, each stream unfolded, each text."""
    yield data
    with pikepdf.open(io.BytesIO(data)) as document:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Stream) and str(thing.get("/Filter", "")) != "/DCTDecode":
                yield thing.read_bytes()
            yield repr(thing).encode()


def _read(data: bytes) -> str:
    document = pdfium.PdfDocument(data)
    return "".join(page.get_textpage().get_text_range() for page in document)


def _holds(data: bytes, word: str) -> bool:
    forms = [word.encode(), word.encode("utf-16-be"), word.encode("utf-16-le"), word.encode("utf-16-be").hex().encode()]
    return any(form.lower() in part.lower() for part in _said(data) for form in forms)


def test_the_paper_of_these_tests_hides_the_word_everywhere() -> None:
    assert _holds(papers.hiding(), WORD)
    assert WORD in _read(papers.hiding())


def test_a_word_is_nowhere_in_the_copy() -> None:
    copy, done = _redact(Kind.PDF, papers.hiding(), Marks((WORD,)))
    assert not _holds(copy, WORD)
    assert squeezed(WORD).text not in squeezed(_read(copy)).text
    assert done.words[0] == 2  # in the letter, and in the form's field as it is drawn
    assert "all is well" in _read(copy)


def test_nothing_else_is_carried_over_either() -> None:
    copy, _ = _redact(Kind.PDF, papers.hiding(), Marks((WORD,)))
    with pikepdf.open(io.BytesIO(copy)) as document:
        assert set(document.Root.keys()) == {"/Type", "/Pages", "/ViewerPreferences"}
        assert set(document.pages[0].obj.keys()) == {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"}
        assert dict(document.docinfo.items()) == {"/Title": "Redacted copy"}
        assert len(document.attachments) == 0


def test_a_name_broken_over_two_lines_goes_with_both_its_halves() -> None:
    paper = papers.printed("It was Quarz-\\\nbach who said so, and Quarzbachs friend.")
    copy, done = _redact(Kind.PDF, paper, Marks((WORD,)))
    assert done.words[0] == 2
    assert "arz" not in _read(copy)
    assert "friend" in _read(copy)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_whichever_way_a_page_is_turned_what_is_painted_is_where_the_word_was(turn: int) -> None:
    paper = papers.turned(papers.printed(f"#v(2cm) Here {WORD} stands alone."), turn)
    blank = papers.turned(papers.printed(f"#v(2cm) Here #text(fill: white)[{WORD}] stands alone."), turn)
    copy, _ = _redact(Kind.PDF, paper, Marks((WORD,)))
    seen, without = (_picture(data) for data in (copy, _redact(Kind.PDF, blank, Marks())[0]))
    differing = [
        (x, y) for x in range(0, seen.width, 2) for y in range(0, seen.height, 2)
        if abs(seen.getpixel((x, y)) - without.getpixel((x, y))) > 128  # type: ignore[operator]
    ]  # fmt: skip
    assert len(differing) > 100
    assert all(seen.getpixel(place) < 128 for place in differing)  # type: ignore[operator]


def _picture(data: bytes) -> Image.Image:
    picture: Image.Image = pdfium.PdfDocument(data)[0].render(scale=1).to_pil().convert("L")
    return picture


def test_an_area_takes_the_letters_under_it_out_of_the_text_too() -> None:
    paper = papers.printed("#place(top, dy: 1cm)[Upper secret] #place(top, dy: 8cm)[Lower remark]")
    copy, done = _redact(Kind.PDF, paper, Marks((), (Area(1, 0, 0, 1000, 500),)))
    assert done.areas == 1
    assert "secret" not in _read(copy)
    assert "Lower remark" in _read(copy)
    assert _picture(copy).getpixel((170, 100)) == 0


def test_pages_without_text_are_named_for_words_cannot_be_found_there() -> None:
    paper = papers.printed(f"{WORD} #pagebreak() #circle(radius: 1cm)")
    _, done = _redact(Kind.PDF, paper, Marks((WORD,)))
    assert (done.pages, done.silent) == (2, [2])


def test_a_photograph_loses_the_area_and_all_that_the_camera_said() -> None:
    copy, done = _redact(Kind.JPEG, papers.photograph(), Marks((), (Area(1, 250, 250, 750, 750),)))
    with Image.open(io.BytesIO(copy)) as picture:
        assert picture.getpixel((200, 150)) == (0, 0, 0)
        assert min(picture.getpixel((20, 20))) > 240  # type: ignore[arg-type]
        assert not dict(picture.getexif())
        assert "comment" not in picture.info
    assert WORD.encode() not in copy
    assert b"Exif" not in copy
    assert done.silent == [1]


def test_a_picture_with_layers_shows_what_it_showed() -> None:
    """What lies under a see-through place is not in the copy: it is painted on white."""
    out = io.BytesIO()
    Image.new("RGBA", (40, 40), (10, 200, 10, 0)).save(out, "PNG")
    copy, _ = _redact(Kind.PNG, out.getvalue(), Marks())
    with Image.open(io.BytesIO(copy)) as picture:
        assert picture.mode == "RGB"
        assert picture.getpixel((20, 20)) == (255, 255, 255)


def test_a_child_does_it_and_shows_pages() -> None:
    paper = papers.printed(f"{WORD} #pagebreak() second")
    copy, done = copies.redact(Kind.PDF, [paper[:500], paper[500:]], Marks((WORD,)))
    assert done.words == {0: 1}
    assert not _holds(copy, WORD)
    drawn, about = copies.page(Kind.PDF, [copy], 2)
    assert drawn.startswith(b"\x89PNG")
    assert about.pages == 2


@pytest.mark.parametrize(
    ("kind", "data", "why"),
    [
        (Kind.PDF, b"%PDF-1.7 nothing", "damaged"),
        (Kind.JPEG, b"\xff\xd8\xff nothing", "damaged"),
        (Kind.DOCX, b"PK", "kind"),
    ],
)
def test_what_cannot_be_redacted_says_why(kind: Kind, data: bytes, why: str) -> None:
    with pytest.raises(Undoable) as refused:
        copies.redact(kind, [data], Marks((WORD,)))
    assert refused.value.why == why


def test_a_page_that_is_not_there_is_none() -> None:
    with pytest.raises(Undoable) as refused:
        copies.page(Kind.PDF, [papers.printed("one")], 2)
    assert refused.value.why == "page"


@pytest.mark.parametrize("area", [(0, 0, 0, 10, 10), (1, 10, 0, 10, 10), (1, 0, 0, 1001, 10), (1, -1, 0, 5, 5)])
def test_an_area_lies_on_a_page(area: tuple[int, int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="area"):
        Area(*area)
