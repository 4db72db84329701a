"""WebP without Exif and XMP: chunks that draw stay."""

from casework.files.cleaning.pictures import UPRIGHT, Unclean, look, orientation_block, same

DRAWS = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
SAYS_EXIF, SAYS_XMP = 0x08, 0x04


def strip(data: bytes) -> bytes:
    """Only the chunks that draw, and which way up it is."""
    seen = look(data, "WEBP")
    turned = seen.orientation != UPRIGHT
    kept: list[bytes] = []
    at, end = 12, min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    while at + 8 <= end:
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + size]
        if len(body) != size:
            raise Unclean
        at += 8 + size + size % 2
        if name == b"VP8X":
            flags = body[0] & ~(SAYS_EXIF | SAYS_XMP) | (SAYS_EXIF if turned else 0)
            body = bytes((flags,)) + body[1:]
        if name in DRAWS:
            kept.append(_chunk(name, body))
    if turned:
        kept.append(_chunk(b"EXIF", orientation_block(seen.orientation)))
    whole = b"WEBP" + b"".join(kept)
    return same(seen, b"RIFF" + len(whole).to_bytes(4, "little") + whole, "WEBP")


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "little") + body + b"\x00" * (len(body) % 2)
