"""What is to be taken out of a file: words wherever they are, and areas of its pages."""

import json
from dataclasses import dataclass
from typing import Self

FULL = 1000
"""Areas are in thousandths of a page's width and height, from its upper left corner."""
MOST = 500


@dataclass(frozen=True, slots=True)
class Area:
    """`page` counts from 1; a picture has one."""

    page: int
    left: int
    top: int
    right: int
    bottom: int

    def __post_init__(self) -> None:
        sides = 0 <= self.left < self.right <= FULL and 0 <= self.top < self.bottom <= FULL
        if self.page < 1 or not sides:
            raise ValueError("an area lies on a page")


@dataclass(frozen=True, slots=True)
class Marks:
    words: tuple[str, ...] = ()
    areas: tuple[Area, ...] = ()

    def __post_init__(self) -> None:
        if len(self.words) + len(self.areas) > MOST:
            raise ValueError(f"at most {MOST} marks")

    def on(self, page: int) -> list[Area]:
        return [area for area in self.areas if area.page == page]

    def to_json(self) -> bytes:
        areas = [[area.page, area.left, area.top, area.right, area.bottom] for area in self.areas]
        return json.dumps([list(self.words), areas]).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Self:
        words, areas = json.loads(data)
        return cls(tuple(words), tuple(Area(*area) for area in areas))
