"""A PDF made anew of pictures, with the words that remain laid invisibly over them, so that it can be searched and read
aloud. Nothing else is in it: no font, no name, no date, no thumbnail."""

import codecs
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name

UTF_16 = codecs.lookup("utf-16-be")
"""Found now: later no file can be opened."""
INVISIBLE = 3
SIZE = 1000
"""Units of a glyph that is as wide as it is high."""
_MOST_IN_A_BLOCK = 100


@dataclass(frozen=True, slots=True)
class Word:
    """Letters, and where they stand: in points, from the lower left corner of the sheet."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its picture as JPEG or as deflated grey dots, both sizes, and what can be read on it."""

    picture: bytes
    deflated: bool
    pixels: tuple[int, int]
    colours: bool
    points: tuple[float, float]
    words: Sequence[Word]


def bound(sheets: Iterable[Sheet], title: str) -> bytes:
    """One file of them."""
    letters: dict[str, int] = {}
    with pikepdf.new() as document:
        font = document.make_indirect(Dictionary())
        for sheet in sheets:
            document.pages.append(_page(document, sheet, font, letters))
        _describe(document, font, letters)
        document.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        document.docinfo["/Title"] = title
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
    return out.getvalue()


def _page(document: pikepdf.Pdf, sheet: Sheet, font: pikepdf.Object, letters: dict[str, int]) -> pikepdf.Page:
    picture = document.make_stream(sheet.picture)
    width, height = sheet.points
    picture.update(
        Dictionary(
            Type=Name.XObject, Subtype=Name.Image, Width=sheet.pixels[0], Height=sheet.pixels[1], BitsPerComponent=8,
            ColorSpace=Name.DeviceRGB if sheet.colours else Name.DeviceGray,
            Filter=Name.FlateDecode if sheet.deflated else Name.DCTDecode,
        )
    )  # fmt: skip
    content = [f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /Sheet Do Q BT {INVISIBLE} Tr"]
    content += [line for word in sheet.words if (line := _laid(word, letters))]
    content.append("ET")
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, round(width, 3), round(height, 3)]),
        Resources=Dictionary(XObject=Dictionary(Sheet=picture), Font=Dictionary(Words=font)),
        Contents=document.make_stream("\n".join(content).encode("ascii")),
    )
    return pikepdf.Page(document.make_indirect(page))


def _laid(word: Word, letters: dict[str, int]) -> str:
    """Each letter as wide as high, all of them stretched to where the word stood; a space after it parts it from the
    next."""
    height, width = word.top - word.bottom, word.right - word.left
    if height <= 0 or width <= 0 or not word.text:
        return ""
    codes = "".join(f"{letters.setdefault(letter, len(letters) + 1):04x}" for letter in f"{word.text} ")
    stretch = 100 * width / (height * len(word.text))
    return f"/Words {height:.2f} Tf {stretch:.2f} Tz 1 0 0 1 {word.left:.2f} {word.bottom:.2f} Tm <{codes}> Tj"


def _describe(document: pikepdf.Pdf, font: pikepdf.Object, letters: dict[str, int]) -> None:
    """A font without glyphs, for nothing of it is drawn; what its codes stand for is all that a reader needs."""
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name.Words, Flags=4, FontBBox=Array([0, 0, SIZE, SIZE]), ItalicAngle=0,
        Ascent=SIZE, Descent=0, CapHeight=SIZE, StemV=80,
    )  # fmt: skip
    below = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.Words, DW=SIZE, FontDescriptor=descriptor,
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
    )  # fmt: skip
    font.update(
        Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Words, Encoding=Name("/Identity-H"),
            DescendantFonts=Array([document.make_indirect(below)]), ToUnicode=document.make_stream(_meanings(letters)),
        )
    )  # fmt: skip


def _meanings(letters: dict[str, int]) -> bytes:
    lines = [f"<{code:04x}> <{UTF_16.encode(letter)[0].hex()}>" for letter, code in letters.items()]
    blocks = [lines[start : start + _MOST_IN_A_BLOCK] for start in range(0, len(lines), _MOST_IN_A_BLOCK)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Words def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{body}\nendcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode("ascii")
