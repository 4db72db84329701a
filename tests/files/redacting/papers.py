"""Papers that hide a word in every corner that the format has."""

import io

import pikepdf
import typst
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

WORD = "Quarzbach"


def printed(body: str, *, title: str = "A letter") -> bytes:
    """Typeset pages; `body` is Typst."""
    made = typst.compile(f"#set document(title: [{title}])\n#set page(width: 12cm, height: 12cm)\n{body}".encode())
    assert isinstance(made, bytes)
    return made


def hiding(word: str = WORD) -> bytes:
    """One page that says it openly, and in its title, a bookmark, an attachment, a form's field, a remark, a thumbnail
    and its metadata."""
    with pikepdf.open(io.BytesIO(printed(f"Dear {word}, all is well.", title=f"For {word}"))) as document:
        with document.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(f"About {word}", 0))
        document.attachments[f"{word}.txt"] = f"{word} was here".encode()
        with document.open_metadata() as about:
            about["dc:description"] = f"Concerns {word}"
        page = document.pages[0]
        field = document.make_indirect(_field(document, word))
        page.obj["/Annots"] = Array([field, document.make_indirect(_remark(word))])
        document.Root["/AcroForm"] = Dictionary(Fields=Array([field]))
        page.obj["/PieceInfo"] = Dictionary(Maker=Dictionary(Private=String(word)))
        page.obj["/Thumb"] = document.make_stream(word.encode(), Dictionary(Subtype=Name.Image))
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def _field(document: pikepdf.Pdf, word: str) -> Dictionary:
    font = Dictionary(F=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    drawn = document.make_stream(
        f"BT /F 12 Tf 2 4 Td ({word} fills in) Tj ET".encode(),
        Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 180, 20]), Resources=Dictionary(Font=font)),
    )
    return Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("name"), V=String(f"{word} fills in"), F=4,
        Rect=Array([20, 40, 200, 60]), AP=Dictionary(N=drawn),
    )  # fmt: skip


def _remark(word: str) -> Dictionary:
    return Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Contents=String(f"ask {word}"), T=String(word), Rect=Array([5, 5, 20, 20])
    )


def turned(data: bytes, by: int) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as document:
        document.pages[0].rotate(by, relative=False)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def photograph(colour: str = "white") -> bytes:
    """With a place, a camera and a thumbnail of its own."""
    thumbnail = io.BytesIO()
    Image.new("RGB", (16, 12), "red").save(thumbnail, "JPEG")
    about = Image.Exif()
    about[0x010F], about[0x010E] = "Camera of the reporter", WORD
    out = io.BytesIO()
    Image.new("RGB", (400, 300), colour).save(out, "JPEG", exif=about.tobytes() + thumbnail.getvalue(), comment=WORD)
    return out.getvalue()
