"""Each kind is told by its bytes; whatever else is refused with a sentence."""

import contextlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from casework.files import Kind, Refused, Watch, recognise
from casework.files import refusal as why
from casework.files.peek import HEAD, TAIL, Peek
from tests.files import making

WAV = b"RIFF\x24\x10\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00" + bytes(5000)
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + bytes(5000)
CHAT = making.zipped({"_chat.txt": b"[02.11.26, 09:00:00] Ada: hello", "IMG-1.jpg": b"x", "PTT-1.opus": b"x"})
CHATS = ["WhatsApp Chat with Ada", "WhatsApp-Chat mit Ada", "WhatsApp-chat met Ada", "WhatsApp-chat med Ada"]
CHATS += ["Chat de WhatsApp con Ada", "Discussion WhatsApp avec Ada", "Conversa do WhatsApp com Ada"]
SENT = ["rota.doc", "rota.xls", "rota.ppt", "rota.docx", "rota.xlsx", "rota.pptx", "rota.odt", "rota.ods", "rota.odp"]
SENT += ["rota.csv", "rota.pdf", "AUD-20261102-WA0001.wav", "IMG-20261102-WA0002.jpg", "VID-20261102-WA0003.mp4"]
TAKEN = {
    "photo.jpg": (making.jpeg(), Kind.JPEG),
    "shot.png": (making.png(), Kind.PNG),
    "moving.gif": (making.gif(), Kind.GIF),
    "photo.webp": (making.webp(), Kind.WEBP),
    "scan.tif": (making.tiff(), Kind.TIFF),
    "photo.heic": (making.iso(b"heic", b"mif1", b"heic"), Kind.HEIC),
    "letter.pdf": (making.pdf(), Kind.PDF),
    "a.docx": (making.office("docx"), Kind.DOCX),
    "a.xlsx": (making.office("xlsx"), Kind.XLSX),
    "a.pptx": (making.office("pptx"), Kind.PPTX),
    "a.odt": (making.open_document("text"), Kind.ODT),
    "a.ods": (making.open_document("spreadsheet"), Kind.ODS),
    "a.odp": (making.open_document("presentation"), Kind.ODP),
    "a.doc": (making.compound("Data", "1Table", "WordDocument"), Kind.DOC),
    "a.xls": (making.compound("Workbook", at=900), Kind.XLS),
    "a.ppt": (making.compound("Current User", "PowerPoint Document"), Kind.PPT),
    "a.msg": (making.compound("__nameid_version1.0"), Kind.MSG),
    "a.eml": (making.mail(), Kind.EML),
    "a.txt": ("Grüße — 5 > 3".encode(), Kind.TEXT),
    "wide.txt": ("Grüße".encode("utf-16"), Kind.TEXT),
    "marked.txt": ("Grüße".encode("utf-8-sig"), Kind.TEXT),
    "old.txt": ("Grüße aus Köln, wie immer".encode("cp1252"), Kind.TEXT),
    "a.csv": (b"name;day\r\nAda;2026-11-02\r\n", Kind.CSV),
    "result.json": (b'{"messages": []}', Kind.JSON),
    "WhatsApp Chat.zip": (CHAT, Kind.CHAT),
    "a.mp3": (making.mp3(), Kind.MP3),
    "bare.mp3": (making.mp3()[20:], Kind.MP3),
    "a.m4a": (making.iso(b"M4A "), Kind.M4A),
    "a.wav": (WAV, Kind.WAV),
    "a.ogg": (making.ogg(b"\x01vorbis" + bytes(20)), Kind.OGG),
    "a.opus": (making.ogg(b"OpusHead" + bytes(11)), Kind.OPUS),
    "a.flac": (b"fLaC\x00\x00\x00\x22" + bytes(5000), Kind.FLAC),
    "a.mp4": (making.iso(b"isom", b"isom", b"avc1"), Kind.MP4),
    "a.mov": (making.iso(b"qt  "), Kind.MOV),
    "a.webm": (WEBM, Kind.WEBM),
}
EXECUTABLE = b"MZ\x90\x00\x03" + bytes(6000)
REFUSED = {
    "empty.txt": (b"", why.EMPTY),
    "invoice.pdf": (EXECUTABLE, why.PROGRAM),
    "tool": (b"\x7fELF\x02\x01\x01" + bytes(6000), why.PROGRAM),
    "setup.exe": (b"hello", why.PROGRAM),
    "run.txt": (b"#!/bin/sh\nrm -rf /\n", why.PROGRAM),
    "run.sh": (b"echo hello", why.PROGRAM),
    "page.txt": (b"  <!DOCTYPE html><script>alert(1)</script>", why.WEB_PAGE),
    "page.html": (b"hello", why.WEB_PAGE),
    "wide-page.txt": ("<html>".encode("utf-16"), why.WEB_PAGE),
    "drawing.png": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", why.WEB_PAGE),
    "a.docm": (making.office("docx"), why.MACROS),
    "sly.docx": (making.office("docx", more=("word/vbaProject.bin",)), why.MACROS),
    "slier.docx": (
        making.office("docx", types="application/vnd.ms-word.document.macroEnabled.main+xml"),
        why.MACROS,
    ),
    "locked.docx": (making.compound("EncryptedPackage", "EncryptionInfo"), why.LOCKED),
    "setup.doc": (making.compound("䡀㬿䏲䐸䖱"), why.UNKNOWN),
    "files.zip": (making.zipped({"a.pdf": b"x", "b.pdf": b"x"}), why.ARCHIVE),
    "fake.docx": (making.zipped({"a.exe": b"MZ"}), why.ARCHIVE),
    "chat-and-more.zip": (making.zipped({"_chat.txt": b"x", "run.exe": b"MZ"}), why.ARCHIVE),
    "both.docx": (
        making.office("docx", types="wordprocessingml.document.main+xml spreadsheetml.sheet.main+xml"),
        why.UNKNOWN,
    ),
    "half.docx": (making.office("docx")[:200], why.BROKEN),
    "half.pdf": (making.pdf()[:400], why.BROKEN),
    "half.png": (making.png()[:20], why.BROKEN),
    "wide.png": (making.wide_png(), why.HUGE),
    "noise.bin": (bytes(range(256)) * 40, why.UNKNOWN),
    "noise.jpg": (b"\xff\xd8\xff" + bytes(6000), why.BROKEN),
    "note.rtf": (b"{\\rtf1 hello}", why.UNKNOWN),
    "a.mkv": (WEBM.replace(b"webm", b"matr"), why.UNKNOWN),
}


