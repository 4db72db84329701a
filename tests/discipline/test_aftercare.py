"""After the end: who reported and who bore witness are asked how they fare, in their own dialogue; worse is a case."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given as suppose
from hypothesis import strategies as st
from sqlalchemy import select

from casework import vault
from casework.access.models import Wall
from casework.cases.actions import aftercare as verbs
from casework.cases.actions import given
from casework.cases.actions.newcomers import NewParty
from casework.cases.lifecycle import IllegalStep, aftercare
from casework.cases.lifecycle.aftercare import NO_ANSWER, QUESTIONS
from casework.cases.lifecycle.clock import Place
from casework.cases.models import Aftercare, Allegation, Case, Given, Link, Party
from casework.cases.queries import facts, searching
from casework.clocks import Policy
from casework.db import utc_now
from casework.vault import Compartment
from tests.cases import doing
from tests.cases.pages.browser import Browser, text_of
from tests.cast import Cast

Browse = Callable[[str], Browser]
WORSE = "MARKER-CHECK my shifts were halved"
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@suppose(DAYS, st.integers(0, 400), st.lists(st.integers(1, 300), min_size=1, max_size=5, unique=True))
def test_the_days_to_come_and_of_those_that_passed_one(closed: date, later: int, days: list[int]) -> None:
    place = Place(policy=Policy(aftercare_days=tuple(sorted(days))))
    today = closed + timedelta(days=later)
    planned = aftercare.schedule(closed, today, place)
    assert [one.day for one in planned] == sorted({one.day for one in planned})
    assert planned, "somebody is always asked"
    late = [one for one in planned if one.on < today]
    assert len(late) <= 1
    assert set(late) <= set(planned[:1])
    assert {one.day for one in planned if one.on >= today} == {one.day for one in planned} - {one.day for one in late}
    for one in planned:
        assert one.on >= closed + timedelta(days=one.day)
        assert one.on.weekday() < 5, "people are asked on days on which somebody answers them"


@pytest.fixture
def ended(cast: Cast) -> Cast:
    """Closed, with somebody who bore witness; aftercare has begun."""
    doing.closed(cast)
    witness = NewParty("witness", "Rosa Lind")
    with cast.database.transaction() as db:
        case = cast.case(db)
        case.state = "in action"
    doing.add_party(cast, witness)
    doing.declare(cast, "lead")
    doing.declare(cast, "specialist")
    with cast.database.transaction() as db:
        cast.case(db).state = "closed"
    doing.step(cast, "specialist", "aftercare")
    return cast


def checks(cast: Cast, role: str) -> list[Aftercare]:
    with cast.database.reading() as db:
        query = select(Aftercare).join(Party, Party.id == Aftercare.party_id).where(Party.role == role)
        return list(db.scalars(query.order_by(Aftercare.due_on)))


def back(cast: Cast, **days: int) -> None:
    """As if it had been done so many days before."""
    with cast.database.transaction() as db:
        for row in db.scalars(select(Aftercare).where(Aftercare.asked_at.is_not(None))):
            for name, count in days.items():
                if getattr(row, name) is not None:
                    setattr(row, name, utc_now() - timedelta(days=count))


def answer(cast: Cast) -> None:
    """The reporter, with their receipt."""
    reporter = cast["reporter"]
    assert reporter.holder is not None
    with cast.database.transaction() as db:
        row = db.scalars(select(Given).where(Given.party_id == reporter.id)).one()
        dialogue = vault.rooms.enter(db, reporter.holder, cast.case_id, Compartment.DIALOGUE, reporter.id)
        given.answer(
            db, row, dialogue, choice="answered", answers={QUESTIONS[1]: WORSE, QUESTIONS[5]: "worse"},
            actor=reporter, now=utc_now(),
        )  # fmt: skip


def test_checks_are_planned_with_the_step_and_keep_the_case_until_they_are_done(ended: Cast, browse: Browse) -> None:
    cast = ended
    assert [row.day for row in checks(cast, "witness")] == [30, 60, 90, 180]
    assert len(checks(cast, "complainant")) == 4
    assert checks(cast, "respondent") == []
    with cast.database.reading() as db:
        case = cast.case(db)
        assert (case.due_what, case.due_on) == ("Check in", checks(cast, "witness")[0].due_on)
    with pytest.raises(IllegalStep, match=r"not answered, done or given up: 8"):
        doing.step(cast, "specialist", "retain")
    ines = browse("specialist")
    assert "Aftercare: 0 of 8 checks done." in text_of(ines.page())
    for row in checks(cast, "witness"):
        ines.send(f"/aftercare/{row.id}/end", why="She asked to be left in peace.")
    for row in checks(cast, "complainant"):
        said = {f"answer_{at}": "As before." if at == 5 else "" for at in range(6)}
        assert ines.send(f"/aftercare/{row.id}/talk", **said).status_code == 303
    page = text_of(ines.page("/aftercare"))
    assert page.count("written down after a talk") == 4
    assert page.count("given up She asked to be left in peace.") == 4
    assert page.count("As before.") == 4
    with cast.database.reading() as db:
        rows = db.scalars(select(Aftercare)).all()
        assert not any(b"As before" in (row.answer or b"") or b"peace" in (row.why or b"") for row in rows)
    with cast.database.reading() as db:
        found = [one.text for one in searching.load(db, cast["specialist"], cast.number).texts]
    assert sum("As before." in text for text in found) == 4, "whoever asks what is kept of them is told of it"
    doing.step(cast, "specialist", "retain")


def test_asked_reminded_once_and_then_left_in_peace(ended: Cast, browse: Browse) -> None:
    cast, ines = ended, browse("specialist")
    row = checks(cast, "complainant")[0]
    assert "Has your pay changed" in text_of(ines.page(f"/aftercare/{row.id}/question"))
    assert ines.send(f"/aftercare/{row.id}/question", words="How are you?").status_code == 303
    with cast.database.reading() as db:
        [one] = db.scalars(select(Given)).all()
        assert (one.party_id, one.kind, one.asks, one.about_id) == (row.party_id, "check", "questions", row.id)
        assert b"How are you" not in (one.text or b"")
    assert ines.send(f"/aftercare/{row.id}/reminder", words="Again.").status_code == 303, "it is asked for by who wants"
    other = checks(cast, "witness")[0]
    assert ines.send(f"/aftercare/{other.id}/question", words="And you?").status_code == 303, "a room is made for her"
    back(cast, asked_at=30, reminded_at=20)
    assert verbs.end_unanswered(cast.database) == 1
    with cast.database.reading() as db:
        assert db.get_one(Aftercare, row.id).how == NO_ANSWER
        assert facts.of(db, cast.case(db)).open_checks == 7
    assert verbs.end_unanswered(cast.database) == 0


def test_what_became_worse_is_a_linked_case_without_a_name(ended: Cast, browse: Browse) -> None:
    cast, ines = ended, browse("specialist")
    row = checks(cast, "complainant")[0]
    ines.send(f"/aftercare/{row.id}/question", words="How are you?")
    answer(cast)
    page = text_of(ines.page("/aftercare"))
    assert WORSE in page
    assert "It has become worse: open a case" in page
    kept = {"kind": "grievance", "consent": "keeps", "words": "MARKER-TAKEN Shifts changed after a report."}
    new = ines.send(f"/aftercare/{row.id}/case", **kept).headers["location"]
    with cast.database.reading() as db:
        case = db.scalars(select(Case).where(Case.number == new.rpartition("/")[2])).one()
        assert db.scalars(select(Link.relation).where(Link.other_id == case.id)).all() == ["retaliation"]
        assert db.scalars(select(Party).where(Party.case_id == case.id)).all() == []
        alleged = db.scalars(select(Allegation).where(Allegation.case_id == case.id)).one()
        issue = vault.field.open_(db, Allegation.issue, alleged.id, alleged.issue, case=case.id)
        assert issue == "retaliation"
        file = doing.room(db, cast["specialist"], case)
        assert file.open(Case.narrative, case.id, case.narrative) == kept["words"], "not a word without consent"
        walled = set(db.scalars(select(Wall.person_id).where(Wall.case_id == case.id)))
        assert cast["party"].id in walled, "who is kept from the first case is kept from this one"
    assert ines.send(f"/aftercare/{row.id}/case", **kept).status_code == 409
    page = ines.page("/aftercare")
    assert "A case of retaliation was opened for this." in text_of(page)
    assert f'href="{new}"' in page


def test_with_consent_what_they_said_goes_along(ended: Cast, browse: Browse) -> None:
    cast, ines = ended, browse("specialist")
    row = checks(cast, "complainant")[0]
    ines.send(f"/aftercare/{row.id}/question", words="How are you?")
    answer(cast)
    form = {"kind": "grievance", "consent": "consents", "words": "Shifts."}
    new = ines.send(f"/aftercare/{row.id}/case", **form).headers["location"]
    with cast.database.reading() as db:
        case = db.scalars(select(Case).where(Case.number == new.rpartition("/")[2])).one()
        said = doing.room(db, cast["specialist"], case).open(Case.narrative, case.id, case.narrative)
    assert WORSE in said
    assert "Viktor" not in said


def test_an_answer_is_read_by_who_holds_their_dialogue(ended: Cast, browse: Browse) -> None:
    cast, ines = ended, browse("specialist")
    row = checks(cast, "complainant")[0]
    ines.send(f"/aftercare/{row.id}/question", words="How are you?")
    answer(cast)
    doing.add_member(cast, "colleague", (Compartment.FILE, 0))
    page = text_of(browse("colleague").page("/aftercare"))
    assert WORSE not in page
    assert "You hold no key to their dialogue" in page
    with cast.database.reading() as db:
        assert not any(WORSE.encode() in (one.answer or b"") for one in db.scalars(select(Given)))
    assert browse("party").get(f"{ines.case}/aftercare").status_code == 404
