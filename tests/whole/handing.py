"""A case file made, and a chronology: each text carries the mark, and the closed file lies there."""

from datetime import date

from sqlalchemy import select

from casework import vault
from casework.cases.queries import record
from casework.files import Store
from casework.legal.actions import building, chronology, exports
from casework.legal.routes import gathered
from casework.people.models import UserSession
from casework.vault import Compartment

from .world import World

CLASSES = frozenset({"parties", "steps", "notes_internal", "messages", "papers", "trail"})


def write(world: World, mark: str) -> None:
    by = world.cast["lead"]
    assert by.holder is not None
    with world.database.transaction() as db:
        case = world.cast.case(db)
        room = vault.rooms.enter(db, by.holder, case.id, Compartment.FILE)
        day = date(2026, 11, 2)
        chronology.add(db, case, room, since=day, until=None, event=mark, source=mark, by=by)
    world.session(by)
    rooms = frozenset({(Compartment.FILE, 0)})
    choice = exports.Choice("both", rooms, CLASSES, None, None, redacted=True, originals=frozenset())
    with world.database.reading() as db:
        known = record.entry(db, by, world.cast.number)
        assert known is not None
        plan = gathered.plan_of(db, by, known, choice, {"passphrase": mark * 2}, str(world.folder / "files"))
        case = known.case
    with world.database.transaction() as db:
        row = exports.ask(db, case, choice, lock="passphrase", total=1, octets=0, by=by)
    folder = Store(world.folder / "exports")
    building.begin(building.Job(row.id, row.file_id, _session(world, by.id), world.database, folder, plan)).join(90)
    assert folder.holds(row.file_id)


def _session(world: World, person_id: int) -> int:
    with world.database.reading() as db:
        mine = select(UserSession.id).where(UserSession.person_id == person_id).order_by(UserSession.created_at.desc())
        return db.scalars(mine).first() or 0