@pytest.mark.parametrize("name", TAKEN)
def test_taken(name: str) -> None:
    data, kind = TAKEN[name]
    assert recognise(name, data) is kind


@pytest.mark.parametrize("name", CHATS)
def test_a_chat_is_taken_from_a_phone_of_any_language_with_what_was_sent_in_it(name: str) -> None:
    parts = dict.fromkeys((f"{name}.txt", *SENT), b"x")
    assert recognise("chat.zip", making.zipped(parts)) is Kind.CHAT


@pytest.mark.parametrize("other", ["run.exe", "run.sh", "a.zip", "a.docm", "a.html", "a.doc.exe", "a.apk", "a/b.jpg"])
@pytest.mark.parametrize("name", ["_chat", "WhatsApp-Chat mit Ada"])
def test_a_chat_with_anything_in_it_that_is_taken_nowhere_is_an_archive(name: str, other: str) -> None:
    with pytest.raises(Refused) as error:
        recognise("chat.zip", making.zipped({f"{name}.txt": b"x", "IMG-1.jpg": b"x", other: b"x"}))
    assert str(error.value.said) == why.ARCHIVE


@pytest.mark.parametrize("name", TAKEN)
def test_the_name_does_not_decide(name: str) -> None:
    data, kind = TAKEN[name]
    expected = Kind.TEXT if kind in (Kind.CSV, Kind.JSON) else kind
    assert recognise("something", data) is expected


@pytest.mark.parametrize("size", [1, 7, 4096, 65536])
@pytest.mark.parametrize("name", ["photo.jpg", "a.docx", "a.xls", "scan.tif", "wide.txt", "old.txt", "a.mp3"])
def test_the_size_of_the_pieces_does_not_matter(name: str, size: int) -> None:
    data, kind = TAKEN[name]
    if size < 4096:
        data = data if len(data) < 60_000 else data[:0]
    chunks = [data[n : n + size] for n in range(0, len(data), size)]
    if chunks:
        assert recognise(name, chunks) is kind


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    data, sentence = REFUSED[name]
    with pytest.raises(Refused) as error:
        recognise(name, data)
    assert str(error.value.said) == sentence


@pytest.mark.parametrize("name", [name for name, (_, kind) in TAKEN.items() if kind is not Kind.DOCX])
def test_an_archive_hung_on_behind_is_refused(name: str) -> None:
    data, kind = TAKEN[name]
    if data[:2] == b"PK":
        return
    with pytest.raises(Refused) as error:
        recognise(name, data + making.zipped({"payload.exe": b"MZ"}))
    assert str(error.value.said) in (why.TWO_THINGS, why.UNKNOWN), kind


def test_a_picture_too_large_to_show_is_refused_or_left_to_the_child() -> None:
    data = bytearray(making.png())
    data[16:24] = (60_000).to_bytes(4) * 2
    with pytest.raises(Refused):
        recognise("bomb.png", bytes(data))


def test_large_documents_are_read_by_their_ends() -> None:
    large = making.office("xlsx", padding=3 * HEAD)
    assert recognise("a.xlsx", large) is Kind.XLSX
    parts = {"a.bin": bytes(2 * HEAD), "[Content_Types].xml": b"?", "xl/workbook.xml": b"", "z": bytes(2 * TAIL)}
    middle = making.zipped(parts)
    assert recognise("a.xlsx", middle) is Kind.XLSX


def test_a_tiff_with_its_index_in_the_middle() -> None:
    out = io.BytesIO()
    Image.effect_noise((900, 900), 90).save(out, "TIFF")
    data = out.getvalue()
    assert len(data) > HEAD
    assert recognise("a.tif", (data[n : n + 65536] for n in range(0, len(data), 65536))) is Kind.TIFF


def test_it_is_refused_while_it_still_comes() -> None:
    watch = Watch("film.mp4")
    with pytest.raises(Refused):
        watch.feed(EXECUTABLE)


def test_memory_is_bounded() -> None:
    peek = Peek()
    for _ in range(200):
        peek.feed(bytes(65536))
    assert sum(len(held) for _, held in peek.parts()) <= HEAD + TAIL + 65536
    assert peek.size == 200 * 65536


STARTS = [b"", b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"ID3", b"OggS", b"\xff\xfb", b"fLaC"]
STARTS += [b"RIFF", b"II*\x00", b"GIF89a", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"\x00\x00\x00\x20ftyp", b"\xff\xfe"]


@given(st.binary(max_size=6000), st.sampled_from(STARTS))
def test_rubbish_is_recognised_or_refused_and_never_an_error(data: bytes, start: bytes) -> None:
    with contextlib.suppress(Refused):
        assert recognise("thing", start + data) in Kind
