"""A mail as it is shown: lines and text that say nothing to a browser, and what hangs on it."""

import json
import re
from dataclasses import asdict, dataclass
from typing import Self

LINE, TEXT = 2_000, 200_000
"""Characters of a header and of the text that are shown."""
MOST = 200
"""Attachments that are listed."""
_TURNED = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""Marks that turn writing round: a name could be read as another."""
_NOT_IN_LINE = re.compile(rf"[\x00-\x1f\x7f-\x9f{_TURNED}\ufeff\ud800-\udfff]+")
_NOT_IN_TEXT = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f{_TURNED}\ufeff\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Attached:
    """`size`: octets; None where it cannot be taken out by itself."""

    name: str
    size: int | None


@dataclass(frozen=True, slots=True)
class Letter:
    """`sent`: as it stands in the mail. `was_markup`: its text was made from a page. `cut`: there is more of it than is
    shown; `beyond`: so many attachments are not listed."""

    subject: str = ""
    sender: str = ""
    to: str = ""
    copies: str = ""
    sent: str = ""
    text: str = ""
    was_markup: bool = False
    cut: bool = False
    attached: tuple[Attached, ...] = ()
    beyond: int = 0

    def to_json(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Self:
        said = json.loads(data)
        said["attached"] = tuple(Attached(**one) for one in said["attached"])
        return cls(**said)


def one_line(said: str, most: int = LINE) -> str:
    """What a header says, as one line."""
    return " ".join(_NOT_IN_LINE.sub(" ", said[: 4 * most]).split())[:most]


def body(said: str) -> tuple[str, bool]:
    """The text, and whether there is more of it."""
    plain = _NOT_IN_TEXT.sub("", said[: 2 * TEXT].replace("\r\n", "\n").replace("\r", "\n"))
    return plain[:TEXT].strip(), len(said) > 2 * TEXT or len(plain) > TEXT
