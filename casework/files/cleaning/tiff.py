"""TIFF written anew from its pixels: its tags can be anywhere and say anything."""

import io

from PIL import Image

from casework.files.cleaning.pictures import MOST_PIXELS, Unclean, look

# Modes that the writer keeps as they are; others would lose something.
WRITES = frozenset(("1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "I", "F"))
MOST_PAGES = 500


def strip(data: bytes) -> bytes:
    """Every page's pixels, turned the right way up, and its resolution."""
    look(data, "TIFF")
    pages: list[Image.Image] = []
    pixels = 0
    with Image.open(io.BytesIO(data), formats=["TIFF"]) as source:
        for number in range(getattr(source, "n_frames", 1)):
            source.seek(number)
            pixels += source.width * source.height
            if pixels > MOST_PIXELS // 4 or number >= MOST_PAGES or source.mode not in WRITES:
                raise Unclean
            pages.append(_page(source))
    out = io.BytesIO()
    pages[0].save(out, "TIFF", compression="tiff_adobe_deflate", save_all=True, append_images=pages[1:])
    return out.getvalue()


def _page(source: Image.Image) -> Image.Image:
    """A picture with pixels and profile alone. Loading has already turned it the right way up."""
    source.load()
    page = Image.frombytes(source.mode, source.size, source.tobytes())
    if source.mode == "P" and (palette := source.getpalette()):
        page.putpalette(palette)
    page.info = {name: source.info[name] for name in ("dpi", "icc_profile") if source.info.get(name)}
    return page
