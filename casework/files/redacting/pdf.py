"""PDF: every page is drawn anew with what goes painted over in the picture itself, and bound into a file of its own.
Runs in the capped child alone: it parses what strangers sent."""

import codecs
import io
import zlib
from collections.abc import Iterator
from contextlib import closing
from ctypes import c_int
from typing import NamedTuple

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw
from pypdfium2 import raw

from casework.files.cleaning.pictures import READERS

from .marks import FULL, Area, Marks
from .report import Done, Undoable
from .rules import ruled
from .sheets import Sheet, Word, bound
from .words import holds, spans

MOST_PAGES = 200
DOTS, PREVIEW_DOTS = 200, 110
"""An inch: fine enough to print, and to look at on a screen."""
LARGEST_SIDE = 6000
QUALITY = 80
# All that reads and writes is loaded before the child gives up opening files.
LOADED = (READERS, codecs.lookup("utf-16-le"))
MARGIN = 0.12
"""Of a letter's height, painted round it: what a renderer smooths beyond its box goes too."""
SHADES = [shade & 0xF0 if shade < 0xF0 else 0xFF for shade in range(256)]
GREY = 24
"""Colours of a dot that lie no further apart are none."""
POINTS = 72
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


class Letter(NamedTuple):
    """One letter as it is read, and its box in pixels of the picture; none where it has no place."""

    text: str
    box: Box | None


def redact(data: bytes, marks: Marks) -> tuple[bytes, Done]:
    """The redacted copy, and what was done. Undoable when it has a password, is damaged, too long, or when a word would
    be left."""
    with _open(data) as document:
        done = Done(pages=len(document))
        if done.pages > MOST_PAGES:
            raise Undoable("pages")
        copy = bound(_sheets(document, marks, done), "Redacted copy")
    _prove(copy, marks)
    return copy, done


def page(data: bytes, number: int, *, lines: bool = True) -> tuple[bytes, Done]:
    """One page as a picture (PNG), to look at before and after; `lines`: with those by which an area is told."""
    with _open(data) as document:
        if not 1 <= number <= min(len(document), MOST_PAGES):
            raise Undoable("page")
        picture, letters = _drawn(document, number - 1, PREVIEW_DOTS)
        silent = [] if any(letter.text.strip() for letter in letters) else [number]
        if lines:
            ruled(picture)
        out = io.BytesIO()
        picture.save(out, "PNG")
        return out.getvalue(), Done(pages=len(document), silent=silent)


def _open(data: bytes) -> "closing[pdfium.PdfDocument]":
    try:
        document = pdfium.PdfDocument(data)
        document.init_forms()
    except pdfium.PdfiumError:
        raise Undoable("damaged") from None
    return closing(document)


def _sheets(document: pdfium.PdfDocument, marks: Marks, done: Done) -> Iterator[Sheet]:
    for at in range(len(document)):
        picture, letters = _drawn(document, at, DOTS)
        if not any(letter.text.strip() for letter in letters):
            done.silent.append(at + 1)
        gone, boxes = _found(letters, marks, done)
        boxes += [_boxed(area, picture.size) for area in marks.on(at + 1)]
        done.areas += len(marks.on(at + 1))
        _paint(picture, boxes)
        kept = [letter for place, letter in enumerate(letters) if place not in gone and not _under(letter, boxes)]
        yield _sheet(picture, kept)


def _drawn(document: pdfium.PdfDocument, at: int, dots: int) -> tuple[Image.Image, list[Letter]]:
    """The page as it prints, with what was filled in and remarked on laid into it first, so that its words are read as
    well."""
    try:
        with closing(document[at]) as first:
            raw.FPDFPage_Flatten(first.raw, raw.FLAT_PRINT)
        with closing(document[at]) as sheet:
            scale = min(dots / POINTS, LARGEST_SIDE / max(*sheet.get_size(), 1))
            with closing(sheet.render(scale=scale, may_draw_forms=False)) as bitmap:
                picture = bitmap.to_pil().convert("RGB")
            return picture, _letters(sheet, *picture.size)
    except pdfium.PdfiumError:
        raise Undoable("damaged") from None


def _letters(sheet: pdfium.PdfPage, width: int, height: int) -> list[Letter]:
    with closing(sheet.get_textpage()) as text:
        found = []
        for at in range(text.count_chars()):
            box = text.get_charbox(at, loose=True)
            seen = _on_picture(sheet, box, width, height) if box[2] > box[0] and box[3] > box[1] else None
            found.append(Letter(chr(raw.FPDFText_GetUnicode(text.raw, at)), seen))
        return found


