"""Who would read a report, said before anyone writes: taken from the routing, never from a text."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from casework.cases.lifecycle.closest import BY_NAME
from casework.people import shown

from . import routing
from .routing import Beside


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


def of(
    db: Session, kind: str, site_id: int, excluded: frozenset[int] = frozenset(), beside: Beside | None = None
) -> Offer:
    """The readers of this kind at this site, or of what is told beside a case, less those excluded."""
    opens = BY_NAME[kind].opens
    found = routing.of(db, opens, site_id, excluded, beside)
    instead = [id_ for id_ in found.alternates if id_ not in found.file]
    known = shown.people(db, [*found.file, *found.identity, *instead])

    def said(ids: Iterable[int]) -> tuple[Reader, ...]:
        return tuple(Reader(id_, known[id_], id_ in found.mute) for id_ in ids)

    return Offer(kind, site_id, said(found.file), said(found.identity), said(instead), found.able)
