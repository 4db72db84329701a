"""Who is told what of accounts, by mail: their owner of every change, the other leads of what they answer for."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from casework.mail import Notice, offered, office_of, tell, told
from casework.people import Actor
from casework.people.models import Person
from casework.people.standing import in_charge, standing


def leads(db: Session, notice: Notice, *, but: int = 0) -> None:
    """All who are admitted, or the alternates where there is none; less whoever did it."""
    if office_of(db) is None:
        return
    ids = [one.id for one in in_charge(standing(db).values()) if one.id != but]
    tell(db, notice, to=ids, path="/people")


def of_account(db: Session, person_id: int, notice: Notice, path: str = "/me") -> None:
    """Its owner."""
    tell(db, notice, to=[person_id], path=path)


def enrolled(db: Session, person: Person) -> None:
    """Somebody waits to be admitted; and if it is not their first key, they are told that there is another."""
    leads(db, Notice.NEW_KEY, but=person.id)
    if person.generation > 1:
        of_account(db, person.id, Notice.KEY_RENEWED)


def choose(db: Session, by: Actor, wanted: Collection[Notice]) -> None:
    """What they are told of their work."""
    told.choose(db, by.id, wanted, offered(by.roles))
