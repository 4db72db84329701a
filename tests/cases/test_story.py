"""The job, start to end, by its verbs: from a report to a closed case, with each reason why not yet on the way."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Forbidden
from casework.audit import verify
from casework.cases.actions import allegations, closing, course, declarations, messages, told
from casework.cases.lifecycle import IllegalStep
from casework.cases.models import Case
from casework.cases.queries import record
from casework.people import Actor
from casework.vault import Compartment, Room
from tests.cast import Cast


def file_of(db: Session, cast: Cast, who: str) -> Room:
    return room(db, cast[who], cast.case(db), Compartment.FILE)


def room(db: Session, actor: Actor, case: Case, compartment: Compartment, subject: int = 0) -> Room:
    assert actor.holder is not None
    return vault.rooms.enter(db, actor.holder, case.id, compartment, subject)


def step(cast: Cast, who: str, name: str, **more: object) -> None:
    with cast.database.transaction() as db:
        case = cast.case(db)
        course.take(db, case, file_of(db, cast, who), name, by=cast[who], version=case.version, **more)  # type: ignore[arg-type]


def respondent(cast: Cast) -> int:
    with cast.database.reading() as db:
        shown = record.load(db, cast["lead"], cast.number)
    assert shown is not None
    return next(party.id for party in shown.parties if party.role == "respondent")


def under_investigation(cast: Cast) -> None:
    step(cast, "specialist", "triage")
    who = respondent(cast)
    with cast.database.transaction() as db:
        case = cast.case(db)
        allegations.add(
            db, case, file_of(db, cast, "specialist"), by=cast["specialist"], issue="harassment", bases=["sex"],
            respondent_id=who,
        )  # fmt: skip
        course.investigate_by(db, case, cast["specialist"].id, by=cast["lead"])
    step(cast, "specialist", "plan")
    step(cast, "specialist", "investigate")


def find(cast: Cast, finding: str = "substantiated") -> None:
    with cast.database.transaction() as db:
        shown = record.load(db, cast["specialist"], cast.number)
        assert shown is not None
        from casework.cases.models import Allegation

        row = db.get_one(Allegation, shown.allegations[0].id)
        allegations.find(
            db, cast.case(db), file_of(db, cast, "specialist"), row, by=cast["specialist"], finding=finding,
            reason="Two of three witnesses heard it.", version=row.version,
        )  # fmt: skip


def tell(cast: Cast, party_id: int, about: str, *, was_told: bool = True) -> None:
    with cast.database.transaction() as db:
        told.record(
            db, cast.case(db), file_of(db, cast, "specialist"), by=cast["specialist"], party_id=party_id, about=about,
            what="Said so.", told_on=date(2026, 11, 20), how="letter", was_told=was_told,
        )  # fmt: skip


def test_a_complaint_from_report_to_closed(cast: Cast) -> None:
    under_investigation(cast)
    with pytest.raises(IllegalStep, match=r"Allegation 1 has no finding"):
        step(cast, "specialist", "review")
    find(cast)
    with pytest.raises(IllegalStep, match="A respondent was not told"):
        step(cast, "specialist", "review")
    tell(cast, respondent(cast), "allegations")
    step(cast, "specialist", "review")

    with cast.database.transaction() as db:
        case = cast.case(db)
        with pytest.raises(Forbidden, match="a lead"):
            course.approve(db, case, file_of(db, cast, "specialist"), by=cast["specialist"], version=case.version)
    with cast.database.transaction() as db:
        case = cast.case(db)
        course.approve(db, case, file_of(db, cast, "lead"), by=cast["lead"], version=case.version, comment="Agreed.")
    step(cast, "lead", "decide", reason="A written warning, and training.")

    with pytest.raises(IllegalStep) as refused:
        close(cast, "lead")
    assert [why.guard for why in refused.value.whys] == ["parties_told"]
    tell(cast, respondent(cast), "outcome", was_told=False)
    say(cast, "The matter was looked into and something was done.", topic="outcome")
    with pytest.raises(IllegalStep, match="can be appealed until"):
        close(cast, "lead")
    close(cast, "lead", override=True)

    with cast.database.reading() as db:
        shown = record.load(db, cast["lead"], cast.number)
        assert verify(db) == []
    assert shown is not None
    assert shown.case.state == "closed"
    assert shown.closures[0].result == "action taken"
    assert [(point.state, point.status) for point in shown.track] == [
        ("received", "done"), ("in triage", "done"), ("planned", "done"), ("under investigation", "done"),
        ("findings in review", "done"), ("awaiting decision", "done"), ("in action", "done"), ("closed", "now"),
        ("aftercare", "next"), ("retained", "next"),
    ]  # fmt: skip
    assert shown.timeline[0].overridden == ("appeal_window_over",)


def say(cast: Cast, text: str, topic: str = "") -> None:
    with cast.database.transaction() as db:
        case = cast.case(db)
        dialogue = room(db, cast["specialist"], case, Compartment.DIALOGUE, cast["reporter"].id)
        messages.send(db, case, dialogue, text=text, by=cast["specialist"], topic=topic)


def close(cast: Cast, who: str, *, override: bool = False) -> None:
    with cast.database.transaction() as db:
        case = cast.case(db)
        closing.close(
            db, case, file_of(db, cast, who), by=cast[who], outcome="action taken", why="Done.", version=case.version,
            override=override,
        )  # fmt: skip


def test_a_new_name_asks_every_reader_again(cast: Cast) -> None:
    from casework.cases.actions import parties
    from casework.cases.actions.newcomers import NewParty

    with cast.database.transaction() as db:
        case = cast.case(db)
        parties.add(db, case, file_of(db, cast, "lead"), NewParty("witness", "Imani Brooks"), by=cast["lead"])
    with cast.database.reading() as db:
        found = record.entry(db, cast["specialist"], cast.number)
        assert found is not None
        assert found.matter.declared == {cast["lead"].id}
    with cast.database.transaction() as db:
        declarations.declare(db, cast.case(db), by=cast["specialist"], conflict=False)
    with cast.database.reading() as db:
        found = record.entry(db, cast["specialist"], cast.number)
        assert found is not None
        assert found.matter.declared == {cast["lead"].id, cast["specialist"].id}
