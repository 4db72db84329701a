"""Somebody leaves or is suspended: who can read what before and after, and that nothing is left alone in silence."""

from datetime import date

import pytest
from sqlalchemy import select

from casework import vault
from casework.access import Action, Forbidden, judge, walls
from casework.audit import verify
from casework.audit.models import TrailEntry
from casework.cases.actions import leaving, members
from casework.cases.models import Case, Handover, HandoverCase, Membership
from casework.cases.queries import granting as queries
from casework.cases.queries import matter, unattended
from casework.cases.queries.granting import Wish
from casework.db import utc_now
from casework.people import SYSTEM, Role, grants, sessions
from casework.people.models import Person, UserSession
from casework.vault import Compartment, HolderKind, pairs
from casework.vault.models import CompartmentRow, PublicKey, Seal
from tests.cast import Cast, employee

from .joining import give, like, opened, rooms

FILE, DIALOGUE, IDENTITY = Compartment.FILE, Compartment.DIALOGUE, Compartment.IDENTITY


def out(cast: Cast, name: str, cause: str = leaving.LEFT, by: str = "lead") -> int:
    with cast.database.transaction() as db:
        row = leaving.begin(db, db.get_one(Person, cast[name].id), cause, by=cast[by], now=utc_now())
    return row.id


def through(cast: Cast, name: str, cause: str = leaving.LEFT, by: str = "lead") -> int:
    id_ = out(cast, name, cause, by)
    leaving.end_keys(cast.database)
    return id_


def ended(cast: Cast, handover_id: int, by: str = "lead") -> None:
    with cast.database.transaction() as db:
        leaving.end(db, db.get_one(Handover, handover_id), by=cast[by], now=utc_now())
    leaving.end_keys(cast.database)


def alone(cast: Cast) -> set[str]:
    """Numbers of cases that nobody can read, as the page lists them to the alternate."""
    with cast.database.reading() as db:
        return {case.number for case in unattended.cases(db, cast["alternate"])}


def said(cast: Cast, chain: int) -> list[str]:
    with cast.database.reading() as db:
        assert verify(db) == []
        return list(db.scalars(select(TrailEntry.tag).where(TrailEntry.chain == chain).order_by(TrailEntry.seq)))


def test_out_at_once_and_the_keys_after_it_with_nobody_signed_in(cast: Cast) -> None:
    shared = opened(cast, "lead", "specialist")
    with cast.database.transaction() as db:
        person, holder = db.get_one(Person, cast["specialist"].id), cast["specialist"].holder
        assert holder is not None
        cookie = sessions.start(db, person, holder.private, full=True, device="", now=utc_now())
    row = out(cast, "specialist")
    assert sessions.find(cast.database, cookie, utc_now()) is None
    with cast.database.reading() as db:
        assert list(db.scalars(select(UserSession).where(UserSession.person_id == cast["specialist"].id))) == []
        assert db.get_one(Person, cast["specialist"].id).state == "left"
        written = {r.case_id: r for r in db.scalars(select(HandoverCase).where(HandoverCase.handover_id == row))}
    assert set(written) == {shared.id, cast.case_id}
    assert written[shared.id].reads_file
    assert not written[shared.id].identity
    leaving.end_keys(cast.database)
    assert rooms(cast, cast["specialist"], shared.id) == set()
    assert rooms(cast, cast["lead"], shared.id) == {FILE, DIALOGUE, IDENTITY}
    assert "member:removed" in said(cast, shared.id)
    with cast.database.reading() as db:
        theirs = select(Membership).where(Membership.person_id == cast["specialist"].id, Membership.active)
        assert list(db.scalars(theirs)) == []


@pytest.mark.parametrize("cause", [leaving.SUSPENDED, leaving.DIRECTORY, leaving.SCIM])
def test_the_last_key_rests_until_a_lead_ends_it(cast: Cast, cause: str) -> None:
    only = opened(cast, "specialist")
    row = through(cast, "specialist", cause)
    assert alone(cast) == {only.number}
    assert "case:unattended" in said(cast, only.id)
    assert rooms(cast, cast["specialist"], only.id)  # their key opens it still, and they cannot sign in
    with cast.database.transaction() as db:
        person = db.get_one(Person, cast["specialist"].id)
        leaving.come_back(db, person, by=cast["lead"], now=utc_now())
    assert alone(cast) == set()
    with cast.database.reading() as db:
        assert db.get_one(Person, cast["specialist"].id).state == "active"
        assert db.get_one(Handover, row).closed_at is not None
    leaving.end_keys(cast.database)
    assert rooms(cast, cast["specialist"], only.id)


def test_whoever_comes_back_is_given_back_what_they_had(cast: Cast) -> None:
    shared, others = opened(cast, "lead", "specialist"), opened(cast, "lead", "colleague")
    through(cast, "specialist", leaving.SUSPENDED)
    assert rooms(cast, cast["specialist"], shared.id) == set()
    with cast.database.transaction() as db:
        leaving.come_back(db, db.get_one(Person, cast["specialist"].id), by=cast["lead"], now=utc_now())
    give(cast, "specialist", like(cast, "specialist"))
    assert rooms(cast, cast["specialist"], shared.id) == {FILE, DIALOGUE}
    assert rooms(cast, cast["specialist"], others.id) == set()


