"""A lead gives a colleague many cases in one go: what they can read then, what is left out, and what cannot be made."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import event, select, update

from casework import vault
from casework.access import Forbidden, walls
from casework.audit import verify
from casework.audit.models import TrailEntry
from casework.cases.actions import granting, members
from casework.cases.models import BulkGrant, IdentityDisclosure
from casework.cases.queries import disclosing, record
from casework.cases.queries import granting as queries
from casework.cases.queries.granting import Wish
from casework.db import Database, utc_now
from casework.people import VISITOR, Actor, Role, custody, grants
from casework.people.models import Admission
from casework.vault import Compartment, HolderKind, pairs
from casework.vault.models import Seal
from tests.cast import Cast

from .joining import WHY, give, like, newer, opened, preview, rooms

IDENTITY = Compartment.IDENTITY


def test_a_colleague_reads_all_of_a_kind_that_the_lead_reads_and_nothing_else(cast: Cast) -> None:
    one, two = opened(cast, "lead"), opened(cast, "lead", "specialist")
    other, alone = opened(cast, "lead", kind="disciplinary"), opened(cast, "specialist")
    grant = give(cast, "colleague", Wish(queries.KIND, kind="grievance"))
    assert (grant.total, grant.given, grant.shut) == (2, 2, 0)
    for case in (one, two):
        assert rooms(cast, cast["colleague"], case.id) == {Compartment.FILE, Compartment.DIALOGUE}
        with cast.database.reading() as db:
            shown = record.load(db, cast["colleague"], case.number)
            assert shown is not None
    assert rooms(cast, cast["colleague"], other.id) == rooms(cast, cast["colleague"], alone.id) == set()
    with cast.database.reading() as db:
        assert verify(db) == []
        added = select(TrailEntry).where(TrailEntry.chain == one.id, TrailEntry.tag == "member:added")
        assert json.loads(db.scalars(added).one().ids)["person"] == cast["colleague"].id


def test_what_is_left_out_is_said_and_why(cast: Cast) -> None:
    opened(cast, "lead", "colleague")
    secret, walled = opened(cast, "lead", confidentiality="restricted"), opened(cast, "lead")
    opened(cast, "lead")
    with cast.database.transaction() as db:
        walls.raise_one(db, walled.id, cast["colleague"].id, walls.KIN, by=cast["lead"])
    wish = Wish(queries.KIND, kind="grievance")
    found = preview(cast, "colleague", wish)
    assert (found.gives, found.held, found.restricted, found.walled) == (1, 1, [secret.number], [walled.number])
    assert give(cast, "colleague", wish).given == 1
    assert rooms(cast, cast["colleague"], secret.id) == rooms(cast, cast["colleague"], walled.id) == set()
    by_name = Wish(queries.CHOSEN, chosen=(secret.id, walled.id))
    assert give(cast, "colleague", by_name).given == 1  # named one by one: restricted yes, past a wall never
    assert rooms(cast, cast["colleague"], secret.id)
    assert not rooms(cast, cast["colleague"], walled.id)


def test_a_wall_raised_after_the_beginning_holds(cast: Cast) -> None:
    case = opened(cast, "lead")
    with cast.database.transaction() as db:
        wish = Wish(queries.CHOSEN, chosen=(case.id,))
        grant = granting.begin(db, cast["colleague"].id, wish, by=cast["lead"], now=utc_now())
        walls.raise_one(db, case.id, cast["colleague"].id, walls.KIN, by=cast["lead"])
    granting.go_on(cast.database, grant.id, by=cast["lead"])
    assert not rooms(cast, cast["colleague"], case.id)


def test_like_a_colleague_with_what_others_would_have_to_give(cast: Cast) -> None:
    both, theirs = opened(cast, "lead", "specialist"), opened(cast, "specialist", "removed")
    hidden = opened(cast, "specialist", "removed", confidentiality="restricted")
    kept = opened(cast, "specialist", "removed")
    with cast.database.transaction() as db:
        walls.raise_one(db, kept.id, cast["lead"].id, walls.EXCLUDED, by=VISITOR)
    found = preview(cast, "colleague", like(cast, "specialist"))
    assert found.gives == 2  # the cast's own case and `both`
    assert [(line.name, line.cases) for line in found.beyond] == [("Removed Example", 1)]
    give(cast, "colleague", like(cast, "specialist"))
    assert rooms(cast, cast["colleague"], both.id)
    for case in (theirs, hidden, kept):
        assert not rooms(cast, cast["colleague"], case.id)


def test_identities_go_from_a_lead_to_a_lead_where_it_was_asked(cast: Cast) -> None:
    case = opened(cast, "lead", "specialist")
    with pytest.raises(Forbidden):
        give(cast, "colleague", like(cast, "specialist", identities=True))
    with cast.database.transaction() as db:
        grants.give(db, cast["colleague"].id, Role.LEAD, by=cast["lead"].id, now=utc_now())
    give(cast, "colleague", like(cast, "specialist"))
    assert IDENTITY not in rooms(cast, cast["colleague"], case.id)
    wish = like(cast, "specialist", identities=True)
    with pytest.raises(Forbidden, match="Write why"):
        give(cast, "colleague", replace(wish, why=" "))
    assert give(cast, "colleague", wish).given >= 1
    assert IDENTITY in rooms(cast, cast["colleague"], case.id)
    give(cast, "colleague", wish)  # who knows it already is not written down again
    with cast.database.reading() as db:
        tags = db.scalars(select(TrailEntry.tag).where(TrailEntry.chain == case.id))
        assert "identity:disclosed" in set(tags)
        row = db.scalars(select(IdentityDisclosure).where(IdentityDisclosure.case_id == case.id)).one()
        room = vault.rooms.enter(db, members.holder_of(cast["colleague"]), case.id, IDENTITY, row.party_id)
        asked = disclosing.opened(row, room, None).asked
        assert (row.state, asked["why"], asked["who"]) == ("disclosed", WHY, "Colleague Example")
        assert WHY.encode() not in (db.scalars(select(BulkGrant.why)).all()[-1] or b"")


def test_privileged_and_medical_rooms_are_given_one_by_one_or_not_at_all(cast: Cast) -> None:
    case = opened(cast, "lead")
    with cast.database.transaction() as db:
        half = pairs.current(db, HolderKind.PERSON, cast["lead"].id)
        vault.rooms.build(db, case.id, Compartment.MEDICAL, to=[half])
        vault.rooms.build(db, case.id, Compartment.PRIVILEGED, to=[half])
    opened(cast, "lead")
    said = preview(cast, "colleague", Wish(queries.KIND, kind="grievance"))
    assert (said.gives, said.beside, said.barred) == (2, [("medical", 1)], [])
    give(cast, "colleague", Wish(queries.KIND, kind="grievance"))
    assert rooms(cast, cast["colleague"], case.id) == {Compartment.FILE, Compartment.DIALOGUE}


@pytest.mark.parametrize(("room", "gives"), [(Compartment.DIALOGUE, 2), (Compartment.FILE, 0)])
def test_rooms_that_are_sealed_to_no_key_of_the_servers_are_counted(cast: Cast, room: Compartment, gives: int) -> None:
    case, _ = opened(cast, "lead"), opened(cast, "lead")
    holder = cast["colleague"].holder
    assert holder is not None
    with cast.database.transaction() as db:
        custody.hand_in(db, holder.id, 1, holder.private, utc_now())
        vault.custody.bar(db, [room, Compartment.IDENTITY])
    wish = Wish(queries.KIND, kind="grievance")
    said = preview(cast, "colleague", wish)
    assert (said.gives, said.barred) == (gives, [(room.value, 2)])
    if gives:
        assert give(cast, "colleague", wish).given == gives
        assert rooms(cast, cast["colleague"], case.id) == {Compartment.FILE}
    else:
        with pytest.raises(Forbidden):
            give(cast, "colleague", wish)


@pytest.mark.parametrize("name", ["specialist", "counsel", "administrator", "auditor", "party"])
def test_only_a_lead_or_an_alternate_gives(cast: Cast, name: str) -> None:
    opened(cast, "lead", "specialist")
    with pytest.raises(Forbidden):
        give(cast, "colleague", Wish(queries.KIND, kind="grievance"), by=name)


def test_an_alternate_gives_what_they_hold(cast: Cast) -> None:
    held, other = opened(cast, "alternate"), opened(cast, "lead")
    with pytest.raises(Forbidden):
        give(cast, "colleague", like(cast, "alternate", identities=True), by="alternate")
    give(cast, "colleague", Wish(queries.KIND, kind="grievance"), by="alternate")
    assert rooms(cast, cast["colleague"], held.id)
    assert not rooms(cast, cast["colleague"], other.id)


@pytest.mark.parametrize("name", ["administrator", "auditor", "lead"])
def test_nobody_receives_who_may_not_hold_a_case_or_gives_themselves(cast: Cast, name: str) -> None:
    opened(cast, "lead")
    with pytest.raises(Forbidden):
        give(cast, name, Wish(queries.KIND, kind="grievance"))


def test_an_admission_that_was_edited_receives_nothing(cast: Cast) -> None:
    opened(cast, "lead")
    with cast.database.transaction() as db:
        db.execute(update(Admission).where(Admission.person_id == cast["colleague"].id).values(by=cast["lead"].id))
    with pytest.raises(Forbidden):
        give(cast, "colleague", Wish(queries.KIND, kind="grievance"))


def test_stopped_in_the_middle_it_goes_on_and_gives_nothing_twice(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(granting, "BATCH", 2)
    cases = [opened(cast, "lead") for _ in range(5)]
    with cast.database.transaction() as db:
        wish = Wish(queries.KIND, kind="grievance")
        grant = granting.begin(db, cast["colleague"].id, wish, by=cast["lead"], now=utc_now())
    granting.go_on(cast.database, grant.id, by=cast["lead"], seconds=0)
    assert sum(bool(rooms(cast, cast["colleague"], case.id)) for case in cases) == 2
    granting.go_on(cast.database, grant.id, by=cast["colleague"])  # somebody else's is not carried on
    assert sum(bool(rooms(cast, cast["colleague"], case.id)) for case in cases) == 2
    granting.go_on(cast.database, grant.id, by=cast["lead"], seconds=60)
    with cast.database.reading() as db:
        row = db.get_one(BulkGrant, grant.id)
        assert (row.given, row.total, row.ended_at is not None) == (5, 5, True)
        seals = select(Seal.compartment_id, Seal.epoch).where(Seal.holder_id == cast["colleague"].id)
        assert len(db.execute(seals).all()) == len(set(db.execute(seals).all()))


def test_who_has_another_key_since_gets_no_more_and_nothing_is_left_waiting(cast: Cast) -> None:
    case = opened(cast, "lead")
    with cast.database.transaction() as db:
        wish = Wish(queries.KIND, kind="grievance")
        grant = granting.begin(db, cast["colleague"].id, wish, by=cast["lead"], now=utc_now())
    newer(cast, "colleague")
    with pytest.raises(Forbidden, match="Begin again"):
        granting.go_on(cast.database, grant.id, by=cast["lead"])
    assert not rooms(cast, cast["colleague"], case.id)
    with cast.database.reading() as db:
        assert db.get_one(BulkGrant, grant.id).ended_at is not None


def test_rules_and_keys_agree_for_every_case(cast: Cast) -> None:
    """What the list offers is what the rule of each case allows."""
    shut = opened(cast, "lead")
    opened(cast, "lead")
    with cast.database.transaction() as db:  # the page still lists it; the key is gone
        db.execute(update(Seal).where(Seal.case_id == shut.id, Seal.holder_id == cast["lead"].id).values(epoch=9))
    grant = give(cast, "colleague", Wish(queries.KIND, kind="grievance"))
    assert (grant.given, grant.shut) == (1, 1)


def test_the_statements_of_a_batch_do_not_grow_with_its_cases(cast: Cast) -> None:
    counts = []
    for how_many in (1, 3):
        chosen = tuple(opened(cast, "lead").id for _ in range(how_many))
        with cast.database.transaction() as db:
            wish = Wish(queries.CHOSEN, chosen=chosen)
            grant = granting.begin(db, cast["colleague"].id, wish, by=cast["lead"], now=utc_now())
        counts.append(_statements(cast.database, grant.id, cast["lead"]))
    assert counts[0] == counts[1]


def _statements(database: Database, grant_id: int, by: Actor) -> int:
    counted = 0

    def count(*_: object) -> None:
        nonlocal counted
        counted += 1

    event.listen(database.engine, "before_cursor_execute", count)
    granting.go_on(database, grant_id, by=by, seconds=0)
    event.remove(database.engine, "before_cursor_execute", count)
    return counted
