"""A letter: every word of its draft, of what it says in the end, and why it was taken back carries the mark."""

from casework.cases.actions import members
from casework.db import new_id
from casework.letters.actions import letters
from casework.letters.actions.letters import Sealed, Used
from casework.letters.queries.letters import Printed, Written
from casework.press import document
from casework.vault import Compartment, files
from tests.cases.doing import respondent

from .world import World


def write(world: World, mark: str) -> None:
    by, party = world.cast["specialist"], respondent(world.cast)
    said = Written("warning", "respondent", mark, mark, {"level": mark, "reasons": mark}, mark, "2026-12-24", mark)
    printed, file = Printed(mark, [document.text(mark)]), Sealed(new_id(), files.new_key(), 1)
    with world.database.transaction() as db:
        case = world.cast.case(db)
        room = members.enter(db, case, by, Compartment.FILE)
        row = letters.draft(db, case, room, said, Used(0, 0), by=by, party_id=party)
        db.flush()
        letters.finish(db, case, room, row, said, printed, file, 0, by=by, version=1, name=f"{mark}.pdf")
        letters.withdraw(db, case, room, row, by=by, why=mark)
