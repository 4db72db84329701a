"""GIF without comments, notes of programs and whatever is hung on behind."""

from casework.files.cleaning.pictures import Unclean, look, same

EXTENSION, IMAGE, TRAILER = 0x21, 0x2C, 0x3B
CONTROL, APPLICATION = 0xF9, 0xFF
LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def strip(data: bytes) -> bytes:
    """Pictures, their timing and whether they loop."""
    seen = look(data, "GIF")
    try:
        return same(seen, _blocks(data), "GIF")
    except IndexError as error:
        raise Unclean from error


def _blocks(data: bytes) -> bytes:
    at = 13 + _palette(data[10])
    kept = [data[:at]]
    while data[at] != TRAILER:
        start = at
        if data[at] == IMAGE:
            # Descriptor, palette of its own, code size, then the pixels.
            at = _past(data, at + 10 + _palette(data[at + 9]) + 1)
            kept.append(data[start:at])
        elif data[at] == EXTENSION:
            label, at = data[at + 1], _past(data, at + 2)
            loops = label == APPLICATION and data[start + 3 : start + 14] in LOOPS
            if label == CONTROL or (loops and at - start == 19):
                kept.append(data[start:at])
        else:
            raise Unclean
    return b"".join(kept) + bytes((TRAILER,))


def _palette(packed: int) -> int:
    return 3 << (packed & 7) + 1 if packed & 0x80 else 0


def _past(data: bytes, at: int) -> int:
    """Where a run of sub-blocks ends."""
    while data[at]:
        at += 1 + data[at]
    return at + 1
