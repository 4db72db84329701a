"""Taking who, where and when out of a file. Runs in the capped child alone: it parses what strangers sent."""

from collections.abc import Callable

from casework.files.cleaning import gif, jpeg, pdf, png, tiff, webp
from casework.files.cleaning.pictures import Unclean
from casework.files.kinds import Kind

__all__ = ["STRIP", "Unclean"]

STRIP: dict[Kind, Callable[[bytes], bytes]] = {
    Kind.JPEG: jpeg.strip,
    Kind.PNG: png.strip,
    Kind.GIF: gif.strip,
    Kind.WEBP: webp.strip,
    Kind.TIFF: tiff.strip,
    Kind.PDF: pdf.strip,
}
