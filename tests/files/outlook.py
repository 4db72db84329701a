"""Mails as Outlook saves them, made for the tests: a compound file with the properties that a mail has."""

import struct
from collections.abc import Mapping, Sequence

END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
SECTOR, SMALL, CUT = 512, 64, 4096
STORAGE, STREAM, ROOT = 1, 2, 5
TEXT, OCTETS, NUMBER, MOMENT = 0x001F, 0x0102, 0x0003, 0x0040
Tree = Mapping[str, "bytes | Tree"]


def message(
    values: Sequence[tuple[int, int, object]],
    people: Sequence[Sequence[tuple[int, int, object]]] = (),
    attached: Sequence[Sequence[tuple[int, int, object]]] = (),
) -> bytes:
    """`values`: (property, type, value). `people` and `attached`: the same of each of them."""
    counts = struct.pack("<8x4I8x", len(people), len(attached), len(people), len(attached))
    tree: dict[str, bytes | Tree] = {**_properties(counts, values)}
    tree |= {f"__recip_version1.0_#{at:08X}": _properties(bytes(8), one) for at, one in enumerate(people)}
    tree |= {f"__attach_version1.0_#{at:08X}": _properties(bytes(8), one) for at, one in enumerate(attached)}
    return compound(tree)


def _properties(head: bytes, values: Sequence[tuple[int, int, object]]) -> dict[str, bytes | Tree]:
    listed, streams = head, dict[str, "bytes | Tree"]()
    for name, kind, value in values:
        data = value.encode("utf-16-le") if isinstance(value, str) else value
        if isinstance(data, bytes):
            streams[f"__substg1.0_{name:04X}{kind:04X}"] = data
            listed += struct.pack("<HHIII", kind, name, 6, len(data), 0)
        else:
            listed += struct.pack("<HHIQ", kind, name, 6, data)
    return {"__properties_version1.0": listed, **streams}


def compound(tree: Tree) -> bytes:
    """Small streams lie together in the root's own, large ones in sectors."""
    entries: list[list[object]] = [["Root Entry", ROOT, FREE, FREE, FREE, b""]]
    _place(entries, 0, tree)
    small, chain, sectors = b"", list[int](), list[bytes]()
    fat = list[int]()
    for entry in entries[1:]:
        data = entry[5]
        assert isinstance(data, bytes)
        entry.append(END)
        if entry[1] != STREAM or not data:
            continue
        if len(data) < CUT:
            entry[6] = len(small) // SMALL
            pieces = -(-len(data) // SMALL)
            chain += [*range(int(entry[6]) + 1, int(entry[6]) + pieces), END]  # type: ignore[call-overload]
            small += data.ljust(pieces * SMALL, b"\x00")
        else:
            entry[6] = _sectors(sectors, fat, data)
    entries[0][5] = small
    entries[0].append(_sectors(sectors, fat, small) if small else END)
    minifat = _sectors(sectors, fat, _numbers(chain)) if chain else END
    directory = _sectors(sectors, fat, b"".join(_entry(entry) for entry in entries))
    where = len(sectors)
    tables = -(-(where + 2) // 128)
    fat += [FAT] * tables
    head = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6, 0, tables,
        directory, 0, CUT, minifat, -(-len(chain) * 4 // SECTOR), END, 0,
    )  # fmt: skip
    head += _numbers([*range(where, where + tables)]).ljust(436, b"\xff")[:436]
    return head + b"".join(sectors) + _numbers(fat).ljust(tables * SECTOR, b"\xff")


def _place(entries: list[list[object]], parent: int, tree: Tree) -> None:
    """Siblings hang on each other's right: slow to find, and allowed."""
    before = None
    for name, what in tree.items():
        at = len(entries)
        entries.append([name, STREAM if isinstance(what, bytes) else STORAGE, FREE, FREE, FREE, b""])
        if before is None:
            entries[parent][4] = at
        else:
            entries[before][3] = at
        before = at
        if isinstance(what, bytes):
            entries[at][5] = what
        else:
            _place(entries, at, what)


def _sectors(sectors: list[bytes], fat: list[int], data: bytes) -> int:
    first, count = len(sectors), -(-len(data) // SECTOR)
    padded = data.ljust(count * SECTOR, b"\x00")
    sectors += [padded[at : at + SECTOR] for at in range(0, len(padded), SECTOR)]
    fat += [*range(first + 1, first + count), END]
    return first


def _numbers(values: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(values)}I", *values)


def _entry(entry: list[object]) -> bytes:
    name, kind, left, right, child, data, start = entry
    assert isinstance(name, str)
    assert isinstance(data, bytes)
    text = name.encode("utf-16-le") + b"\x00\x00"
    mail = bytes.fromhex("0b0d020000000000c000000000000046") if kind == ROOT else bytes(16)
    return struct.pack(
        "<64sHBBIII16sI8x8xIQ", text, len(text), kind, 1, left, right, child, mail, 0, start, len(data)
    )  # fmt: skip
