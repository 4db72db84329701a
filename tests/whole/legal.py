"""A case that counsel directs, that was restricted and opened again, with what is privileged and what is not: all words
carry the mark."""

from casework import vault
from casework.cases.actions import declarations, direction, members, notes, privilege, restriction
from casework.cases.models import Case, PrivilegeClaim
from casework.db import utc_now
from casework.vault import Compartment
from tests.legal.ended import another

from .world import World


def write(world: World, mark: str) -> None:
    cast, made = world.cast, another(world.cast, "lead")
    lead, counsel = cast["lead"], cast["counsel"]
    with world.database.transaction() as db:
        case = db.get_one(Case, made.id)
        declarations.declare(db, case, by=lead, conflict=False)
        direction.direct(
            db, case, counsel_id=counsel.id, from_on=utc_now().date(), until_on=None, why=mark, by=lead
        )  # fmt: skip
        declarations.declare(db, case, by=counsel, conflict=False)
        for _ in range(2):
            note = notes.add(db, case, class_="internal", text=mark, heading=mark, by=lead)
            notes.correct(db, case, note, text=mark, reason=mark, by=lead, version=1)
            privilege.mark(db, case, note, why=mark, by=lead)
        first, second = db.query(PrivilegeClaim).filter_by(case_id=case.id)
        privilege.confirm(db, case, first, by=counsel)
        privilege.refuse(db, case, second, reason=mark, by=counsel)
        members.add(db, case, cast["colleague"].id, by=lead, rooms=[(Compartment.FILE, 0)])
        restriction.restrict(db, case, to={lead.id, counsel.id}, why=mark, by=lead)
        restriction.lift(db, case, why=mark, by=counsel)
        assert {one.holder_id for one in vault.readers.of_case(db, case.id)} == {lead.id, counsel.id}
