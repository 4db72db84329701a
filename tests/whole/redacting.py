"""A redacted copy of a note: what is left of it, what went and why carry the mark."""

from sqlalchemy import select

from casework.cases.actions import notes, redacting
from casework.cases.actions.redacting import Mark
from casework.cases.models import RedactionMark

from .world import World


def write(world: World, mark: str) -> None:
    by = world.cast["specialist"]
    with world.database.transaction() as db:
        case = world.cast.case(db)
        note = notes.add(db, case, class_=notes.INTERNAL, text=f"{mark} and Zuleika", by=by)
        redacting.of_note(db, case, note, [Mark("medical", word="Zuleika", remark=mark)], by=by)
        other = notes.add(db, case, class_=notes.INTERNAL, text=f"{mark} again", by=by)
        redacting.of_note(db, case, other, [Mark("medical", word=mark)], by=by)
        assert len(db.scalars(select(RedactionMark)).all()) == 2
