"""Charges and claims: entered with a hold and days, answered, determined, settled, ended."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from casework import vault
from casework.access import Forbidden
from casework.cases.actions import pauses
from casework.cases.actions.case import Changed
from casework.cases.lifecycle import IllegalStep
from casework.cases.lifecycle.charges import ENDED, FILED, KINDS, STATES
from casework.cases.models import Case, Deadline, Hold, Proceeding
from casework.cases.queries import holds
from casework.clocks import packs
from casework.legal.actions import days, proceedings, statements
from casework.legal.actions.proceedings import New
from casework.legal.lifecycle.proceeding import OPEN, STARTS, STEPS, WORKFLOW, Facts, after
from casework.legal.models import HoldCustodian, Settlement
from casework.legal.queries import proceedings as queries
from casework.vault import Compartment
from tests.cases import doing
from tests.cast import Cast

RECEIVED = date(2026, 11, 2)
HOLD = ("MARKER-WHY a charge", "MARKER-ABOUT the charge", "MARKER-NOTICE keep all")
TERMS = "MARKER-TERMS 40,000 and a reference"


def new(**more: Any) -> New:
    said = {"kind": "agency charge", "law": "US", "agency": "EEOC", "received_on": RECEIVED, "number": "440-2026",
            "parties": "Reporter v. Example", "bases": ["sex"], "noticed_on": RECEIVED, "hold": HOLD}  # fmt: skip
    return New(**{**said, **more})


def enter(cast: Cast, who: str = "specialist", **more: Any) -> int:
    with cast.database.transaction() as db:
        case = cast.case(db)
        return proceedings.enter(db, case, doing.room(db, cast[who], case), new(**more), by=cast[who]).id


def take(cast: Cast, id_: int, step: str, on: date = RECEIVED, **more: Any) -> None:
    with cast.database.transaction() as db:
        case, row, by = cast.case(db), db.get_one(Proceeding, id_), cast["specialist"]
        room = doing.room(db, by, case)
        proceedings.take(db, case, row, room, step, on=on, by=by, version=row.version, **more)


def shown(cast: Cast, who: str = "specialist") -> queries.Shown:
    record = doing.shown(cast, who)
    with cast.database.reading() as db:
        [found] = queries.of_case(db, record)
    return found


def running(cast: Cast) -> dict[str, date]:
    return {one.what or "": one.on for one in shown(cast).days if one.ended_at is None}


def test_a_charge_holds_the_case_tells_its_readers_and_begins_its_clocks(cast: Cast) -> None:
    enter(cast)
    with cast.database.reading() as db:
        assert holds.of_case(db, cast.case_id) is not None
        [hold] = db.scalars(select(Hold)).all()
        told = set(db.scalars(select(HoldCustodian.person_id).where(HoldCustodian.hold_id == hold.id)))
        readers = {one.holder_id for one in vault.readers.of_case(db, hold.id) if one.compartment is Compartment.HOLD}
    assert told == {cast["lead"].id, cast["specialist"].id}
    assert readers == {cast["counsel"].id}  # the specialist who entered it places no holds, and reads none
    enter(cast, agency="State agency", number="", parties="")
    with cast.database.reading() as db:
        assert db.scalars(select(Hold.id)).all() == [hold.id]
    enter(cast, another=True)
    with cast.database.reading() as db:
        assert len(db.scalars(select(Hold.id)).all()) == 2


def test_a_statement_is_asked_for_written_in_versions_and_submitted_by_its_day(cast: Cast) -> None:
    id_ = enter(cast)
    [step] = [one for one in shown(cast).can if one.step.name == "submit"]
    assert [str(why) for why in step.whys] == ["No version of the statement is written yet."]
    take(cast, id_, "request")
    assert running(cast) == {"Position statement": RECEIVED + timedelta(days=30)}
    assert shown(cast).days[0].source.startswith("eeoc.gov")
    write(cast, id_, "The first version.")
    write(cast, id_, "The second version.")
    granted = RECEIVED + timedelta(days=44)
    move(cast, granted)
    assert running(cast) == {"Position statement": granted}
    assert shown(cast).days[0].moved == ((RECEIVED + timedelta(days=30), "Granted by the investigator."),)
    found = shown(cast)
    assert [one.text for one in found.versions] == ["The second version.", "The first version."]
    submit(cast, id_, found.versions[0].id)
    found = shown(cast)
    assert (found.row.state, found.versions[0].submitted_on, found.versions[0].how) == (
        "statement submitted", RECEIVED, "By portal.",
    )  # fmt: skip
    assert running(cast) == {}


def write(cast: Cast, id_: int, text: str, who: str = "specialist", room: Compartment = Compartment.FILE) -> None:
    with cast.database.transaction() as db:
        case, row = cast.case(db), db.get_one(Proceeding, id_)
        statements.write(db, case, row, doing.room(db, cast[who], case, room), text, by=cast[who])


def submit(cast: Cast, id_: int, statement: int) -> None:
    with cast.database.transaction() as db:
        case, row, by = cast.case(db), db.get_one(Proceeding, id_), cast["specialist"]
        room, version = doing.room(db, by, case), row.version
        statements.submit(
            db, case, row, room, statement, on=RECEIVED, how="By portal.", paper_id=None, by=by, version=version
        )


def move(cast: Cast, on: date) -> None:
    with cast.database.transaction() as db:
        case, by = cast.case(db), cast["specialist"]
        due = db.scalars(select(Deadline).where(Deadline.ended_at.is_(None))).one()
        row, room = db.get_one(Proceeding, due.proceeding_id), doing.room(db, by, case)
        days.move(db, case, row, due, room, on=on, reason="Granted by the investigator.", by=by)


def test_its_days_stand_among_the_cases_clocks_and_no_pause_stops_them(cast: Cast) -> None:
    id_ = enter(cast)
    soon = date(2026, 10, 5)
    with cast.database.transaction() as db:
        case, row, by = cast.case(db), db.get_one(Proceeding, id_), cast["specialist"]
        room = doing.room(db, by, case)
        days.set_by_hand(db, case, row, room, what="Bring the rota", on=soon, source="Order of 1 October", by=by)
        pauses.pause(db, case, room, by=by, cause="police", why="They asked.", version=case.version)
    with cast.database.reading() as db:
        case = db.get_one(Case, cast.case_id)
        assert (case.due_on, case.due_what) == (soon, "Day of a charge or claim")
    [clock] = [one for one in doing.shown(cast, "specialist").clocks if one.what == "Day of a charge or claim"]
    assert (clock.on, clock.stopped, clock.source) == (soon, False, "Order of 1 October")
    with cast.database.transaction() as db:
        due = db.scalars(select(Deadline)).one()
        days.end(db, cast.case(db), db.get_one(Proceeding, id_), due, days.MET, by=cast["specialist"])
    with cast.database.reading() as db:
        assert db.get_one(Case, cast.case_id).due_on != soon


def test_the_terms_of_a_settlement_are_read_by_counsel_alone(cast: Cast) -> None:
    id_ = enter(cast)
    with cast.database.transaction() as db:
        case, row, by = cast.case(db), db.get_one(Proceeding, id_), cast["specialist"]
        statements.settle(db, case, row, doing.room(db, by, case), TERMS, on=RECEIVED, by=by, version=row.version)
    for who in ("specialist", "lead"):
        [end] = shown(cast, who).settlements
        assert end.text is None
    with cast.database.reading() as db:
        kept = db.scalars(select(Settlement)).one()
        room = doing.room(db, cast["counsel"], cast.case(db), Compartment.PRIVILEGED)
        assert room.open(Settlement.terms, kept.id, kept.terms) == TERMS


def test_of_a_privileged_version_nobody_else_learns_that_there_is_one(cast: Cast) -> None:
    id_ = enter(cast)
    write(cast, id_, "For everybody on the case.")
    with cast.database.transaction() as db:  # counsel gets the privileged room, and the file too
        case, row, by = cast.case(db), db.get_one(Proceeding, id_), cast["specialist"]
        statements.settle(db, case, row, doing.room(db, by, case), TERMS, on=RECEIVED, by=by, version=row.version)
    doing.add_member(cast, "counsel", (Compartment.FILE, 0))
    write(cast, id_, "MARKER-PRIVILEGED what worries us", who="counsel", room=Compartment.PRIVILEGED)
    write(cast, id_, "Once more for everybody.")
    assert [(one.position, one.text) for one in shown(cast).versions] == [
        (2, "Once more for everybody."), (1, "For everybody on the case."),
    ]  # fmt: skip
    assert [one.text for one in shown(cast, "counsel").versions][1] == "MARKER-PRIVILEGED what worries us"


def test_a_case_is_not_closed_while_a_charge_goes_on_unless_a_lead_says_why(cast: Cast) -> None:
    id_ = enter(cast)
    doing.step(cast, "specialist", "triage")
    doing.step(cast, "specialist", "advise", reason="She only wanted to know.")
    [close] = [one for one in doing.shown(cast, "lead").steps if one.step.name == "close"]
    assert [why.overridable for why in close.whys if why.guard == "proceedings_ended"] == [True]
    take(cast, id_, "dismiss")
    with pytest.raises(IllegalStep, match="Say why"):
        take(cast, id_, "end")
    take(cast, id_, "end", reason="The agency closed it.")
    assert shown(cast).row.ended_on == RECEIVED
    [close] = [one for one in doing.shown(cast, "lead").steps if one.step.name == "close"]
    assert not any(why.guard == "proceedings_ended" for why in close.whys)
    take(cast, id_, "go on", reason="They sued after all.")
    assert shown(cast).row.ended_on is None


def test_a_right_to_sue_begins_the_other_sides_clock_and_whoever_comes_second_is_told(cast: Cast) -> None:
    id_ = enter(cast)
    with cast.database.transaction() as db:
        case, row, by = cast.case(db), db.get_one(Proceeding, id_), cast["specialist"]
        room, version = doing.room(db, by, case), row.version
        statements.determine(
            db, case, row, room, "right to sue", on=RECEIVED, text="", paper_id=None, by=by, version=version
        )
    assert running(cast) == {"Suit by the other side, generally until": RECEIVED + timedelta(days=90)}
    with pytest.raises(Changed), cast.database.transaction() as db:
        case, row, by = cast.case(db), db.get_one(Proceeding, id_), cast["specialist"]
        proceedings.take(db, case, row, doing.room(db, by, case), "dismiss", on=RECEIVED, by=by, version=version)
    with pytest.raises(IllegalStep, match="not settled"):
        take(cast, id_, "end", reason="Over.")


def test_whoever_does_not_work_the_case_enters_nothing(cast: Cast) -> None:
    for who in ("colleague", "removed", "party", "administrator", "auditor", "alternate"):
        with pytest.raises((Forbidden, vault.NoSeal)):
            enter(cast, who)
        with pytest.raises(Forbidden), cast.database.transaction() as db:
            case = cast.case(db)
            proceedings.enter(db, case, doing.room(db, cast["specialist"], case), new(), by=cast[who])


@given(st.lists(st.sampled_from([step.name for step in STEPS]), max_size=12), st.booleans())
def test_a_walk_along_the_table_never_leaves_it_and_ends_only_with_every_day_settled(
    walk: list[str], settled: bool
) -> None:
    state = FILED
    for name in walk:
        facts = Facts(state, versions=1, open_days=0 if settled else 1, reason=True)
        try:
            state = after(name, facts)
        except IllegalStep:
            assert WORKFLOW.why_not(name, facts)
            continue
        assert state in STATES
        assert settled or state != ENDED
    assert state in (*OPEN, ENDED)


def test_every_countrys_clocks_name_kinds_and_first_days_that_there_are_and_fit_a_line() -> None:
    found = [rule for code in packs.CODES for rule in packs.load(code).rules.values() if rule.of]
    assert len(found) >= 10
    for rule in found:
        assert set(rule.of) <= KINDS.keys()
        assert rule.starts in STARTS
        assert len(rule.name) <= 40
        assert "check with counsel" in rule.owner
        assert rule.source
