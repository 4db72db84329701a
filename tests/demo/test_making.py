"""What the demo promises: everything that is built is there to be looked at, and all of it is real."""

from collections import Counter
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from casework import audit, vault
from casework.cases import models
from casework.cases.lifecycle import heard
from casework.cases.lifecycle.kinds import KINDS
from casework.cases.models import (
    Case,
    Departure,
    Direction,
    Hold,
    IdentityDisclosure,
    Membership,
    Party,
    PrivilegeClaim,
    Proceeding,
    Redaction,
    Restriction,
    Review,
    SupportOffer,
)
from casework.cases.queries import holds as held
from casework.cases.queries import ways_in
from casework.db import utc_now
from casework.demo.accounts import ACCOUNTS, PASSWORD
from casework.demo.leavers import everybody
from casework.discipline.models import HearingMove
from casework.eap import kinds, lifecycle
from casework.eap.models import CourtOrder, Danger, Provider, Referral
from casework.eap.queries import parties, releases, stated
from casework.exits.lifecycle import STATES, WAYS
from casework.exits.models import Exit, LeavingTask
from casework.exits.queries import directory, guests
from casework.figures import kept
from casework.legal.models import PreservationTask, SubjectRequest
from casework.people import Role, sign_in
from casework.people.standing import standing
from casework.vault import receipts
from tests.demo.conftest import Made


def test_every_kind_and_every_planned_state_is_there(made: Made) -> None:
    with made.database.reading() as db:
        rows = db.execute(select(Case.kind, Case.state)).all()
    one_who_fares_worse = Counter({"received": 1})
    assert Counter(state for _, state in rows) == Counter(case.end.state for case in made.planned) + one_who_fares_worse
    assert {kind for kind, _ in rows} == set(KINDS)


def test_the_trail_of_eighteen_months_is_whole_and_has_true_times(made: Made) -> None:
    with made.database.reading() as db:
        assert audit.verify(db) == []
        oldest = db.scalars(select(Case.received_at).order_by(Case.received_at)).first()
        entries = db.execute(select(audit.models.TrailEntry.chain, audit.models.TrailEntry.at)).all()
        received = dict(db.execute(select(Case.id, Case.received_at)).all())
    assert oldest is not None
    assert (utc_now() - oldest).days > 200
    assert all(at >= received[chain] for chain, at in entries if chain in received)
    assert all(at < utc_now() for _, at in entries)


def test_every_account_signs_in_with_the_password_of_all(made: Made) -> None:
    for account in ACCOUNTS:
        with made.database.reading() as db:
            known = sign_in.look_up(db, account.email)
        proof = sign_in.prove(made.keys, known, PASSWORD)
        assert proof is not None
        assert proof.credential.totp is None
        assert sign_in.prove(made.keys, known, "something-else-entirely") is None


def test_everybody_is_admitted_to_the_roles_that_their_account_names(made: Made) -> None:
    with made.database.reading() as db:
        people = standing(db)
    assert {one.name: one.roles for one in people.values()} == {a.name: frozenset(a.roles) for a in ACCOUNTS}
    assert all(one.able for one in people.values())


def test_specialists_open_the_titles_of_their_cases_and_the_administrator_none(made: Made) -> None:
    titles = {case.matter.title for case in made.planned}
    read = _titles(made, "specialist") | _titles(made, "specialist2")
    assert {title for title in read if ", received " not in title} <= titles
    assert len(read) > len(titles) * 0.9
    assert _titles(made, "admin") == set()
    assert _titles(made, "auditor") == set()


def _titles(made: Made, key: str) -> set[str]:
    actor = made.place.staff[key]
    assert actor.holder is not None
    with made.database.reading() as db:
        cases = {case.id: case for case in db.scalars(select(Case))}
        rooms = vault.rooms.enter_files(db, actor.holder, list(cases))
        return {room.open(Case.title, id_, cases[id_].title) for id_, room in rooms.items()}


def test_some_reports_can_be_followed_with_a_receipt(made: Made) -> None:
    for printed, number, _ in made.history.receipts:
        receipt = receipts.derive(made.keys, printed)
        with made.database.reading() as db:
            query = select(Case.number).join(Party, Party.case_id == Case.id).where(Party.receipt == receipt.lookup)
            assert db.scalar(query) == number
    assert made.history.receipts


