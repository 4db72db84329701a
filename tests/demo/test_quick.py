"""The demo's one liberty with the verbs is no liberty with the rules."""

from typing import Any

from sqlalchemy import event

from casework.cases.models import Case
from casework.cases.queries import matter
from casework.db import Database, new_id
from casework.demo.lazily import named
from casework.demo.quick import LOOKED_AT, ROOMS


def test_what_rules_look_at_is_read_again_after_any_write_to_what_it_is_made_of(database: Database) -> None:
    asked: set[str] = set()

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.update(named(statement))

    event.listen(database.engine, "before_cursor_execute", note)
    with database.reading() as db:
        matter.of(db, Case(id=new_id(), kind="harassment", state="received"))
    assert {"wall", "case_declaration", "party", "finding", "interview"} <= asked
    assert asked <= LOOKED_AT | ROOMS
