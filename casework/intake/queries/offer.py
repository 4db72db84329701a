"""Who would read a report, said before anyone writes: taken from the routing, never from a text."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.queries import routing
from casework.intake.kinds import BY_NAME
from casework.people import custody, place
from casework.people.models import Person
from casework.settings import N_, Said


@dataclass(frozen=True, slots=True)
class Reader:
    """`words`: the name and what they do, or the function alone, as the organisation shows it. `mute`: gets no key of
    the messages."""

    id: int
    words: str
    mute: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """`file`: who reads all of it. `names`: who reads a name kept apart and original files. `instead`: who takes it
    when all of `file` are left out. `able` is false where nobody could take it."""

    kind: str
    site_id: int
    file: tuple[Reader, ...]
    names: tuple[Reader, ...]
    instead: tuple[Reader, ...]
    able: bool

    @property
    def names_only(self) -> tuple[Reader, ...]:
        return tuple(reader for reader in self.names if reader not in self.file)

    @property
    def all_ids(self) -> frozenset[int]:
        return frozenset(reader.id for reader in self.everyone)

    @property
    def everyone(self) -> tuple[Reader, ...]:
        """Whoever can be left out: those who would read it, and those who would come in for them."""
        return (*self.file, *self.names_only, *self.only_instead)

    @property
    def only_instead(self) -> tuple[Reader, ...]:
        return tuple(reader for reader in self.instead if reader not in self.names)


def of(db: Session, kind: str, site_id: int, excluded: frozenset[int] = frozenset()) -> Offer:
    """The readers of this kind at this site, less those excluded."""
    opens = BY_NAME[kind].opens
    found = routing.readers_for(db, opens, site_id, excluded)
    instead = [id_ for id_ in found.alternates if id_ not in found.file]
    known = _known(db, [*found.file, *found.identity, *instead])

    def said(ids: Iterable[int]) -> tuple[Reader, ...]:
        return tuple(Reader(id_, known[id_], id_ in found.mute) for id_ in ids)

    return Offer(kind, site_id, said(found.file), said(found.identity), said(instead), found.able)


def _known(db: Session, ids: list[int]) -> dict[int, str]:
    functions, kept = place.shows_functions(db), custody.kept(db, ids)
    rows = db.execute(select(Person.id, Person.name, Person.duty).where(Person.id.in_(ids)))
    return {row.id: words(row.name, row.duty, functions=functions, kept=row.id in kept) for row in rows}


def words(name: str, duty: str, *, functions: bool, kept: bool = False) -> str:
    """“Mara Lindqvist (employee relations)”; “employee relations” where functions are shown instead of names. `kept`:
    the server keeps their key, and that is said too."""
    if kept:
        who = duty if functions and duty else name
        said = {"who": who, "duty": duty}
        if duty and who != duty:
            return str(Said(N_("%(who)s (%(duty)s; key kept by the server)"), said))
        return str(Said(N_("%(who)s (key kept by the server)"), said))
    if functions and duty:
        return duty
    return f"{name} ({duty})" if duty else name
