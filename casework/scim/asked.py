"""A request of the directory, as far as answering it needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """`kind` and `id` come from the address, `body` as it was sent; `token`: by which they came in."""

    method: str
    kind: str
    id: str
    query: Mapping[str, str]
    body: bytes = field(repr=False)
    if_match: str
    base: str
    roles: Mapping[str, str]
    token: int
    now: datetime

    @property
    def number(self) -> int | None:
        """The id, where it can be one of ours."""
        fits = self.id.isascii() and self.id.isdecimal() and len(self.id) < 20
        number = int(self.id) if fits else 0
        return number if 0 < number < 2**63 else None

    def address(self, kind: str, id_: int | str) -> str:
        return f"{self.base}/{kind}/{id_}"