def test_lists_are_walked_by_the_same_keys_as_the_cases_have(made: Made) -> None:
    with made.database.reading() as db:
        rows = db.execute(
            select(
                Case.number, Case.changed_at, Case.due_on, Membership.number, Membership.changed_at, Membership.due_on
            )
            .join(Membership, Membership.case_id == Case.id)
            .where(Membership.active)
        ).all()
    assert rows
    for number, changed, due, their_number, their_changed, their_due in rows:
        assert number == their_number
        assert changed <= their_changed  # later where something lies in a room that only they read
        assert due is None or due == their_due


def test_whoever_is_outside_reads_appeals_and_what_the_lead_must_not(made: Made) -> None:
    alternate = next(account for account in ACCOUNTS if Role.ALTERNATE in account.roles)
    without_lead = sum(bool(case.avoid) for case in made.planned)
    person = made.place.staff[alternate.key].id
    with made.database.reading() as db:
        states = db.scalars(
            select(Case.state).join(Membership, Membership.case_id == Case.id).where(Membership.person_id == person)
        ).all()
    assert "appealed" in states
    early = [state for state in states if state not in ("appealed", "in action")]
    assert len(early) == without_lead


def test_referrals_of_every_kind_and_in_every_state_are_there(made: Made) -> None:
    with made.database.reading() as db:
        known = [stated.of(db, one) for one in db.scalars(select(Referral))]
    assert {one.kind for one in known} == set(kinds.KINDS)
    assert {one.state for one in known} == set(lifecycle.STATES)


def test_a_release_lasts_and_one_was_taken_back_danger_was_reviewed_and_counsel_answered(made: Made) -> None:
    with made.database.reading() as db:
        signed = [one for referral in db.scalars(select(Referral)) for one in releases.of(db, referral.id)]
        danger, order = db.scalars(select(Danger)).one(), db.scalars(select(CourtOrder)).one()
    assert sorted(one.over_by for one in signed) == ["", "revoked"]
    assert danger.reviewed_by not in (None, danger.by)
    assert order.answered_at is not None


def test_each_country_has_a_line_that_answers_day_and_night(made: Made) -> None:
    with made.database.reading() as db:
        rows = db.scalars(select(Provider)).all()
    assert {one.places for one in rows if one.line} == {f"[{id_}]" for id_ in made.place.sites.values()}
    assert 8 <= len(rows) <= 11


def test_what_is_printed_opens_what_it_says(made: Made) -> None:
    *printed, (link, code, _) = made.history.others
    with made.database.reading() as db:
        both = receipts.derive_both(made.keys, link.removeprefix("/answer/"), code)
        assert ways_in.by_both(db, both, utc_now()) is not None
    assert Counter(where for where, *_ in printed) == {"/exit": 3, "/support/follow": 6}
    for where, code, _ in printed:
        receipt = receipts.derive(made.keys, code)
        with made.database.reading() as db:
            opened = guests.by_code(db, receipt, utc_now()) if where == "/exit" else parties.who(db, receipt)
        assert opened is not None


def test_a_case_says_that_support_was_offered_and_one_termination_waits_to_be_planned(made: Made) -> None:
    with made.database.reading() as db:
        assert db.scalars(select(SupportOffer)).first() is not None
        assert [one.planned_at for one in db.scalars(select(Departure))] == [None]


def test_people_leave_in_every_way_and_state_and_some_have_not_been_planned(made: Made) -> None:
    with made.database.reading() as db:
        states = Counter(db.scalars(select(Exit.state)))
        coming = directory.coming(db, made.place.staff["lead"].id, utc_now().date())
        lines = db.execute(select(LeavingTask.done_at, LeavingTask.owner, LeavingTask.owner_id)).all()
    assert states == Counter(one.told["state"] for one in everybody() if one.told)
    assert set(states) == set(STATES)
    assert {one.told["way"] for one in everybody() if one.told} == set(WAYS)
    assert len(coming) == 6
    assert {bool(line.done_at) for line in lines} == {True, False}
    assert any(line.owner for line in lines)
    assert any(line.owner_id for line in lines)


def test_a_quarter_is_published_for_each(made: Made) -> None:
    with made.database.reading() as db:
        for subject in ("exits", "support"):
            quarter = kept.read(db, subject, kept.listed(db, subject)[0])
            assert quarter is not None
            assert quarter.published.tables


def test_whoever_leaves_is_in_the_directory_with_days_that_fit(made: Made) -> None:
    today = utc_now().date()
    with made.database.reading() as db:
        for one in everybody():
            line = directory.find(db, number=one.employee.number)
            assert line is not None
            assert line.site_id == made.place.sites[one.employee.location]
            assert line.starts_on is not None
            assert abs(one.ends_on(today) - (line.ends_on or today)) <= timedelta(days=1)
            assert line.starts_on < one.ends_on(today)