def test_once_it_is_ended_nothing_of_theirs_opens_and_they_enrol_anew(cast: Cast) -> None:
    only = opened(cast, "specialist")
    ended(cast, through(cast, "specialist"))
    assert rooms(cast, cast["specialist"], only.id) == set()
    assert alone(cast) == {only.number}
    with cast.database.transaction() as db:
        person = db.get_one(Person, cast["specialist"].id)
        leaving.come_back(db, person, by=cast["lead"], now=utc_now())
        assert person.state == "invited"


def test_only_who_has_left_is_ended_and_only_by_a_lead_or_an_alternate(cast: Cast) -> None:
    suspended = through(cast, "specialist", leaving.SUSPENDED)
    with pytest.raises(Forbidden):
        ended(cast, suspended)
    left = through(cast, "colleague")
    for name in ("administrator", "auditor", "counsel"):
        with pytest.raises(Forbidden):
            ended(cast, left, by=name)


def test_stopped_between_two_batches_it_goes_on_where_it_was(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaving, "BATCH", 2)
    cases = [opened(cast, "lead", "specialist") for _ in range(5)]
    row = out(cast, "specialist")
    with cast.database.transaction() as db:
        leaving.batch(db, db.get_one(Handover, row))
    with pytest.raises(RuntimeError), cast.database.transaction() as db:
        leaving.batch(db, db.get_one(Handover, row))
        raise RuntimeError("killed")
    every = [cast.case_id, *(case.id for case in cases)]
    assert sum(not rooms(cast, cast["specialist"], id_) for id_ in every) == 2
    leaving.end_keys(cast.database)
    assert all(not rooms(cast, cast["specialist"], case.id) for case in cases)
    with cast.database.reading() as db:
        assert db.get_one(Handover, row).keys_ended_at is not None
        assert verify(db) == []


def test_a_new_key_for_those_who_remain_is_none_for_who_left(cast: Cast) -> None:
    shared = opened(cast, "lead", "specialist")
    through(cast, "specialist")
    with cast.database.transaction() as db:
        room = members.enter(db, db.get_one(Case, shared.id), cast["lead"], FILE)
        text = room.seal(Case.narrative, shared.id, "written after they left")
        assert cast["specialist"].holder is not None
        with pytest.raises(vault.NoSeal):
            vault.rooms.enter(db, cast["specialist"].holder, shared.id, FILE)
        assert room.open(Case.narrative, shared.id, text) == "written after they left"


# --- by the directory ------------------------------------------------------------------------------------------------


def lines(cast: Cast, name: str, *ends: tuple[str, date | None]) -> None:
    """Their lines of the directory: the first is linked to the account, the others are declared the same person."""
    with cast.database.transaction() as db:
        first = ends[0][0]
        for number, last in ends:
            row = employee(db, number, "Somebody", same_as="" if number == first else first)
            row.ends_on = last
        db.get_one(Person, cast[name].id).employee_index = vault.field.index(db, "employee", first)


def leave_by_directory(cast: Cast, today: date) -> set[int]:
    with cast.database.transaction() as db:
        gone = set(leaving.by_directory(db, today))
    leaving.end_keys(cast.database)
    return gone


def test_whoever_the_directory_says_has_left_is_out_by_that_day(cast: Cast) -> None:
    shared, today = opened(cast, "lead", "specialist"), date(2026, 11, 3)
    lines(cast, "specialist", ("E-1", today))
    lines(cast, "colleague", ("E-2", None))
    assert leave_by_directory(cast, date(2026, 11, 2)) == set()
    assert leave_by_directory(cast, today) == {cast["specialist"].id}
    assert rooms(cast, cast["specialist"], shared.id) == set()
    assert leave_by_directory(cast, today) == set()


def test_an_earlier_contract_that_ended_puts_nobody_out(cast: Cast) -> None:
    lines(cast, "specialist", ("E-1", date(2024, 1, 31)), ("E-9", None))
    assert leave_by_directory(cast, date(2026, 11, 3)) == set()


def test_who_was_called_back_is_not_put_out_again_by_the_same_line(cast: Cast) -> None:
    today = utc_now().date()
    lines(cast, "specialist", ("E-1", today))
    assert leave_by_directory(cast, today)
    with cast.database.transaction() as db:
        leaving.come_back(db, db.get_one(Person, cast["specialist"].id), by=cast["lead"], now=utc_now())
    assert leave_by_directory(cast, today) == set()


# --- drills ----------------------------------------------------------------------------------------------------------


