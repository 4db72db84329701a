"""Whether a leaver would be heard: by people who hold a key of the interview, can use it and are outside the line."""

from sqlalchemy.orm import Session

from casework import vault
from casework.exits.models import Exit
from casework.people.standing import sealable
from casework.vault import Compartment, HolderKind
from casework.vault.readers import Reader

from . import interviewers
from .interviewers import Leaver


def holders(db: Session, exit_id: int, room: Compartment) -> list[int]:
    """Person ids, from the seals, in the order in which they came."""
    found = vault.readers.of_case(db, exit_id)
    return [reader.holder_id for reader in found if _is_of(reader, room)]


def able(db: Session, exit_: Exit) -> list[int]:
    """Those of them who would read what is sent now."""
    held = holders(db, exit_.id, Compartment.INTERVIEW)
    there = sealable(db, held) if held else {}
    shut = set[int]().union(*interviewers.in_the_way(db, Leaver(exit_.employee_tag))) if there else set[int]()
    return [id_ for id_ in held if id_ in there and id_ not in shut]


def _is_of(reader: Reader, room: Compartment) -> bool:
    return reader.kind is HolderKind.PERSON and reader.compartment is room