def test_counsel_the_officer_and_administrators_find_something_to_do(made: Made) -> None:
    with made.database.reading() as db:
        assert len(db.scalars(select(Restriction)).all()) == len(db.scalars(select(Direction)).all()) == 1
        [charge] = db.scalars(select(Proceeding))
        [hold] = db.scalars(select(Hold))
        assert held.of_case(db, charge.case_id) is not None
        assert len(db.scalars(select(PreservationTask).where(PreservationTask.hold_id == hold.id)).all()) == 2
        assert {one.state for one in db.scalars(select(Review))} >= {"approved"}
        assert [one.state for one in db.scalars(select(SubjectRequest))] == ["searching"]
        assert [one.state for one in db.scalars(select(IdentityDisclosure))] == ["consent asked"]
        assert db.scalars(select(Redaction)).first() is not None
        assert db.scalars(select(PrivilegeClaim).where(PrivilegeClaim.state == "asked")).first() is not None


def _found(made: Made, *columns: Any, of: int | None = None) -> set[Any]:
    """What there is in these columns; `of`: on one case."""
    with made.database.reading() as db:
        query = select(*columns).where(columns[0].class_.case_id == of) if of else select(*columns)
        return {row[0] if len(columns) == 1 else tuple(row) for row in db.execute(query)}


def test_people_are_heard_and_statements_wait_are_corrected_signed_and_refused(made: Made) -> None:
    states, kinds = _found(made, models.Interview.state), _found(made, models.InterviewEvent.kind)
    results = _found(made, models.InterviewStatement.handed, models.InterviewStatement.result)
    assert {heard.TALKING, heard.GIVEN, heard.UNSIGNED, heard.DECLINED} <= states
    assert states & {heard.SIGNED, heard.CORRECTED}
    assert {("link", ""), ("paper", "refused")} <= results
    assert {"right asked", "right granted"} <= kinds


def test_one_case_is_looked_into_with_a_log_two_drafts_and_letters_in_every_state(made: Made) -> None:
    (one,) = _found(made, models.PartyGuest.case_id)
    kinds = {"paper", "photograph", "message", "recording", "object", "statement"}
    assert kinds <= _found(made, models.Evidence.kind, of=one)
    assert len(_found(made, models.EvidenceCustody.id, of=one)) >= 2
    assert _found(made, models.ReportVersion.number, of=one) == {1, 2}
    assert _found(made, models.Letter.state, of=one) == {"draft", "handed", "withdrawn"}
    given = _found(made, models.Given.kind, models.Given.asks, of=one)
    assert given == {("notice", "comment"), ("evidence", "comment"), ("statement", "signature")}
    assert None not in _found(made, models.Plan.agreed_at, of=one)
    assert any(_found(made, models.PlanItem.due_on, of=one))


def test_appeals_end_in_every_way_and_decisions_and_warnings_with_them(made: Made) -> None:
    assert _found(made, models.Appeal.result) == {"", "upheld", "varied", "dismissed"}
    assert {"", "set aside", "superseded"} <= _found(made, models.Decision.ended_how)
    assert len(_found(made, models.Decision.outcome)) > 3
    assert any(day >= utc_now().date() for day in _found(made, models.IssuedWarning.expires_on))


def test_hearings_are_held_waived_and_put_off_and_a_works_council_is_asked(made: Made) -> None:
    assert {"called", "held", "waived"} <= _found(made, models.Hearing.state)
    assert _found(made, HearingMove.asked_by) == {"worker"}
    assert _found(made, models.RetaliationReview.cleared) == {True}
    assert ("DE", "informed") in _found(made, models.Consultation.law, models.Consultation.state)


def test_a_talk_ends_either_way_the_police_ask_to_wait_and_somebody_fares_worse(made: Made) -> None:
    assert {"signed", "ended"} <= _found(made, models.Mediation.state)
    waits = {one for one, until in _found(made, models.PoliceReport.case_id, models.PoliceReport.wait_until) if until}
    assert waits == {one for one, cause in _found(made, models.Pause.case_id, models.Pause.cause) if cause == "police"}
    led_to = _found(made, models.Aftercare.led_to) - {None}
    relations = dict(_found(made, models.Link.id, models.Link.relation))
    assert [relations[one] for one in led_to] == ["retaliation"]
    asked = _found(made, models.Aftercare.given_id) - {None}
    answered = dict(_found(made, models.Given.id, models.Given.answered_at))
    assert None in {answered[one] for one in asked}
    assert {"", "asked", "phone"} <= _found(made, models.Aftercare.how)
