"""JPEG without its metadata: segments are copied or left out, the picture itself is not touched."""

import re
from collections.abc import Iterator

from casework.files.cleaning.pictures import UPRIGHT, Unclean, look, orientation_block, same

START, END, SCAN = 0xD8, 0xD9, 0xDA
FIRST = 0xE0  # JFIF stays the first segment
# Inside a scan 0xFF is stuffed with 0x00 or marks a restart; anything else ends the scan.
SCAN_END = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
NEXT_MARK = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]", re.DOTALL)
JFIF, PROFILE, ADOBE = b"JFIF\x00", b"ICC_PROFILE\x00", b"Adobe"


def strip(data: bytes) -> bytes:
    """Without Exif, XMP, comments, thumbnails and whatever is hung on behind."""
    seen = look(data, "JPEG")
    return same(seen, segments(data, seen.orientation), "JPEG")


def segments(data: bytes, orientation: int = UPRIGHT) -> bytes:
    """The segments that draw the picture, and which way up it is. Unclean when it does not end as one."""
    kept, drawn, turned = [b"\xff\xd8"], False, orientation == UPRIGHT
    for mark, body, scan in _walk(data):
        if mark == END and drawn:
            kept.append(b"\xff\xd9")
            return b"".join(kept)
        if not turned and mark != FIRST:
            kept.append(_segment(0xE1, b"Exif\x00\x00" + orientation_block(orientation)))
            turned = True
        kept += (_kept(mark, body), scan)
        drawn = drawn or mark == SCAN
    raise Unclean


def _walk(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Each segment's mark and body, with what it scans; the end has neither. Stops short where it makes no sense."""
    at = 2 if data[:2] == b"\xff\xd8" else len(data)
    while found := NEXT_MARK.match(data, at):
        mark, at = data[found.end() - 1], found.end()
        if mark in (START, END):
            yield mark, b"", b""
            return
        length = int.from_bytes(data[at : at + 2])
        body, at = data[at + 2 : at + length], at + length
        scan = b""
        if mark == SCAN:
            end = SCAN_END.search(data, at)
            scan = data[at : end.start()] if end else b""
            at += len(scan)
        if length < 2 or len(body) != length - 2:
            return
        yield mark, body, scan


def _kept(mark: int, body: bytes) -> bytes:
    """The segment as it goes on, or nothing."""
    if not (0xE0 <= mark <= 0xEF or mark == 0xFE):
        return _segment(mark, body)
    if mark == 0xE0 and body.startswith(JFIF) and len(body) >= 12:
        return _segment(mark, body[:12] + b"\x00\x00")
    if (mark == 0xE2 and body.startswith(PROFILE)) or (mark == 0xEE and body.startswith(ADOBE)):
        return _segment(mark, body)
    return b""


def _segment(mark: int, body: bytes) -> bytes:
    return b"\xff" + bytes((mark,)) + (len(body) + 2).to_bytes(2) + body
