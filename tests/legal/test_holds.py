"""Holds: placed, told of, acknowledged, preserved, released; and nobody without a key sees that there is one."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework import vault
from casework.access import Action, Forbidden, Hidden, relations
from casework.audit.models import TrailEntry
from casework.cases.actions import leaving, members, notes
from casework.cases.lifecycle import IllegalStep
from casework.cases.models import Hold, Note
from casework.cases.queries import holds as held
from casework.cases.queries.holds import PERSON, Scope
from casework.db import utc_now
from casework.legal.actions import custodians, holds, preservation
from casework.legal.actions.holds import Changed
from casework.legal.models import HoldCustodian, PreservationTask
from casework.legal.queries import hold_opened
from casework.legal.queries import holds as queries
from casework.legal.systems import Wanted
from casework.mail import Notice
from casework.mail.models import Outbox
from casework.mail.outbox import Office
from casework.people.models import Person
from casework.vault import Compartment, NoSeal
from tests.cast import Cast
from tests.legal.holding import ABOUT, NOTICE, WHY, does, place, release, version


def opened(cast: Cast, hold: Hold, who: str = "counsel") -> hold_opened.Shown | None:
    with cast.database.reading() as db:
        row = queries.find(db, cast[who], hold.number)
        return hold_opened.of(db, row, cast[who]) if row is not None else None


def since(cast: Cast) -> held.Held | None:
    with cast.database.reading() as db:
        return held.of_case(db, cast.case_id)


def custodian(cast: Cast, hold: Hold, who: str | None = None) -> int:
    with cast.database.reading() as db:
        person = cast[who].id if who else None
        found = select(HoldCustodian.id).where(HoldCustodian.hold_id == hold.id, HoldCustodian.person_id == person)
        return db.scalars(found).one()


def test_a_held_case_loses_no_note_until_the_hold_is_released(cast: Cast) -> None:
    with cast.database.transaction() as db:
        note = notes.add(db, cast.case(db), class_="internal", text="He said so twice.", by=cast["specialist"])
    hold = place(cast, who="counsel")
    assert since(cast) is not None

    def retract() -> None:
        with cast.database.transaction() as db:
            row = db.get_one(Note, note.id)
            notes.retract(db, cast.case(db), row, reason="Wrong case.", by=cast["specialist"], version=row.version)

    with pytest.raises(IllegalStep, match=r"held since .* ask counsel"):
        retract()
    with cast.database.transaction() as db:  # what is put right stands beside what was said
        row = db.get_one(Note, note.id)
        notes.correct(db, cast.case(db), row, text="Once.", reason="I misheard.", by=cast["specialist"], version=1)
    with pytest.raises(Changed):
        does(cast, holds.release, hold, why="It was settled.", version=99)
    release(cast, hold)
    assert since(cast) is None
    retract()
    with pytest.raises(Forbidden):
        does(cast, holds.release, hold, why="Once more.", version=version(cast, hold))


def test_nobody_without_its_key_finds_a_hold_whatever_the_rules_say(cast: Cast) -> None:
    """The lead who did not place it, specialists, the administrator, the auditor, a custodian: none opens a word."""
    hold = place(cast, custodians=("specialist",))
    shown = opened(cast, hold)
    assert shown is not None
    assert (shown.why, shown.about, shown.notice) == (WHY, ABOUT, NOTICE)
    assert shown.cases == []  # counsel is not on the case, and typed no number of theirs
    for name, actor in cast.staff.items():
        if name == "counsel":
            continue
        assert opened(cast, hold, name) is None, name
        with cast.database.reading() as db:
            assert queries.mine(db, actor) == []
            with pytest.raises(NoSeal):
                vault.rooms.enter(db, members.holder_of(actor), hold.id, Compartment.HOLD)
        with pytest.raises((Forbidden, Hidden)):
            does(cast, holds.release, hold, who=name, why="-", version=1)
    with cast.database.reading() as db:
        assert db.get_one(Hold, hold.id).released_at is None
        theirs = queries.notices(db, cast["specialist"])
        assert [(one.number, one.text) for one in theirs] == [(hold.number, NOTICE)]
        assert queries.notices(db, cast["colleague"]) == []


def test_whoever_it_is_about_cannot_place_it_hold_its_key_or_be_given_it(cast: Cast) -> None:
    with cast.database.transaction() as db:
        about = Scope(0, PERSON, tags=frozenset({relations.employee_tag(db, "P-9")}))
        db.get_one(Person, cast["lead"].id).employee_index = relations.employee_tag(db, "P-9")
    with pytest.raises(Forbidden):
        place(cast, about, who="lead")
    hold = place(cast, about)
    with pytest.raises(Forbidden):
        does(cast, holds.share, hold, cast["lead"].id)
    does(cast, holds.share, hold, cast["alternate"].id)
    assert opened(cast, hold, "alternate") is not None
    with cast.database.transaction() as db:  # the directory learns later who the alternate is
        db.get_one(Person, cast["alternate"].id).employee_index = relations.employee_tag(db, "P-9")
    assert opened(cast, hold, "alternate") is None
    holds.end_conflicts(cast.database)
    with cast.database.reading() as db, pytest.raises(NoSeal):
        vault.rooms.enter(db, members.holder_of(cast["alternate"]), hold.id, Compartment.HOLD)


def test_custodians_acknowledge_are_reminded_without_content_and_told_of_the_end(cast: Cast) -> None:
    cast.database.carry(mail=Office("https://casework.example"))
    hold = place(cast, custodians=("specialist", "colleague"))
    does(cast, custodians.acknowledge, hold, who="specialist")
    with pytest.raises(Hidden):
        does(cast, custodians.acknowledge, hold, who="interviewer")
    with cast.database.transaction() as db:
        row = db.get_one(Hold, hold.id)
        room = holds.enter(db, row, cast["counsel"], Action.PLACE_HOLD)
        custodians.tell_by_hand(db, row, room, name="Otto Guard", how="By letter.", by=cast["counsel"])
    by_hand = custodian(cast, hold)
    with cast.database.transaction() as db:
        row, one = db.get_one(Hold, hold.id), db.get_one(HoldCustodian, by_hand)
        room = holds.enter(db, row, cast["counsel"], Action.PLACE_HOLD)
        day = utc_now().date()
        custodians.record(db, row, room, one, how="Signed and returned.", on=day, by=cast["counsel"])
    shown = opened(cast, hold)
    assert shown is not None
    named = {one.name: one.acknowledged_at is not None for one in shown.custodians}
    assert named == {"Specialist Example": True, "Colleague Example": False, "Otto Guard": True}
    assert custodians.remind(cast.database, utc_now() + timedelta(days=1)) == 0
    later = utc_now() + timedelta(days=8)
    with cast.database.transaction() as db:
        for mail in db.scalars(select(Outbox)):
            db.delete(mail)
    assert custodians.remind(cast.database, later) == 1
    assert custodians.remind(cast.database, later + timedelta(hours=1)) == 0
    with cast.database.reading() as db:
        [mail] = db.scalars(select(Outbox)).all()
        assert (mail.person_id, mail.notice) == (cast["colleague"].id, Notice.HOLD.value)
        assert mail.body is not None
        body = vault.field.open_(db, Outbox.body, mail.id, mail.body)
    assert not any(word in body for word in ("MARKER", hold.number, "hold", "/holds"))
    release(cast, hold)
    with cast.database.reading() as db:
        assert {one.released_at is None for one in queries.notices(db, cast["colleague"])} == {False}


def test_administrators_see_systems_accounts_and_days_and_nothing_else(cast: Cast) -> None:
    hold = place(cast)
    wanted = Wanted("mail", "v.hale@example.org", utc_now().date(), None)
    with cast.database.transaction() as db:
        row = db.get_one(Hold, hold.id)
        holds.enter(db, row, cast["counsel"], Action.PLACE_HOLD)
        task = preservation.ask(db, row, wanted, by=cast["counsel"])

    def answer(who: str) -> None:
        with cast.database.transaction() as db:
            row = db.get_one(PreservationTask, task.id)
            preservation.answer(db, row, "done", "Retention is off for that box.", by=cast[who])

    with pytest.raises(Forbidden):
        answer("specialist")
    answer("administrator")
    with pytest.raises(Forbidden):
        answer("administrator")
    release(cast, hold)
    with cast.database.reading() as db:
        [one] = hold_opened.tasks(db)
    assert (one.number, one.wanted, one.state) == (hold.number, wanted, "done")
    assert (one.answer, one.lifted_at is not None) == ("Retention is off for that box.", True)


def test_counsel_who_leaves_keeps_the_key_until_somebody_who_places_holds_has_it(cast: Cast) -> None:
    """A custodian who reads the notice keeps nothing for anybody."""
    hold = place(cast, custodians=("specialist",))
    with cast.database.transaction() as db:
        person = db.get_one(Person, cast["counsel"].id)
        person.state = "suspended"
        leaving.begin(db, person, leaving.SUSPENDED, by=cast["lead"], now=utc_now())
    leaving.end_keys(cast.database)
    with cast.database.reading() as db:
        kept = {(one.compartment, one.holder_id) for one in vault.readers.of_case(db, hold.id)}
    counsel = cast["counsel"].id
    assert {(Compartment.HOLD, counsel), (Compartment.NOTICE, counsel)} <= kept


def test_the_trail_names_acts_and_people_and_no_content(cast: Cast) -> None:
    hold = place(cast, custodians=("specialist",))
    does(cast, custodians.acknowledge, hold, who="specialist")
    release(cast, hold)
    with cast.database.reading() as db:
        said = [(one.tag, one.ids) for one in db.scalars(select(TrailEntry).where(TrailEntry.chain == hold.id))]
        on_the_case = db.scalars(select(TrailEntry.tag).where(TrailEntry.chain == cast.case_id)).all()
    assert {tag for tag, _ in said} == {"hold:placed", "hold:notice", "hold:acknowledged", "hold:released"}
    assert not any("MARKER" in ids for _, ids in said)
    assert not any(tag.startswith("hold:") for tag in on_the_case)
