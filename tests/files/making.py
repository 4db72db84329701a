"""Files made for the tests, each saying too much about whoever made it."""

import io
import struct
import zipfile
import zlib
from email.message import EmailMessage

import pikepdf
from PIL import Image, PngImagePlugin

SECRET = "Ada Lovelace 52.5163N"


def pixels(size: tuple[int, int] = (64, 48)) -> Image.Image:
    """A picture in which every corner differs, so that a turn would show."""
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    picture.putpixel((0, 0), (255, 0, 0))
    return picture


def exif(orientation: int = 6) -> Image.Exif:
    found = Image.Exif()
    found[0x0112] = orientation
    found[0x013B] = SECRET
    place = found.get_ifd(0x8825)
    place[1], place[2] = "N", (52.0, 30.0, 58.0)
    return found


def jpeg(orientation: int = 6, **more: object) -> bytes:
    return _saved("JPEG", exif=exif(orientation), comment=SECRET.encode(), **more)


def png() -> bytes:
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", SECRET)
    text.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta>{SECRET}</x:xmpmeta>")
    return _saved("PNG", pnginfo=text, exif=exif())


def wide_png() -> bytes:
    """Says of itself that it has 900 million points."""
    made = bytearray(png())
    made[16:24] = struct.pack(">II", 30_000, 30_000)
    made[29:33] = struct.pack(">I", zlib.crc32(made[12:29]))
    return bytes(made)


def gif(frames: int = 3) -> bytes:
    more = [pixels().rotate(90 * n) for n in range(1, frames)]
    return _saved("GIF", save_all=True, append_images=more, duration=80, loop=0, comment=SECRET.encode())


def webp(*, lossless: bool = False) -> bytes:
    return _saved("WEBP", exif=exif(), xmp=f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode(), lossless=lossless)


def tiff() -> bytes:
    tags = exif()
    tags[0x010E] = SECRET
    return _saved("TIFF", exif=tags, save_all=True, append_images=[pixels((30, 20))])


def _saved(kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    pixels().save(out, kind, **how)
    return out.getvalue()


def pdf() -> bytes:
    """A PDF with an author, XMP, an attachment, a script, a comment with a name, and a photograph with its place."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(200, 200))
    document.docinfo["/Author"] = SECRET
    with document.open_metadata() as metadata:
        metadata["dc:creator"] = [SECRET]
    document.attachments["notes.txt"] = SECRET.encode()
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{SECRET}')")
    page = document.pages[0]
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=SECRET, Contents="please check"
    )
    run = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{SECRET}')")
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=run)
    page.obj.Annots = pikepdf.Array([document.make_indirect(note), link])
    photograph = pikepdf.Stream(document, jpeg(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
    photograph.write(jpeg(), filter=pikepdf.Name.DCTDecode)
    photograph.Width, photograph.Height, photograph.BitsPerComponent = 64, 48, 8
    photograph.ColorSpace = pikepdf.Name.DeviceRGB
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=photograph))
    page.obj.Contents = document.make_stream(b"q 100 0 0 100 0 0 cm /Im0 Do Q")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


OFFICE = "application/vnd.openxmlformats-officedocument."
MAIN = {
    "docx": ("word/document.xml", "wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation.main+xml"),
}


def office(kind: str, *, padding: int = 0, types: str | None = None, more: tuple[str, ...] = ()) -> bytes:
    part, main = MAIN[kind]
    listing = types or f'<Types><Override PartName="/{part}" ContentType="{OFFICE}{main}"/></Types>'
    parts: dict[str, bytes] = {"[Content_Types].xml": listing.encode(), part: b"<x/>"}
    parts |= dict.fromkeys(more, b"x")
    if padding:
        parts["media/image1.bin"] = bytes(padding)
    return zipped(parts)


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def open_document(kind: str) -> bytes:
    return zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(), "content.xml": b"<x/>"})


def compound(*streams: str, at: int = 3) -> bytes:
    """A compound file: header, filler, and a directory in sector `at`."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[24:32] = b"\x3e\x00\x03\x00\xfe\xff\x09\x00"
    header[48:52] = at.to_bytes(4, "little")
    directory = b"".join(_entry(name, 5 if name == "Root Entry" else 2) for name in ("Root Entry", *streams))
    return bytes(header) + bytes(512 * at) + directory.ljust(512, b"\x00") + bytes(700_000)


def _entry(name: str, sort: int) -> bytes:
    text = name.encode("utf-16-le") + b"\x00\x00"
    return text.ljust(64, b"\x00") + len(text).to_bytes(2, "little") + bytes((sort, 1)) + bytes(60)


def mail() -> bytes:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "ada@example.org", "bob@example.org", "Monday"
    letter["Date"] = "Mon, 02 Nov 2026 09:00:00 +0000"
    letter.set_content("<html>please come</html>")
    return bytes(letter)


def box(name: bytes, body: bytes) -> bytes:
    return (len(body) + 8).to_bytes(4) + name + body


def iso(brand: bytes, *others: bytes) -> bytes:
    return box(b"ftyp", brand + bytes(4) + b"".join(others or (brand,))) + box(b"mdat", bytes(range(256)) * 20)


def mp3() -> bytes:
    # MPEG 1 layer III, 128 kbit/s, 44.1 kHz: frames of 417 bytes.
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    return b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10) + frame * 20


def ogg(first: bytes) -> bytes:
    return b"OggS\x00\x02" + bytes(20) + b"\x01" + bytes((len(first),)) + first + bytes(5000)
