"""Pictures: painted over, and written anew without anything that a camera or a program said about them. Runs in the
capped child alone: it parses what strangers sent."""

import io

from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

from casework.files.cleaning.pictures import READERS

from .marks import FULL, Marks
from .report import Done, Undoable
from .rules import ruled

MOST_PIXELS = 60_000_000
QUALITY = 88
PREVIEW = 1400
LOADED = READERS
"""Before the child gives up opening files."""


def redact(data: bytes, marks: Marks, *, photograph: bool) -> tuple[bytes, Done]:
    """The copy: JPEG for a photograph, else PNG. Words cannot be found in a picture: areas alone are taken out."""
    picture = _open(data)
    brush, (width, height) = ImageDraw.Draw(picture), picture.size
    areas = marks.on(1)
    for area in areas:
        left, right = area.left * width / FULL, area.right * width / FULL
        brush.rectangle((left, area.top * height / FULL, right, area.bottom * height / FULL), fill="black")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY) if photograph else picture.save(out, "PNG")
    return out.getvalue(), Done(areas=len(areas), silent=[1])


def page(data: bytes, *, lines: bool = True) -> tuple[bytes, Done]:
    """As it is looked at, small enough for a screen (PNG)."""
    picture = _open(data)
    picture.thumbnail((PREVIEW, PREVIEW))
    if lines:
        ruled(picture)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue(), Done(silent=[1])


def _open(data: bytes) -> Image.Image:
    """Upright, in plain colours, the first picture of several: the others are not handed on."""
    try:
        with Image.open(io.BytesIO(data)) as found:
            if found.width * found.height > MOST_PIXELS:
                raise Undoable("pages")
            upright = ImageOps.exif_transpose(found)
            plain = Image.new("RGB", upright.size, "white")
            seen = upright.convert("RGBA")
            plain.paste(seen, mask=seen.getchannel("A"))
            return plain
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError):
        raise Undoable("damaged") from None
