"""What waits for each of the cast."""

import re
from collections.abc import Callable
from datetime import date

from casework.audit import HouseTag, trail
from casework.cases.actions import members, papers
from casework.db import new_id, utc_now
from casework.desk import handing, queries
from casework.desk.routes import _line
from casework.desk.waiting import Waiting
from casework.people.models import Person
from casework.vault import Compartment
from tests.cases import doing
from tests.cases.pages.browser import Browser, text_of
from tests.cast import one_person


def test_each_sees_what_waits_for_them_and_nobody_elses(browse: Callable[[str], Browser]) -> None:
    lead, worker, other = browse("lead"), browse("specialist"), browse("colleague")
    number = lead.world.cast.number
    said = text_of(lead.page("/desk"))
    assert "Overdue" in said
    assert "Triage" in said
    assert "A case that is new to you" in said
    worker.done("/tasks", what="Ask", owner=str(worker.actor.id), due_on=utc_now().date().isoformat())
    assert "An action of yours" in text_of(worker.page("/desk"))
    worker.done("/plan/drawing", kinds=["pay"])
    thing = re.findall(r'id="thing-(\d+)"', worker.page("/plan"))[0]
    worker.done(f"/plan/things/{thing}/course", owner=str(worker.actor.id), due_on="2026-01-05")
    assert "Something of the plan" in text_of(worker.page("/desk"))
    assert "A plan by Specialist Example to agree to" in text_of(lead.page("/desk"))
    assert "to agree to" not in text_of(worker.page("/desk"))
    lead.done("/plan/agreement")
    assert "to agree to" not in text_of(lead.page("/desk"))
    lead.page()
    worker.done("/notes", worker.page(), readers="internal", text="News.")
    said = text_of(lead.page("/desk"))
    assert "A note" in said
    assert "A case that is new to you" not in said
    empty = text_of(other.page("/desk"))
    assert "Nothing waits for you" in empty
    assert number not in empty
    for who in ("administrator", "auditor", "eap", "removed", "party"):
        assert number not in browse(who).page("/desk"), who


def test_findings_wait_for_who_may_approve_them(browse: Callable[[str], Browser]) -> None:
    from tests.cases.pages.test_work import GROUNDS, step, to_findings, told

    lead, worker = browse("lead"), browse("specialist")
    finding = to_findings(worker)
    worker.done(finding, **GROUNDS, finding="substantiated", reason="So it was.")
    told(worker)
    step(worker, "review")
    assert "Findings by Specialist Example" in text_of(lead.page("/desk"))
    assert "To approve" not in text_of(worker.page("/desk"))
    database = lead.world.database
    for number, alone in (("P-7", 0), ("P-8", 1)):
        one_person(database, worker.actor.id, number="P-8")
        one_person(database, lead.actor.id, number=number)
        with database.reading() as db:
            assert len(handing.own_findings(db, worker.actor)) == alone, "who can approve them is the same person"


def test_a_paper_that_could_not_be_cleaned_waits_for_the_lead_alone(browse: Callable[[str], Browser]) -> None:
    lead, worker = browse("lead"), browse("specialist")
    cast = lead.world.cast
    reporter = cast["reporter"]
    with cast.database.transaction() as db:
        case = cast.case(db)
        identity = doing.room(db, cast["lead"], case, Compartment.IDENTITY, reporter.id)
        papers.add(
            db, case, identity, file_id=new_id(), key=bytes(32), name="Paper 1", type="zip", size=10, by=reporter,
            from_party=reporter.id,
        )  # fmt: skip
    assert "A paper waits to be released" in text_of(lead.page("/desk"))
    assert "Release to the file" in lead.page("/originals")
    assert "to be released" not in text_of(worker.page("/desk"))
    assert "waits until a lead has looked at it and releases it" in text_of(worker.page())


def test_a_lead_is_told_what_other_leads_did(browse: Callable[[str], Browser]) -> None:
    lead = browse("lead")
    cast = lead.world.cast
    with cast.database.transaction() as db:
        trail.record(db, cast["alternate"], HouseTag.PERSON_ADMITTED, person=cast["specialist"].id)
    assert "Done by your colleagues" in lead.page("/desk")
    assert "Specialist Example" in lead.page("/desk")
    assert "Done by your colleagues" not in browse("specialist").page("/desk")


def test_an_appeal_is_not_overdue_by_the_day_it_came() -> None:
    line = _line(Waiting(1, "ER-2026-000001", "appeal", date(2026, 9, 7)), {}, date(2026, 11, 22), "UTC")
    assert line.when == "7 Sep 2026"


def test_who_holds_an_identity_alone_is_told_no_more_than_the_number(browse: Callable[[str], Browser]) -> None:
    alternate = browse("alternate")
    cast = alternate.world.cast
    with cast.database.transaction() as db:
        members.join(db, cast.case(db), cast["alternate"].id, by=cast["lead"], reads_file=False)
    said = text_of(alternate.page("/desk"))
    assert cast.number in said
    for more in ("Overdue", "Due this week", "Triage", "A message", "A note"):
        assert more not in said


def test_a_colleague_who_cannot_sign_in_is_no_second_reader(browse: Callable[[str], Browser]) -> None:
    lead = browse("lead")
    cast = lead.world.cast
    with cast.database.reading() as db:
        assert queries.alone(db, cast["lead"]) == []
    with cast.database.transaction() as db:
        db.get_one(Person, cast["specialist"].id).state = "suspended"
    with cast.database.reading() as db:
        assert [line.number for line in queries.alone(db, cast["lead"])] == [cast.number]
