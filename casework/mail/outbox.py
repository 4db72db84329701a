"""Putting mail into the outbox, within the transaction of what it tells of: undone together, true together."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from casework import vault
from casework.db import Database, new_id, unless_there, utc_now
from casework.people import accounts
from casework.people.models import Person
from casework.settings import Settings

from . import letter
from .models import Outbox, ToldChoice, ToldOnce
from .news import Notice
from .notices import CHOSEN, WORDS

KEPT_TRYING = timedelta(days=3)
"""How long news is worth sending; a link is as long as it works."""
_TELL_ONCE = unless_there(ToldOnce, ToldOnce.person_id)


@dataclass(frozen=True, slots=True)
class Office:
    """Mail can be sent: where its links lead, without a slash at the end."""

    origin: str


def open_office(database: Database, settings: Settings) -> None:
    """From now on what is done through this database is told by mail, where a mail server is set up."""
    if settings.mail is not None:
        database.carry(mail=Office(settings.origin))


def office_of(db: Session) -> Office | None:
    """None where no mail server is set up: then nothing is queued, and pages say what to do instead."""
    found = db.info.get("mail")
    return found if isinstance(found, Office) else None


def tell(db: Session, notice: Notice, *, to: Iterable[int], path: str = "/desk") -> int:
    """Tell people (ids), each as they chose; the same news that waits for somebody already is not added. How many."""
    office, now = office_of(db), utc_now()
    if office is None:
        return 0
    asked = sorted(set(to))
    without = _without(db, notice, asked)
    told = [person for person in _here(db, notice, asked) if person.id not in without]
    for person in told:
        address = accounts.email_of(db, person)
        _put(db, office, notice, person.id, address, path, now=now, until=now + KEPT_TRYING)
    db.flush()
    return len(told)


def tell_once(db: Session, notice: Notice, *, to: int, day: date, path: str = "/desk") -> int:
    """Tell one person, and nobody tells them the same again on that day."""
    if office_of(db) is None:
        return 0
    db.execute(delete(ToldOnce).where(ToldOnce.day < day - KEPT_TRYING))
    connection, row = db.connection(), {"person_id": to, "notice": notice.value, "day": day}
    first = connection.execute(_TELL_ONCE.of(connection), row).first()
    return tell(db, notice, to=[to], path=path) if first is not None else 0


WAITS = Outbox.lease.is_(None) & Outbox.given_up_at.is_(None)
"""It is not being sent now, and was not given up."""


def drop(db: Session, ids: Collection[int]) -> int:
    """What waits and is not to be said any more; how many there were."""
    gone = db.execute(delete(Outbox).where(Outbox.id.in_(ids), WAITS).returning(Outbox.id))
    return len(gone.all())


def send_link(db: Session, notice: Notice, *, to: int, path: str, lasts: timedelta, address: str | None = None) -> bool:
    """Send a one-time link to somebody, at once, and for as long as it works. `address`: another than theirs of now.
    False where nothing can be sent."""
    office, now = office_of(db), utc_now()
    if office is None:
        return False
    sent_to = address or accounts.email_of(db, db.get_one(Person, to))
    _put(db, office, notice, to, sent_to, path, now=now, until=now + lasts)
    db.flush()
    return True


def _here(db: Session, notice: Notice, people: list[int]) -> list[Person]:
    """Whoever cannot sign in is told of nothing but that."""
    query = select(Person).where(Person.id.in_(people)).order_by(Person.id)
    return [person for person in db.scalars(query) if person.state == "active" or notice is Notice.SUSPENDED]


def _without(db: Session, notice: Notice, people: list[int]) -> set[int]:
    """Who does not want it, or has the same waiting."""
    if notice not in CHOSEN:
        return set()
    no = select(ToldChoice.person_id).where(
        ToldChoice.person_id.in_(people), ToldChoice.notice == notice.value, ToldChoice.wanted.is_(False)
    )
    same = select(Outbox.person_id).where(
        Outbox.person_id.in_(people),
        Outbox.notice == notice.value,
        Outbox.lease.is_(None),
        Outbox.given_up_at.is_(None),
    )
    return {*db.scalars(no), *db.scalars(same)}


def _put(
    db: Session,
    office: Office,
    notice: Notice,
    person_id: int,
    address: str,
    path: str,
    *,
    now: datetime,
    until: datetime,
) -> None:
    id_ = new_id()
    subject, body = letter.written(notice, f"{office.origin}{path}")
    db.add(
        Outbox(
            id=id_,
            person_id=person_id,
            notice=notice.value,
            address=vault.field.seal(db, Outbox.address, id_, address),
            subject=vault.field.seal(db, Outbox.subject, id_, subject),
            body=vault.field.seal(db, Outbox.body, id_, body),
            queued_at=now,
            due_at=now + WORDS[notice].waits,
            expires_at=until,
            tries=0,
        )
    )
