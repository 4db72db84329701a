"""A case that was closed twice; destructions of which one was declined and one was done: all words carry the mark."""

from casework import vault
from casework.cases.actions import declarations, destroying, retention
from casework.cases.models import Case
from casework.cases.queries.kept_cases import CASES
from casework.db import utc_now
from casework.files import Store
from casework.vault import Compartment
from tests.legal.ended import another, close

from .world import World


def write(world: World, mark: str) -> None:
    _chosen(world, mark)
    _asked(world, mark, agrees=False)
    asked = _asked(world, mark, agrees=True)
    assert destroying.go_on(world.database, Store(world.folder / "files"), CASES, asked) == 1


def _chosen(world: World, mark: str) -> None:
    lead, made = world.cast["lead"], another(world.cast, "lead")
    assert lead.holder is not None
    with world.database.transaction() as db:
        case = db.get_one(Case, made.id)
        declarations.declare(db, case, by=lead, conflict=False)
        close(db, case, lead, utc_now())
    with world.database.transaction() as db:
        case = db.get_one(Case, made.id)
        room = vault.rooms.enter(db, lead.holder, case.id, Compartment.FILE)
        retention.choose(db, case, room, by=lead, anew=True, why=mark, version=case.version)


def _asked(world: World, mark: str, *, agrees: bool) -> int:
    made = another(world.cast, "lead")
    with world.database.transaction() as db:
        [asked], _ = destroying.propose(db, CASES, [made.id], why=mark, by=world.cast["lead"])
    with world.database.transaction() as db:
        destroying.decide(db, CASES, asked.id, agrees=agrees, why_not=mark, by=world.cast["alternate"])
    return asked.id
