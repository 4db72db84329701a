"""What the demo promises: everything that is built is there to be looked at, and all of it is real."""

from collections import Counter

from sqlalchemy import select

from casework import audit, vault
from casework.cases.lifecycle.kinds import KINDS
from casework.cases.models import Case, Membership, Party
from casework.db import utc_now
from casework.demo.accounts import ACCOUNTS, PASSWORD
from casework.people import Role, sign_in
from casework.people.standing import standing
from casework.vault import receipts
from tests.demo.conftest import Made


def test_every_kind_and_every_planned_state_is_there(made: Made) -> None:
    with made.database.reading() as db:
        rows = db.execute(select(Case.kind, Case.state)).all()
    assert Counter(state for _, state in rows) == Counter(case.end.state for case in made.planned)
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
        assert (number, changed) == (their_number, their_changed)
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
