"""A server with one case, and the place away from it where the recovery cards are."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select

from casework import vault
from casework.audit import verify
from casework.audit.models import TrailEntry
from casework.cases.actions import opening
from casework.cases.models import Case
from casework.cases.queries.routing import Readers
from casework.cli.opened import opened
from casework.db import Database, new_id, utc_now
from casework.people import VISITOR, Role
from casework.settings import Settings
from casework.vault import Compartment, pairs, recovery
from tests.people.staff import Colleague, enrolled

from .conftest import PEOPLE, Command

Run = Callable[..., tuple[int, str, str]]
TEXT = "It goes on every day."
PRESENT = ("--present", "Ada Holt", "--present", "Ben Ruiz")


@dataclass
class Place:
    """A server with one case, which only `old` can read; `away` is a folder where there is no installation."""

    run: Run
    away: Path
    pair: recovery.NewPair
    case: str = ""
    case_id: int = 0
    old: Colleague | None = None
    new: Colleague | None = None
    monkeypatch: pytest.MonkeyPatch = field(default_factory=pytest.MonkeyPatch)

    @contextmanager
    def elsewhere(self, *typed: str) -> Iterator[None]:
        """At the machine where the cards are, with what is typed there."""
        with pytest.MonkeyPatch.context() as there:
            there.setenv("CASEWORK_DIR", str(self.away / "nothing"))
            there.delenv("CASEWORK_DATABASE_URL")
            there.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
            yield

    def ask(self, *words: str) -> Path:
        path = self.away / f"request-{new_id()}"
        code, _, complaint = self.run("recovery", "ask", *words, "--to", str(path))
        assert code == 0, complaint
        return path

    def answer(self, request: Path, verb: str, *typed: str) -> Path:
        path = self.away / f"answer-{new_id()}"
        with self.elsewhere(*typed, *self.pair.shares[1:]):
            code, _, complaint = self.run("recovery", verb, str(request), *PRESENT, "--to", str(path))
        assert code == 0, complaint
        return path

    def words(self, who: Colleague) -> str:
        return pairs.fingerprint(vault.hpke.public_of(who.private))


@pytest.fixture
def place(
    tmp_path: Path,
    unfounded_database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    command: Command,
) -> Place:
    monkeypatch.setenv("CASEWORK_DIR", str(tmp_path / "casework"))
    monkeypatch.setenv("CASEWORK_DATABASE_URL", unfounded_database_url)
    pair = recovery.new()
    assert command("init", "--recovery", pair.public, *PEOPLE)[0] == 0
    (tmp_path / "away").mkdir()
    made = Place(command, tmp_path / "away", pair)
    with installation() as database:
        made.old = enrolled(database, "Hanne", Role.LEAD, now=utc_now())
        with database.transaction() as db:
            case = opening.open_case(
                db, kind="harassment", channel="form", site_id=0, title="", narrative=TEXT,
                readers=Readers((made.old.id,), (made.old.id,)), by=VISITOR, received_at=utc_now(),
            ).case  # fmt: skip
            made.case, made.case_id = case.number, case.id
        made.new = enrolled(database, "Noor", Role.LEAD, admitted=False, now=utc_now())
    return made


@contextmanager
def installation() -> Iterator[Database]:
    with opened(Settings.from_environment()) as database:
        yield database


def narrative(who: Colleague, place: Place) -> str:
    with installation() as database, database.reading() as db:
        case = db.get_one(Case, place.case_id)
        file = vault.rooms.enter(db, who.holder, case.id, Compartment.FILE)
        assert case.narrative is not None
        return file.open(Case.narrative, case.id, case.narrative)


def tags() -> list[str]:
    with installation() as database, database.reading() as db:
        assert verify(db) == []
        return list(db.scalars(select(TrailEntry.tag).where(TrailEntry.tag.like("recovery:%")).order_by(TrailEntry.at)))
