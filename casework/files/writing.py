"""Text: UTF-8, UTF-16 or an older Western encoding, and what kind of text it is."""

import codecs
import re
from email.parser import BytesHeaderParser

from casework.files.kinds import Kind
from casework.files.refusal import PROGRAM, UNKNOWN, WEB_PAGE, Refused

MARKUP = re.compile(r"\s*<(!doctype|!--|html|head|body|svg|script|style|iframe|object|\?xml|\?php|%)", re.IGNORECASE)
SCRIPT = re.compile(r"\s*(#!|@echo off|<job|function\s+\w+\s*\()", re.IGNORECASE)
NOT_TEXT = (b"{\\rtf", b"%!PS", b"%PDF")
# Control marks that no text has; tab, line feed, vertical tab, form feed, return and the old end mark may be there.
# One search each is eight times as fast as one translation.
CONTROL = tuple(
    bytes((mark,)) for mark in range(128) if (mark < 32 and mark not in {9, 10, 11, 12, 13, 26, 27}) or mark == 127
)
HEADERS = ("from", "to", "date", "subject", "message-id", "received")


class Writing:
    """Follows a text as it streams past; `fits` turns false at the first byte that no text has."""

    def __init__(self) -> None:
        self.fits = True
        self._begun = False
        self._first = b""
        self._decoder: codecs.IncrementalDecoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._western = False
        self._wide = False

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes."""
        if not self.fits or not chunk:
            return
        if not self._begun:
            # The mark of a wide text takes two bytes, which may come one by one.
            chunk = self._first = self._first + chunk
            if len(chunk) == 1:
                return
            self._begun = True
            if chunk[:2] in (b"\xff\xfe", b"\xfe\xff"):
                self._wide, self._decoder = True, codecs.getincrementaldecoder("utf-16")()
        if not self._wide and any(mark in chunk for mark in CONTROL):
            self.fits = False
        elif not self._western:
            self._decode(chunk, final=False)

    def finish(self) -> bool:
        """Was it text to the end?"""
        if self.fits and not self._western:
            self._decode(b"" if self._begun else self._first, final=True)
        return self.fits

    def _decode(self, chunk: bytes, *, final: bool) -> None:
        try:
            text = self._decoder.decode(chunk, final)
        except UnicodeDecodeError:
            # Every byte sequence without control marks is a text of the old encodings.
            self.fits, self._western = not self._wide, True
            return
        if self._wide and "\x00" in text:
            self.fits = False


def written(head: bytes, name: str) -> Kind:
    """The kind of a text. Refused for web pages, scripts and documents in disguise."""
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    start = head[:4096].decode("utf-16" if wide else "utf-8-sig", "replace")
    if head.lstrip().startswith(NOT_TEXT):
        raise Refused(UNKNOWN)
    if _letter(head):
        return Kind.EML
    if MARKUP.match(start):
        raise Refused(WEB_PAGE)
    if SCRIPT.match(start):
        raise Refused(PROGRAM)
    ending = name.rpartition(".")[2].lower()
    if ending == "json" and start.lstrip()[:1] in ("{", "["):
        return Kind.JSON
    return Kind.CSV if ending in ("csv", "tsv") else Kind.TEXT


def _letter(head: bytes) -> bool:
    """Does it begin as an e-mail does, with headers that every mail has?"""
    if not re.match(rb"[A-Za-z][A-Za-z0-9-]*:[ \t\r\n]", head):
        return False
    headers = BytesHeaderParser().parsebytes(head[: 64 * 1024])
    found = {name for name in HEADERS if headers.get(name) is not None}
    return "from" in found and len(found) > 2
