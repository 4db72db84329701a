"""The demo's one liberty with the verbs is no liberty with the rules."""

from typing import Any

from sqlalchemy import event

from casework.cases.models import Case
from casework.cases.queries import matter
from casework.db import Database, new_id
from casework.demo.lazily import named
from casework.demo.quick import LOOKED_AT, ROOMS, unwatched


def test_what_rules_look_at_is_read_again_after_any_write_to_what_it_is_made_of(database: Database) -> None:
    asked: set[str] = set()

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.update(named(statement))

    event.listen(database.engine, "before_cursor_execute", note)
    with database.reading() as db:
        matter.of(db, Case(id=new_id(), kind="harassment", state="received"))
    assert {"wall", "case_declaration", "party", "finding", "interview"} <= asked
    assert asked <= LOOKED_AT | ROOMS


def test_whose_case_it_was_is_forgotten_with_the_next_whose_it_is(database: Database) -> None:
    case = Case(id=new_id(), kind="harassment", state="received")
    with database.transaction() as db, unwatched(db):
        for whose in (11, 12, None):
            case.investigator_id = whose
            found = matter.of(db, case)
            assert (found.investigator_id, found.investigated, found.decided_by) == (whose, *[{whose} - {None}] * 2)
