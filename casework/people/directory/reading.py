"""A directory file as somebody's personnel system writes it: every good row read, every bad one named with its line."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from casework.settings import N_, Said

from . import columns

LARGEST = 20 * 1024 * 1024
MOST = 200_000
LONGEST = {"number": 60, "name": 200, "email": 200, "department": 120, "location": 120}
MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11,
    "dec": 12,
}  # fmt: skip


class NotADirectory(ValueError):
    """Nothing can be read from it; `said` tells why and what to do."""

    def __init__(self, said: Said) -> None:
        super().__init__(str(said))
        self.said = said


@dataclass(frozen=True, slots=True)
class Line:
    """One person, as the file has them. `at`: the line of the file."""

    at: int
    number: str
    name: str
    email: str = ""
    department: str = ""
    location: str = ""
    manager: str = ""
    employer: str = ""
    agreement: str = ""
    start: date | None = None
    end: date | None = None

    @property
    def key(self) -> str:
        """The id as tags compare it."""
        return plain(self.number)


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that is left out, or a remark on one that is not."""

    at: int
    what: Said


@dataclass(slots=True)
class Reading:
    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    encoding: str = "UTF-8"


def read(data: bytes) -> Reading:
    """Rows of comma, semicolon or tab separated text. NotADirectory when it is something else altogether."""
    text, encoding = _decoded(data)
    rows = _rows(text)
    header = next(rows, (0, []))[1]
    places = columns.matched(header)
    if "number" not in places or not ("name" in places or {"first", "last"} <= places.keys()):
        raise NotADirectory(
            Said(N_("The first line has to name the columns, at least “id” and “name”. This one was not understood."))
        )
    found = Reading(ignored=columns.unknown(header), encoding=encoding)
    seen: dict[str, int] = {}
    for at, row in rows:
        _take(found, seen, at, {name: row[place].strip() for name, place in places.items() if place < len(row)})
        if len(found.lines) > MOST:
            raise NotADirectory(Said(N_("There are more than %(most)s people in it."), {"most": MOST}))
    return found


def plain(number: str) -> str:
    return " ".join(number.split()).casefold()


def _take(found: Reading, seen: dict[str, int], at: int, said: Mapping[str, str]) -> None:
    if not any(said.values()):
        return
    try:
        line = _line(at, said)
    except NotADirectory as wrong:
        found.faults.append(Fault(at, wrong.said))
        return
    if line.key in seen:
        first = seen[line.key]
        again = Said(N_("The id “%(id)s” is on line %(first)s already."), {"id": line.number, "first": first})
        found.faults.append(Fault(at, again))
        return
    seen[line.key] = at
    found.lines.append(line)


def _line(at: int, said: Mapping[str, str]) -> Line:
    get = said.get
    name = " ".join((get("name") or f"{get('first', '')} {get('last', '')}").split())
    start, end = _day(get("start", "")), _day(get("end", ""))
    if not get("number"):
        raise NotADirectory(Said(N_("There is no id.")))
    if not name:
        raise NotADirectory(Said(N_("There is no name.")))
    if start and end and end < start:
        raise NotADirectory(Said(N_("The end is before the start.")))
    for which, most in LONGEST.items():
        if len(get(which, "")) > most:
            raise NotADirectory(
                Said(N_("“%(column)s” is longer than %(most)s characters."), {"column": which, "most": most})
            )
    words = {which: get(which, "") for which in ("email", "department", "location", "manager", "employer", "agreement")}
    return Line(at, get("number", ""), name, **words, start=start, end=end)


def _day(text: str) -> date | None:
    """2026-11-03, 03.11.2026, 3 Nov 2026; with slashes only where day and month cannot be mistaken."""
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        pass
    words = [word for word in re.split(r"[\s./,-]+", text.strip().casefold()) if word]
    try:
        first, second, third = words[:3]
        if first[:3] in MONTHS:
            first, second = second, first
        if second[:3] in MONTHS:
            return date(int(third), MONTHS[second[:3]], int(first))
        if "/" in text and int(second) > 12:
            first, second = second, first
        elif "/" in text and int(first) <= 12 and first != second:
            raise NotADirectory(
                Said(N_("“%(text)s” can be read as two different days. Write dates as 2026-11-03."), {"text": text})
            )
        return date(int(third), int(second), int(first))
    except NotADirectory:
        raise
    except ValueError as wrong:
        raise NotADirectory(Said(N_("“%(text)s” is not a date. Write dates as 2026-11-03."), {"text": text})) from wrong


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the number of the line that it ends on."""
    first = text.lstrip("\r\n").split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for row in lines:
            if row:
                yield lines.line_num, row
    except csv.Error as wrong:
        raise NotADirectory(
            Said(N_("Line %(line)s cannot be read: a quote may be missing."), {"line": lines.line_num})
        ) from wrong


def _decoded(data: bytes) -> tuple[str, str]:
    if len(data) > LARGEST:
        raise NotADirectory(Said(N_("The file is larger than 20 MB.")))
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strict(data, "utf-16"), "UTF-16"
    try:
        text, encoding = data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        text, encoding = _strict(data, "cp1252"), "Windows-1252"
    if "\0" in text:
        raise NotADirectory(Said(N_("This is not a text file. Save the sheet as CSV, then choose that file.")))
    return text, encoding


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as wrong:
        raise NotADirectory(
            Said(N_("This is not a text file. Save the sheet as CSV, then choose that file."))
        ) from wrong
