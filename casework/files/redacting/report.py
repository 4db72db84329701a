"""What a redaction did, and why one could not be done."""

import json
from dataclasses import dataclass, field
from typing import Self


class Undoable(Exception):
    """`why`: damaged (or with a password), pages (too many, too large), page (there is none), left (a word would be),
    kind (of another sort), busy (others wait)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(slots=True)
class Done:
    """`words`: how often each was found; `silent`: pages without any text, where words cannot be found."""

    pages: int = 1
    areas: int = 0
    words: dict[int, int] = field(default_factory=dict)
    silent: list[int] = field(default_factory=list)

    def count(self, which: int) -> None:
        self.words[which] = self.words.get(which, 0) + 1

    def to_json(self) -> bytes:
        return json.dumps([self.pages, self.areas, sorted(self.words.items()), self.silent]).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Self:
        pages, areas, words, silent = json.loads(data)
        return cls(pages, areas, dict(words), silent)
