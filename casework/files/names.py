"""Names that say nothing, and names that are safe to hand to a browser."""

import re
import unicodedata

from casework.files.kinds import Kind

LONGEST = 120
# What a file system, a header or a shell would read as something else, and marks that turn writing round.
UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*;%\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)


def paper_name(number: int, kind: Kind) -> str:
    """“Paper 1.pdf”: the name of a paper whose own could give its sender away."""
    return f"Paper {number}{kind.ending}"


def safe_name(name: str, kind: Kind) -> str:
    """The sender's name without a path or tricks, ending as its kind does."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = re.sub(r"\s+", " ", UNSAFE.sub("", last)).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if dot and f".{ending.lower()}" in _endings(kind):
        plain = stem
    plain = plain[: LONGEST - len(kind.ending)].strip(" .")
    if not plain or RESERVED.match(plain):
        plain = f"file {plain}".strip()
    return plain + kind.ending


def _endings(kind: Kind) -> set[str]:
    also = {Kind.JPEG: {".jpeg"}, Kind.TIFF: {".tif"}, Kind.HEIC: {".heif"}, Kind.OPUS: {".ogg"}}
    return {kind.ending} | also.get(kind, set())
