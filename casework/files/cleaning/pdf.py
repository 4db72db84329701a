"""PDF rewritten without its information, attachments, scripts, history and the metadata of pictures in it."""

import io

import pikepdf

from casework.files.cleaning import jpeg
from casework.files.cleaning.pictures import Unclean

MOST_PAGES = 5000
MOST_OBJECTS = 500_000
# Keys that say who, when or with what, that run something, or that carry another file.
SAYS_TOO_MUCH = (
    *("/Metadata", "/PieceInfo", "/LastModified", "/AA", "/OpenAction", "/AF", "/Collection", "/SpiderInfo"),
    *("/DSS", "/Perms", "/Legal", "/URI_Base", "/XFA", "/JavaScript", "/EmbeddedFiles", "/EF", "/Threads"),
)
NOTE_SAYS = ("/T", "/M", "/CreationDate", "/NM", "/RC", "/Popup")
SIGNATURE_SAYS = ("/Name", "/Location", "/ContactInfo", "/Reason", "/M", "/Cert", "/Contents", "/Prop_Build")
RUNS = frozenset(("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie"))
CARRIES = frozenset(("/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"))


def strip(data: bytes) -> bytes:
    """The pages, rewritten. Unclean when it has a password, is damaged, or grows out of bounds."""
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            if len(document.pages) > MOST_PAGES or len(document.objects) > MOST_OBJECTS:
                raise Unclean
            _whole(document)
            for page in document.pages:
                _notes(page.obj)
            for thing in document.objects:
                _thing(thing)
            out = io.BytesIO()
            document.save(out, encryption=False, deterministic_id=True, fix_metadata_version=False)
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, TypeError, KeyError, RuntimeError) as error:
        raise Unclean from error
    return out.getvalue()


def _whole(document: pikepdf.Pdf) -> None:
    for key in ("/Info", "/ID"):
        if key in document.trailer:
            del document.trailer[key]
    for creator in _groups(document):
        if "/Usage" in creator:
            del creator["/Usage"]


def _groups(document: pikepdf.Pdf) -> list[pikepdf.Object]:
    layers = document.Root.get("/OCProperties")
    return list(layers.get("/OCGs", [])) if isinstance(layers, pikepdf.Dictionary) else []


def _notes(page: pikepdf.Object) -> None:
    """Comments stay with what they say; who wrote them and when goes; annotations that carry files go whole."""
    notes = page.get("/Annots")
    if not isinstance(notes, pikepdf.Array):
        return
    kept = [note for note in notes if isinstance(note, pikepdf.Dictionary) and _sort(note) not in CARRIES]
    for note in kept:
        form_field = _sort(note) == "/Widget"
        for key in NOTE_SAYS:
            if key in note and not (form_field and key == "/T"):
                del note[key]
    page["/Annots"] = pikepdf.Array(note for note in kept if _sort(note) != "/Popup")


def _sort(note: pikepdf.Object) -> str:
    return str(note.get("/Subtype", ""))


def _thing(thing: pikepdf.Object) -> None:
    if isinstance(thing, pikepdf.Stream):
        _picture(thing)
        _cut(thing.stream_dict)
    else:
        _cut(thing)


def _cut(thing: pikepdf.Object, depth: int = 0) -> None:
    """Cut inside direct objects too; indirect ones come by themselves."""
    if depth > 50:
        raise Unclean
    if isinstance(thing, pikepdf.Array):
        parts = list(thing)
    elif isinstance(thing, pikepdf.Dictionary):
        _keys(thing)
        parts = [value for _, value in thing.items()]
    else:
        return
    for part in parts:
        if isinstance(part, (pikepdf.Dictionary, pikepdf.Array)) and not part.is_indirect:
            _cut(part, depth + 1)


def _keys(thing: pikepdf.Dictionary) -> None:
    gone: tuple[str, ...] = SAYS_TOO_MUCH
    if str(thing.get("/S", "")) in RUNS:
        gone += ("/JS", "/F", "/S", "/Win", "/Mac", "/Unix")
    if "/ByteRange" in thing or str(thing.get("/Type", "")) == "/Sig":
        gone += SIGNATURE_SAYS
    for key in gone:
        if key in thing:
            del thing[key]


def _picture(stream: pikepdf.Stream) -> None:
    """A photograph inside a page has its Exif like any other."""
    only = stream.get("/Filter")
    if isinstance(only, pikepdf.Array) and len(only) == 1:
        only = only[0]
    if only is None or str(only) != "/DCTDecode":
        return
    found = stream.get("/DecodeParms")
    parameters = found if isinstance(found, (pikepdf.Dictionary, pikepdf.Array)) else None
    stream.write(jpeg.segments(stream.read_raw_bytes()), filter=pikepdf.Name.DCTDecode, decode_parms=parameters)