def test_drill_the_only_holder_dies(cast: Cast) -> None:
    """Before: one can read it. After: nobody, and it says so; an unwalled lead sees number and kind, no more."""
    only, shared = opened(cast, "specialist"), opened(cast, "specialist", "lead")
    assert rooms(cast, cast["specialist"], only.id) == {FILE, DIALOGUE, IDENTITY}
    row = through(cast, "specialist")
    assert alone(cast) == {only.number}
    assert rooms(cast, cast["lead"], shared.id) == {FILE, DIALOGUE}
    with cast.database.reading() as db:
        judged = matter.of(db, db.get_one(Case, only.id))
        assert judge(cast["lead"], Action.SEE_UNATTENDED, judged)
        assert not judge(cast["lead"], Action.READ_CASE, judged)
    ended(cast, row)
    assert rooms(cast, cast["specialist"], only.id) == rooms(cast, cast["lead"], only.id) == set()
    assert said(cast, only.id).count("case:unattended") == 1
    # What recovery holds is there for the ceremony: a seal of every epoch.
    with cast.database.reading() as db:
        seals = select(Seal.epoch).where(Seal.case_id == only.id, Seal.holder_kind == HolderKind.RECOVERY.value)
        rows = db.execute(select(CompartmentRow.epoch).where(CompartmentRow.case_id == only.id))
        assert set(db.scalars(seals)) == {1, *(row.epoch for row in rows)}


def test_drill_the_only_lead_dies_and_the_alternate_stands_in(cast: Cast) -> None:
    """One lead, one alternate: what both held goes on, what the lead alone held waits for the ceremony."""
    both, only = opened(cast, "alternate", "lead"), opened(cast, "lead")
    row = through(cast, "lead", by="administrator")
    assert rooms(cast, cast["lead"], both.id) == set()
    assert rooms(cast, cast["alternate"], both.id) == {FILE, DIALOGUE, IDENTITY}
    assert only.number in alone(cast)
    ended(cast, row, by="alternate")
    give(cast, "colleague", like(cast, "lead"), by="alternate")
    assert rooms(cast, cast["colleague"], both.id) == {FILE, DIALOGUE}
    assert rooms(cast, cast["colleague"], only.id) == set()
    with cast.database.transaction() as db:  # a successor, whom the alternate admitted, learns who it was
        grants.give(db, cast["colleague"].id, Role.LEAD, by=cast["alternate"].id, now=utc_now())
    give(cast, "colleague", like(cast, "lead", identities=True), by="alternate")
    assert rooms(cast, cast["colleague"], both.id) == {FILE, DIALOGUE, IDENTITY}


def test_drill_dismissed_this_minute(cast: Cast) -> None:
    """The seat is empty before the batches begin; a successor takes over what the lead holds too."""
    cases = [opened(cast, "lead", "specialist") for _ in range(3)]
    with cast.database.transaction() as db:
        db.get_one(Case, cases[0].id).investigator_id = cast["specialist"].id
    out(cast, "specialist")
    with cast.database.reading() as db, pytest.raises(LookupError):
        members.halves(db, [cast["specialist"].id])  # nothing new reaches them, whatever the batches do
    grant = give(cast, "colleague", like(cast, "specialist"))
    leaving.end_keys(cast.database)
    assert grant.given == 4
    for case in cases:
        assert rooms(cast, cast["colleague"], case.id) == {FILE, DIALOGUE}
        assert rooms(cast, cast["specialist"], case.id) == set()
    with cast.database.reading() as db:
        assert db.get_one(Case, cases[0].id).investigator_id is None
    assert alone(cast) == set()


def test_drill_a_holder_becomes_the_respondent(cast: Cast) -> None:
    """One transaction: nothing rests, nobody is asked, and nothing says to them that there ever was a case."""
    shared, only = opened(cast, "lead", "specialist"), opened(cast, "specialist")
    with cast.database.transaction() as db:
        for case in (shared, only):
            walls.raise_one(db, case.id, cast["specialist"].id, walls.NAMED, by=SYSTEM)
    assert rooms(cast, cast["specialist"], shared.id) == rooms(cast, cast["specialist"], only.id) == set()
    assert rooms(cast, cast["lead"], shared.id) == {FILE, DIALOGUE, IDENTITY}
    assert alone(cast) == {only.number}
    assert "case:unattended" in said(cast, only.id)
    assert give(cast, "specialist", Wish(queries.KIND, kind="grievance")).given == 0
    through(cast, "specialist")  # and later they leave: the hand-over knows nothing of these two
    with cast.database.reading() as db:
        assert {row.case_id for row in db.scalars(select(HandoverCase))} == {cast.case_id}


def test_the_server_renews_for_a_reader_whose_key_it_can_check_and_for_no_other(cast: Cast) -> None:
    shared = opened(cast, "lead", "specialist", "colleague")
    with cast.database.transaction() as db:
        thief = vault.hpke.public_of(vault.hpke.new_private())
        half = pairs.current(db, HolderKind.PERSON, cast["colleague"].id)
        row = db.scalars(select(PublicKey).where(PublicKey.owner == half.owner)).one()
        row.public = thief
    through(cast, "specialist")
    assert rooms(cast, cast["specialist"], shared.id) == rooms(cast, cast["colleague"], shared.id) == set()
    assert rooms(cast, cast["lead"], shared.id) == {FILE, DIALOGUE, IDENTITY}
