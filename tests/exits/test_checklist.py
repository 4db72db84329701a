"""What must be done until somebody is gone: by template, with owners who get the key that they need and no more."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Forbidden
from casework.audit.models import TrailEntry
from casework.db import utc_now
from casework.exits import checklists
from casework.exits.actions import checklist, plan
from casework.exits.lifecycle import WAYS
from casework.exits.models import Exit, LeavingTask
from casework.exits.queries import checklist as lines
from casework.vault import Compartment, NoSeal, Room
from tests.cast import Cast
from tests.stage import cast, database, keys, stage

__all__ = ["cast", "database", "keys", "stage"]
LAST = date(2026, 12, 31)


@dataclass
class Going:
    """Somebody's leaving that the specialist planned."""

    cast: Cast
    id: int

    def room(self, db: Session, who: str) -> Room:
        holder = self.cast[who].holder
        assert holder is not None
        return vault.rooms.enter(db, holder, self.id, Compartment.LEAVING)

    def shown(self, who: str = "specialist") -> list[lines.TaskShown]:
        with self.cast.database.reading() as db:
            return lines.of(db, db.get_one(Exit, self.id), self.room(db, who))

    def task(self, kind: str) -> lines.TaskShown:
        return next(one for one in self.shown() if one.kind == kind)


@pytest.fixture
def going(cast: Cast) -> Going:
    with cast.database.transaction() as db:
        leaving = plan.Leaving("Mara Lindqvist", "redundancy", LAST, site_id=cast.site_id)
        row = plan.plan(db, leaving, by=cast["specialist"], now=utc_now())
    return Going(cast, row.id)


@given(st.sampled_from(sorted(WAYS)))
def test_every_way_of_leaving_has_pay_papers_property_and_access_and_no_line_twice(way: str) -> None:
    kinds = [item.kind for _, item in checklists.items_for(way)]
    assert {"final pay", "leave", "benefits", "pension", "property", "access", "reference", "final papers"} <= {*kinds}
    assert len(kinds) == len(set(kinds))
    assert ("waiver" in kinds) == (way in checklists.OURS)


def test_the_template_of_the_way_is_there_with_days_and_what_the_law_says(going: Going) -> None:
    shown = going.shown()
    assert {one.kind for one in shown} == {item.kind for _, item in checklists.items_for("redundancy")}
    assert going.task("handing over").due_on == LAST - timedelta(days=10)
    pay = going.task("leave")
    assert pay.duty is None or pay.duty.source
    with going.cast.database.transaction() as db:
        assert checklist.begin(db, db.get_one(Exit, going.id), "voluntary", by=going.cast["specialist"]) == 0


def test_an_owner_reads_whom_it_is_about_and_nothing_of_the_interview(going: Going) -> None:
    cast, task = going.cast, going.task("waiver")
    with cast.database.reading() as db, pytest.raises(NoSeal):
        going.room(db, "counsel")
    with cast.database.transaction() as db:
        row, leaver = db.get_one(LeavingTask, task.id), db.get_one(Exit, going.id)
        checklist.change(
            db, leaver, going.room(db, "specialist"), row, by=cast["specialist"], version=task.version,
            due_on=LAST, owner_id=cast["counsel"].id, owner="", note="Forty-five days to consider.",
        )  # fmt: skip
    mine = going.task("waiver")
    assert (mine.owner, mine.note) == ("Counsel Example", "Forty-five days to consider.")
    with cast.database.reading() as db:
        assert [one[2] for one in lines.waiting(db, cast["counsel"], LAST)] == ["waiver"]
        held = vault.rooms.enter_all(db, cast["counsel"].holder, going.id)  # type: ignore[arg-type]
        assert [room for room, _ in held] == [Compartment.LEAVING]
    with cast.database.transaction() as db:
        row = db.get_one(LeavingTask, task.id)
        checklist.finish(db, db.get_one(Exit, going.id), row, by=cast["counsel"], version=mine.version)
        other = db.get_one(LeavingTask, going.task("access").id)
        with pytest.raises(Forbidden):
            checklist.finish(db, db.get_one(Exit, going.id), other, by=cast["counsel"], version=other.version)
    assert going.task("waiver").done_by == "Counsel Example"


def test_whoever_leaves_and_whoever_reads_no_cases_owns_nothing(going: Going) -> None:
    cast, task = going.cast, going.task("access")
    for who in ("administrator", "auditor"):
        with pytest.raises(Forbidden), cast.database.transaction() as db:
            checklist.change(
                db, db.get_one(Exit, going.id), going.room(db, "specialist"), db.get_one(LeavingTask, task.id),
                by=cast["specialist"], version=task.version, due_on=LAST, owner_id=cast[who].id, owner="", note="",
            )  # fmt: skip
    with cast.database.transaction() as db:
        leaving = plan.Leaving("Colleague Example", "voluntary", LAST, site_id=cast.site_id)
        row = plan.plan(db, leaving, by=cast["specialist"], now=utc_now())
        room = vault.rooms.enter(db, cast["specialist"].holder, row.id, Compartment.LEAVING)  # type: ignore[arg-type]
        with pytest.raises(Forbidden, match="the one who leaves"):
            checklist.add(db, row, room, by=cast["specialist"], what="Cake", due_on=None, owner_id=cast["colleague"].id)


def test_two_people_at_one_line_the_second_is_told(going: Going) -> None:
    cast, task = going.cast, going.task("property")
    with cast.database.transaction() as db:
        checklist.finish(
            db, db.get_one(Exit, going.id), db.get_one(LeavingTask, task.id), by=cast["specialist"],
            version=task.version,
        )  # fmt: skip
    with pytest.raises(checklist.Outdated), cast.database.transaction() as db:
        checklist.drop(
            db, db.get_one(Exit, going.id), going.room(db, "lead"), db.get_one(LeavingTask, task.id), by=cast["lead"],
            version=task.version, why="Nothing was lent",
        )  # fmt: skip


def test_lines_of_their_own_are_sealed_and_every_change_is_on_its_trail(going: Going) -> None:
    cast = going.cast
    with cast.database.transaction() as db:
        leaver = db.get_one(Exit, going.id)
        row = checklist.add(
            db, leaver, going.room(db, "specialist"), by=cast["specialist"], what="Give the bicycle back",
            due_on=LAST, owner="The porter",
        )  # fmt: skip
        checklist.drop(
            db,
            leaver,
            going.room(db, "specialist"),
            row,
            by=cast["specialist"],
            version=row.version,
            why="Theirs",
        )
    with cast.database.reading() as db:
        kept = db.get_one(LeavingTask, row.id)
        assert b"bicycle" not in (kept.what or b"")
        assert b"porter" not in (kept.owner or b"")
        tags = db.scalars(select(TrailEntry.tag).where(TrailEntry.chain == going.id)).all()
        assert tags.count("leaving:task") == 2
    [shown] = [one for one in going.shown("lead") if one.own_words]
    assert (shown.what, shown.owner, shown.note, shown.dropped) == (
        "Give the bicycle back", "The porter", "Theirs", True,
    )  # fmt: skip
