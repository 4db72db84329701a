"""Office documents: new ones are zips with a list of content types, old ones compound files with named streams."""

import re
import zipfile
import zlib
from typing import IO, cast

from casework.files.kinds import Kind
from casework.files.peek import Hole, Peek
from casework.files.refusal import ARCHIVE, BROKEN, LOCKED, MACROS, UNKNOWN, Refused

LARGEST_LIST = 1 << 20
CONTENT_TYPES = "[Content_Types].xml"
OFFICE = {
    b"wordprocessingml.document.main+xml": Kind.DOCX,
    b"spreadsheetml.sheet.main+xml": Kind.XLSX,
    b"presentationml.presentation.main+xml": Kind.PPTX,
    b"presentationml.slideshow.main+xml": Kind.PPTX,
}
OFFICE_FOLDERS = {"word/document.xml": Kind.DOCX, "xl/workbook.xml": Kind.XLSX, "ppt/presentation.xml": Kind.PPTX}
OPEN = {kind.media.encode(): kind for kind in (Kind.ODT, Kind.ODS, Kind.ODP)}
# A phone names an export in its own language: "WhatsApp-Chat mit Ada", "Chat de WhatsApp con Ada".
CHAT_NAMES = re.compile(r"(_chat|[^/]*WhatsApp[^/]*)\.txt", re.IGNORECASE)
CHAT_PARTS = re.compile(
    r"[^/\\]+\.(txt|csv|jpe?g|png|gif|webp|heic|pdf|opus|ogg|mp3|m4a|aac|wav|mp4|mov|3gp|vcf"
    r"|docx?|xlsx?|pptx?|od[tsp])",
    re.IGNORECASE,
)
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STREAMS = {
    "WordDocument": Kind.DOC,
    "Workbook": Kind.XLS,
    "Book": Kind.XLS,
    "PowerPoint Document": Kind.PPT,
    "__properties_version1.0": Kind.MSG,
    "__nameid_version1.0": Kind.MSG,
}
# The class of the root: what Office itself goes by.
CLASSES = {"0609020000000000c000000000000046": Kind.DOC, "2008020000000000c000000000000046": Kind.XLS}
CLASSES |= {"108d81649b4fcf1186ea00aa00b929e8": Kind.PPT, "0b0d020000000000c000000000000046": Kind.MSG}
ENTRY = 128


def zipped(peek: Peek) -> Kind:
    """The kind of a zip: Office, OpenDocument or a chat export. Refused for anything else."""
    try:
        with zipfile.ZipFile(cast("IO[bytes]", peek.file())) as archive:
            return _zip_kind(archive)
    except (zipfile.BadZipFile, Hole, zlib.error, NotImplementedError, ValueError, RuntimeError, EOFError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused(BROKEN) from error


def _zip_kind(archive: zipfile.ZipFile) -> Kind:
    names = set(archive.namelist())
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused(MACROS)
    if CONTENT_TYPES in names:
        return _office(archive, names)
    if "mimetype" in names and (kind := OPEN.get(_start(archive, "mimetype").strip())):
        return kind
    if any(CHAT_NAMES.fullmatch(name) for name in names) and all(CHAT_PARTS.fullmatch(name) for name in names):
        return Kind.CHAT
    raise Refused(ARCHIVE)


def _office(archive: zipfile.ZipFile, names: set[str]) -> Kind:
    try:
        types = _start(archive, CONTENT_TYPES)
    except Hole:
        # The list lies in the middle of a large document: the folders say the same.
        types = b""
    if b"macroEnabled" in types:
        raise Refused(MACROS)
    found = {kind for mark, kind in OFFICE.items() if mark in types} if types else set()
    found = found or {kind for name, kind in OFFICE_FOLDERS.items() if name in names and not types}
    if len(found) != 1:
        raise Refused(UNKNOWN)
    return found.pop()


def _start(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(LARGEST_LIST)


def directory_at(head: bytes) -> int:
    """Where a compound file's directory begins; -1 when the header makes no sense."""
    shift = int.from_bytes(head[30:32], "little")
    sector = int.from_bytes(head[48:52], "little")
    return (sector + 1) << shift if shift in (9, 12) and sector < 1 << 31 else -1


def compound(peek: Peek) -> Kind:
    """The kind of an old Office document or an Outlook message."""
    at = directory_at(bytes(peek.head[:512]))
    if at < 0 or at >= peek.size:
        raise Refused(BROKEN)
    file = peek.file()
    file.seek(at)
    try:
        listing = file.read(min(4096, peek.size - at))
    except Hole as error:
        raise Refused(BROKEN) from error
    names = [_entry(listing[n : n + ENTRY]) for n in range(0, len(listing) - ENTRY + 1, ENTRY)]
    if not names or names[0] != "Root Entry":
        raise Refused(BROKEN)
    if "EncryptedPackage" in names or "EncryptionInfo" in names:
        raise Refused(LOCKED)
    kind = CLASSES.get(listing[80:96].hex()) or next((STREAMS[name] for name in names if name in STREAMS), None)
    if kind is None:
        raise Refused(UNKNOWN)
    return kind


def _entry(entry: bytes) -> str:
    length, sort = int.from_bytes(entry[64:66], "little"), entry[66]
    if sort not in (1, 2, 5) or not 2 <= length <= 64 or length % 2:
        return ""
    return entry[: length - 2].decode("utf-16-le", "replace")
