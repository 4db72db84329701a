"""A PDF or a picture made ready to be appended to another document, in a capped child.

What comes back is a PDF whose pages hold one figure each, a strip free below it for the stamp: no link, no script, no
note, no metadata.
"""

import io

import pikepdf
from PIL import Image, ImageOps, ImageSequence

from casework.files.kinds import Kind

STRIP = 26.0
"""Points at the foot of each page that belong to the stamp."""
A4 = (595.0, 842.0)
LEAST, MOST = 260.0, 1700.0
"""Sides of a page: room for the stamp, and no poster."""
MOST_PAGES, MOST_FRAMES = 1000, 60
SHARP = 2200
"""Pixels of a picture's longer side."""


class TooMuch(ValueError):
    """More pages than are appended; it is listed instead."""

    why = "many"


def pages(data: bytes) -> bytes:
    """Each page of a PDF, as it is seen, with what stands in its forms and notes."""
    made = pikepdf.new()
    with pikepdf.open(io.BytesIO(data)) as source:
        if len(source.pages) > MOST_PAGES:
            raise TooMuch
        source.generate_appearance_streams()
        source.flatten_annotations("all")
        for page in source.pages:
            form = made.copy_foreign(page.as_form_xobject())
            box = [float(side) for side in form.BBox]
            matrix = [float(part) for part in form.get("/Matrix", [1, 0, 0, 1, 0, 0])]
            turned = abs(matrix[0]) < abs(matrix[1])
            wide, high = abs(box[2] - box[0]), abs(box[3] - box[1])
            for name in ("/StructParents", "/StructParent", "/PieceInfo", "/Metadata"):
                if name in form:
                    del form[name]
            _put(made, form, (high, wide) if turned else (wide, high))
    return _saved(made)


def picture(data: bytes) -> bytes:
    """Each frame on a page of its own, upright, no sharper than a printer."""
    made = pikepdf.new()
    with Image.open(io.BytesIO(data)) as opened:
        for number, frame in enumerate(ImageSequence.Iterator(opened)):
            if number >= (MOST_FRAMES if opened.format == "TIFF" else 1):
                break
            upright = ImageOps.exif_transpose(frame).convert("RGBA")
            upright.thumbnail((SHARP, SHARP))
            _picture(made, upright)
    return _saved(made)


def _picture(made: pikepdf.Pdf, image: Image.Image) -> None:
    flat = Image.new("RGB", image.size, "white")
    flat.paste(image, mask=image.getchannel("A"))
    packed = io.BytesIO()
    flat.save(packed, "JPEG", quality=88)
    stream = pikepdf.Stream(made, packed.getvalue())
    stream.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=flat.width, Height=flat.height,
        ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
    )  # fmt: skip
    wide, high = A4 if flat.height >= flat.width else A4[::-1]
    scale = min((wide - 40) / flat.width, (high - STRIP - 40) / flat.height, 1.0)
    across, up = flat.width * scale, flat.height * scale
    left, below = (wide - across) / 2, STRIP + (high - STRIP - up) / 2
    drawn = f"q {across:.3f} 0 0 {up:.3f} {left:.3f} {below:.3f} cm /Fx0 Do Q"
    _page(made, stream, (wide, high), drawn)


def _put(made: pikepdf.Pdf, form: pikepdf.Object, size: tuple[float, float]) -> None:
    """Scaled into what the strip leaves, on a page of its own size."""
    wide, high = (min(max(side, LEAST), MOST) for side in size)
    blank = made.add_blank_page(page_size=(wide, high))
    room = pikepdf.Rectangle(0, STRIP, wide, high)
    drawn = blank.calc_form_xobject_placement(
        form, pikepdf.Name.Fx0, room, invert_transformations=False, allow_shrink=True, allow_expand=False
    )
    del made.pages[-1]
    _page(made, form, (wide, high), drawn.decode("latin-1"))


def _page(made: pikepdf.Pdf, drawn: pikepdf.Object, size: tuple[float, float], content: str) -> None:
    """What is drawn is one figure: whoever cannot see it is told what it is."""
    page = made.add_blank_page(page_size=size)
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Fx0=drawn))
    page.Contents = made.make_stream(f"/Figure <</MCID 0>> BDC\n{content}\nEMC\n".encode())


def _saved(made: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    made.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


EACH = {
    Kind.PDF: pages, Kind.JPEG: picture, Kind.PNG: picture, Kind.GIF: picture, Kind.WEBP: picture, Kind.TIFF: picture,
}  # fmt: skip
