"""What one request about a letter comes with: the case as its reader has it, whose letter it is, and by which words."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from litestar import Request
from litestar.exceptions import NotFoundException
from sqlalchemy.orm import Session

from casework.cases.queries import clocks
from casework.cases.queries.record import Record
from casework.cases.routes.entry import Entry, shown_to
from casework.clocks.packs import Pack
from casework.clocks.packs.gag import Gag
from casework.db import Database, utc_now
from casework.letters.queries import known, letters, templates
from casework.letters.queries.known import About, Reader
from casework.letters.queries.letters import LetterShown
from casework.letters.queries.templates import Head, Version
from casework.letters.writing import kinds, places
from casework.letters.writing.kinds import KINDS
from casework.people import Actor
from casework.web.text import zone_of

from .composed import law_of


@dataclass(frozen=True, slots=True)
class Desk:
    request: Request[Any, Any, Any]
    entry: Entry
    database: Database
    actor: Actor

    @property
    def path(self) -> str:
        return f"{self.entry.path}/letters"


@dataclass(frozen=True, slots=True)
class Matter:
    """A letter that is there, or one that begins. `letter` is None for one that begins; `zone`: of the site, in which
    its days and times are."""

    shown: Record = field(repr=False)
    kind: str
    reader: Reader
    about: About | None
    letter: LetterShown | None
    replaces: LetterShown | None
    words: Version
    head: Head
    law: list[Gag] = field(repr=False)
    here: Pack | None = field(repr=False)
    zone: str
    now: datetime

    @property
    def allowed(self) -> frozenset[str]:
        return places.allowed(self.kind, self.reader.role)

    @property
    def day(self) -> date:
        """Today, where the case is."""
        return self.now.astimezone(zone_of(self.zone)).date()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which letter the address or the form asks for, as it was sent."""

    letter: str = ""
    kind: str = ""
    party: str = ""
    about: str = ""
    replaces: str = ""


def load(db: Session, desk: Desk) -> Record:
    return shown_to(db, desk.actor, desk.entry.case.number, limit=1)


def find(db: Session, desk: Desk, wanted: Wanted) -> Matter:
    """404 for a letter, somebody or something that there is not, and for a kind that is not theirs to get."""
    shown = load(db, desk)
    letter, replaces = _letter(db, shown, wanted.letter), _letter(db, shown, wanted.replaces)
    known_by = letter or replaces
    kind = known_by.kind if known_by is not None else wanted.kind
    if kind not in KINDS:
        raise NotFoundException
    about_id = known_by.about_id if known_by is not None else number(wanted.about)
    about = known.about(db, shown, kind, about_id) if about_id else None
    party_id = known_by.party_id if known_by is not None else number(wanted.party)
    if about_id and about is None and known_by is None:
        raise NotFoundException
    reader = _reader(shown, party_id, about, begins=known_by is None)
    if reader.role not in places.readers(kind):
        raise NotFoundException
    place = clocks.place(db, shown.case.site_id)
    return Matter(
        shown, kind, reader, about[0] if about else None, letter, replaces, templates.current(db, kind),
        templates.head(db), law_of(db, shown.case), place.law, place.zone, utc_now(),
    )  # fmt: skip


def _letter(db: Session, shown: Record, sent: str) -> LetterShown | None:
    if not sent:
        return None
    found = letters.one(db, shown, number(sent) or 0)
    if found is None or found.written is None or found.privileged:
        raise NotFoundException
    return found


def _reader(
    shown: Record, party_id: int | None, about: tuple[About, int | None, str | None] | None, *, begins: bool
) -> Reader:  # fmt: skip
    """What an interview, a hearing or a decision says goes into a letter to its own person, and to nobody else."""
    if about is not None and about[0].received_on is None:
        if party_id not in (None, about[1]):
            raise NotFoundException
        if about[1] is None:
            return Reader(None, kinds.OTHER, about[2])
        party_id = about[1]
    party = shown.party(party_id)
    if party is None or (begins and party.ended_at is not None):
        raise NotFoundException
    return known.reader(party)


def number(sent: str) -> int | None:
    """What can be an id; None for anything else."""
    found = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 20 else 0
    return found if 0 < found < 1 << 63 else None
