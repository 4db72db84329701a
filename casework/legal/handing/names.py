"""Names inside a bag: safe on every system, no longer than any allows, none twice."""

from casework.files import Kind, safe_name

LONGEST = 150
"""Octets: with the folders before it a name stays below what file systems take."""


def in_bag(n: int, name: str, kind: str) -> str:
    """Where a paper lies: its number in the index keeps it apart from the others, its own name says what it is."""
    known = {one.value: one for one in Kind}.get(kind)
    readable = name.encode("utf-8", "replace").decode()
    plain = safe_name(readable, known) if known else "file.bin"
    ending = known.ending if known else ".bin"
    stem = plain.removesuffix(ending).encode()[: LONGEST - len(ending)].decode("utf-8", "ignore").strip(" .")
    return f"data/papers/{n:04} {stem or 'file'}{ending}"


def in_manifest(path: str) -> str:
    """As RFC 8493 wants it in a manifest's line."""
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
