"""One's own account."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from casework.cases.models import Case
from casework.cases.queries.visible import visible_to
from casework.db import Database
from casework.people import Actor, accounts, custody, drafts, enrolment, sessions
from casework.people.drafts import Kept
from casework.people.models import Credential, Person, UserSession

from . import titles


@dataclass(frozen=True, slots=True)
class Me:
    """`password`: they have one here. `kept`: the server keeps their key, for they sign in elsewhere."""

    email: str
    fingerprint: str
    sessions: list[UserSession]
    password: bool
    kept: bool


def me(database: Database, actor: Actor, now: datetime) -> Me:
    with database.reading() as db:
        person = db.get_one(Person, actor.id)
        words = enrolment.fingerprint(db, person)
        password = db.get(Credential, (person.id, person.generation)) is not None
        kept = bool(custody.kept(db, [person.id]))
        return Me(accounts.email_of(db, person), words, list(sessions.own(db, actor.id, now)), password, kept)


def kept(database: Database, actor: Actor, called: Callable[[str], str], now: datetime) -> list[tuple[Kept, str]]:
    """Texts that came late, each with its page's title, less those for a case that is not theirs any more. `called`:
    what the form at an address calls itself."""
    assert actor.holder is not None
    with database.reading() as db:
        found = drafts.of(db, actor.holder, now)
        numbers = {number for one in found if (number := _case_number(one.path))}
        mine = set(db.scalars(visible_to(actor).with_only_columns(Case.number).where(Case.number.in_(numbers))))
        theirs = [one for one in found if (number := _case_number(one.path)) is None or number in mine]
        return [(one, titles.title(db, one.path, called(one.path))) for one in theirs]


def _case_number(path: str) -> str | None:
    parts = path.split("/")
    return parts[2] if len(parts) > 2 and parts[1] == "cases" and parts[2] not in ("new", "walls") else None
