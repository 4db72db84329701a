"""PNG without its metadata: chunks that draw stay, text, time, Exif and unknown ones go."""

import zlib

from casework.files.cleaning.pictures import UPRIGHT, Unclean, look, orientation_block, same

SIGNATURE = b"\x89PNG\r\n\x1a\n"
DRAWS = frozenset((b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT"))
DRAWS |= {b"bKGD", b"pHYs", b"cICP", b"acTL", b"fcTL", b"fdAT"}


def strip(data: bytes) -> bytes:
    """Only the chunks that draw, up to the end chunk."""
    seen = look(data, "PNG")
    kept, at = [SIGNATURE], len(SIGNATURE)
    while at + 12 <= len(data):
        size, name = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        end = at + 12 + size
        if end > len(data):
            break
        if name in DRAWS:
            kept.append(data[at:end])
        if name == b"IHDR" and seen.orientation != UPRIGHT:
            kept.append(_chunk(b"eXIf", orientation_block(seen.orientation)))
        if name == b"IEND":
            return same(seen, b"".join(kept), "PNG")
        at = end
    raise Unclean


def _chunk(name: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4) + name + body + zlib.crc32(name + body).to_bytes(4)
