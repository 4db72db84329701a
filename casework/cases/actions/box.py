"""A room that can be put into and not read: what a reporter adds later to the file of their own case, what somebody
hands in for counsel."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy.orm import InstrumentedAttribute, Session

from casework import vault
from casework.access import Forbidden
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.models import Case
from casework.cases.queries import matter
from casework.people import Actor, Role
from casework.settings import N_, Said
from casework.vault import Compartment
from casework.vault.pairs import PublicHalf

from . import members

Column = InstrumentedAttribute[Any]
NO_COUNSEL = N_("There is no counsel here who could read it.")
NOT_NAMED = N_("The case is restricted, and open to no counsel: a lead adds them first.")


class Place(Protocol):
    """What an open room and a drop box have in common."""

    @property
    def compartment(self) -> Compartment: ...
    @property
    def subject(self) -> int: ...
    def seal(self, column: Column, row_id: int, text: str) -> bytes: ...
    def seal_bytes(self, column: Column, row_id: int, data: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Box:
    """The drop box of one room, for the length of a transaction."""

    db: Session
    case_id: int
    compartment: Compartment
    subject: int = 0

    def seal(self, column: Column, row_id: int, text: str) -> bytes:
        return self.seal_bytes(column, row_id, text.encode())

    def seal_bytes(self, column: Column, row_id: int, data: bytes) -> bytes:
        return vault.rooms.drop(self.db, self.case_id, self.compartment, self.subject, column, row_id, data)


def into(db: Session, case: Case, by: Actor, compartment: Compartment, subject: int = 0) -> Place:
    """A room of the case to put something into: with its key where they have it; what is privileged or medical is put
    in by whoever works the case, read back by nobody but its holders, and the room is made when it is first used."""
    try:
        return vault.rooms.enter(db, members.holder_of(by), case.id, compartment, subject)
    except vault.NoSeal:
        if compartment not in (Compartment.PRIVILEGED, Compartment.MEDICAL):
            raise
    if not members.reading(db, case, compartment, subject):
        _build(db, case, by, compartment)
    return Box(db, case.id, compartment, subject)


def _build(db: Session, case: Case, by: Actor, compartment: Compartment) -> None:
    """The room's first use: privileged goes to counsel, medical to whoever wrote it down. That somebody held what is
    privileged, and no longer does, is not said to who puts something in."""
    halves = _first(db, case, by, compartment)
    if vault.readers.is_built(db, case.id, compartment):
        if compartment is Compartment.PRIVILEGED:
            raise Forbidden(NO_COUNSEL)
        raise Forbidden(N_("Nobody is left who could read it: whoever held this room is no longer on the case."))
    vault.rooms.build(db, case.id, compartment, to=halves.values())
    for id_ in sorted(halves):
        members.join(db, case, id_, by=by, reads_file=False)


def _first(db: Session, case: Case, by: Actor, compartment: Compartment) -> Mapping[int, PublicHalf]:
    """Whom it is sealed to. Counsel from outside is on one case and is put on it by name; so is any counsel where the
    case is restricted, for who writes into it lets nobody in by that."""
    people = {by.id}
    if compartment is Compartment.PRIVILEGED:
        counsel = {id_ for id_, who in members.able(db).items() if who.has(Role.COUNSEL) and not who.has(Role.OUTSIDE)}
        found = matter.of(db, case)
        people = counsel - found.walled
        if found.restricted and not people & found.holders.keys():
            raise IllegalStep("hand in", [Why("restricted", Said(NOT_NAMED), "#legal")])
        people = people & found.holders.keys() if found.restricted else people
        if not people:
            raise Forbidden(NO_COUNSEL)
    halves = {id_: half for id_, half in members.halves(db, people).items() if compartment not in half.barred}
    if not halves:
        raise Forbidden(members.SERVER_KEEPS)
    return halves