def _on_picture(sheet: pdfium.PdfPage, box: Box, width: int, height: int) -> Box:
    """From the page's own coordinates, whichever way it is turned and wherever it is cut."""
    corners = []
    for x, y in ((box[0], box[1]), (box[2], box[3])):
        across, down = c_int(), c_int()
        raw.FPDF_PageToDevice(sheet.raw, 0, 0, width, height, 0, x, y, across, down)
        corners.append((across.value, down.value))
    (one_x, one_y), (other_x, other_y) = corners
    return min(one_x, other_x), min(one_y, other_y), max(one_x, other_x), max(one_y, other_y)


def _found(letters: list[Letter], marks: Marks, done: Done) -> tuple[set[int], list[Box]]:
    """The places of all letters that go, spaces between them too, and what is painted: one box a line, so that no
    letter's height shows."""
    gone, boxes = set[int](), list[Box]()
    for first, last, which in spans("".join(letter.text for letter in letters), marks.words):
        gone.update(range(first, last + 1))
        boxes += [_wider(_round(line)) for line in _lines(letters[first : last + 1])]
        done.count(which)
    return gone, boxes


def _lines(letters: list[Letter]) -> Iterator[list[Box]]:
    """Boxes that stand in one line, together."""
    line: list[Box] = []
    for letter in letters:
        if (box := letter.box) is None:
            continue
        if line and abs(line[-1][3] - box[3]) > (box[3] - box[1]) / 2:
            yield line
            line = []
        line.append(box)
    if line:
        yield line


def _boxed(area: Area, size: tuple[int, int]) -> Box:
    width, height = size
    across, down = width / FULL, height / FULL
    return area.left * across, area.top * down, area.right * across, area.bottom * down


def _wider(box: Box) -> Box:
    more = max(1.0, MARGIN * (box[3] - box[1]))
    return box[0] - more, box[1] - more, box[2] + more, box[3] + more


def _under(letter: Letter, boxes: list[Box]) -> bool:
    """Does any of it lie under what is painted over?"""
    if letter.box is None:
        return False
    left, top, right, bottom = letter.box
    return any(left < box[2] and right > box[0] and top < box[3] and bottom > box[1] for box in boxes)


def _paint(picture: Image.Image, boxes: list[Box]) -> None:
    brush = ImageDraw.Draw(picture)
    for box in boxes:
        brush.rectangle(box, fill="black")


def _sheet(picture: Image.Image, letters: list[Letter]) -> Sheet:
    width, height = picture.size
    colours = _coloured(picture)
    drawn, deflated = _written(picture if colours else picture.convert("L"))
    points = POINTS / DOTS
    words = [
        Word(text, box[0] * points, (height - box[3]) * points, box[2] * points, (height - box[1]) * points)
        for text, box in _words(letters)
    ]
    return Sheet(drawn, deflated, (width, height), colours, (width * points, height * points), words)


def _written(picture: Image.Image) -> tuple[bytes, bool]:
    """A photograph is smaller as JPEG, print in black and white as sixteen shades of grey."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    if picture.mode == "L":
        shades = zlib.compress(picture.point(SHADES).tobytes(), 6)
        if len(shades) < out.tell():
            return shades, True
    return out.getvalue(), False


def _coloured(picture: Image.Image) -> bool:
    red, green, blue = picture.split()
    apart = (ImageChops.difference(red, green), ImageChops.difference(green, blue))
    return any(max(one.histogram()[GREY:]) > 0 for one in apart)


def _words(letters: list[Letter]) -> Iterator[tuple[str, Box]]:
    """Letters that stand together, in a line."""
    text, boxes = "", list[Box]()
    for letter in [*letters, Letter(" ", None)]:
        box = letter.box
        if letter.text.isspace() or not letter.text.isprintable() or box is None or (boxes and _apart(boxes[-1], box)):
            if text:
                yield text, _round(boxes)
            text, boxes = "", []
        if not letter.text.isspace() and letter.text.isprintable() and box is not None:
            text, boxes = text + letter.text, [*boxes, box]


def _apart(before: Box, box: Box) -> bool:
    """On another line, or beyond a gap that something was taken out of."""
    high = max(before[3] - before[1], box[3] - box[1], 1)
    return abs(before[3] - box[3]) > high / 2 or not -high < box[0] - before[2] < high


def _round(boxes: list[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _prove(copy: bytes, marks: Marks) -> None:
    """Read once more as anybody would: none of the words may be found."""
    with _open(copy) as document:
        for at in range(len(document)):
            with closing(document[at]) as sheet, closing(sheet.get_textpage()) as text:
                letters = text.get_text_range()
            if holds(letters, marks.words):
                raise Undoable("left")
