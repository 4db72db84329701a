"""What the pictures share: their size, which way up they are, and nothing else of their metadata."""

import io
import warnings
from dataclasses import dataclass

from PIL import (
    GifImagePlugin,
    Image,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

ORIENTATION = 0x0112
UPRIGHT = 1
TURNED = range(2, 9)
# A panorama of a good telephone has 100 million; what unfolds to more is made to hurt.
MOST_PIXELS = 200_000_000

# All that reads is loaded before the child gives up opening files.
READERS = (GifImagePlugin, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin)
Image.preinit()
Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2


class Unclean(Exception):
    """This file cannot be cleaned."""


@dataclass(frozen=True, slots=True)
class Seen:
    width: int
    height: int
    orientation: int


def look(data: bytes, kind: str) -> Seen:
    """Open a picture as the library would show it. Unclean when it is damaged or unfolds to a bomb."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=[kind]) as picture:
                width, height = picture.size
                turned = picture.getexif().get(ORIENTATION)
    except (Image.DecompressionBombError, UnidentifiedImageError, MemoryError) as error:
        raise Unclean from error
    except (OSError, SyntaxError, ValueError, KeyError, IndexError, EOFError, TypeError) as error:
        raise Unclean from error
    if not 0 < width * height <= MOST_PIXELS:
        raise Unclean
    return Seen(width, height, turned if isinstance(turned, int) and turned in TURNED else UPRIGHT)


def same(before: Seen, data: bytes, kind: str) -> bytes:
    """The cleaned picture, once it is seen to be the same size and the same way up."""
    if look(data, kind) != before:
        raise Unclean
    return data


def orientation_block(orientation: int) -> bytes:
    """A TIFF block that says which way up, and nothing else."""
    entry = ORIENTATION.to_bytes(2) + b"\x00\x03\x00\x00\x00\x01" + orientation.to_bytes(2) + b"\x00\x00"
    return b"MM\x00*\x00\x00\x00\x08\x00\x01" + entry + b"\x00\x00\x00\x00"
