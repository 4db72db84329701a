"""Who gets what comes in: by kind and site, less those who are excluded, walled off, suspended or slipped in."""

import pytest
from sqlalchemy.orm import Session

from casework import vault
from casework.cases.actions import opening
from casework.cases.actions.newcomers import NewParty, NewReporter
from casework.cases.queries.routing import Readers, readers_for, route_parts
from casework.db import new_id, utc_now
from casework.people import VISITOR
from casework.people.models import Person, Route
from casework.vault import Compartment, HolderKind, Unreadable
from tests.cast import RECEIVED, Cast, one_person


def route(db: Session, cast: Cast, name: str, duty: str, kind: str = "", site_id: int = 0) -> Route:
    row = Route(
        id=new_id(), kind=kind, site_id=site_id, person_id=cast[name].id, duty=duty, set_by=cast["lead"].id,
        set_at=utc_now(),
    )  # fmt: skip
    row.mac = vault.rows.mac(db, "route", *route_parts(row))
    db.add(row)
    db.flush()
    return row


def ids(cast: Cast, *names: str) -> tuple[int, ...]:
    return tuple(cast[name].id for name in names)


def test_without_routes_the_leads_get_everything(cast: Cast) -> None:
    with cast.database.reading() as db:
        found = readers_for(db, "grievance", cast.site_id)
    assert (found.file, found.identity, found.alternates) == (*[ids(cast, "lead")] * 2, ids(cast, "alternate"))
    assert found.able


def test_the_closest_route_counts(cast: Cast) -> None:
    with cast.database.transaction() as db:
        route(db, cast, "lead", "reader")
        route(db, cast, "specialist", "reader", kind="harassment")
        route(db, cast, "colleague", "reader", kind="harassment", site_id=cast.site_id)
        assert readers_for(db, "grievance", cast.site_id).file == ids(cast, "lead")
        assert readers_for(db, "harassment", 0).file == ids(cast, "specialist")
        assert readers_for(db, "harassment", cast.site_id).file == ids(cast, "colleague")


def test_an_excluded_lead_is_replaced_by_the_alternate(cast: Cast) -> None:
    with cast.database.transaction() as db:
        route(db, cast, "lead", "reader")
        route(db, cast, "specialist", "reader")
        found = readers_for(db, "grievance", 0, excluded={cast["lead"].id})
    assert (found.file, found.identity) == (ids(cast, "specialist", "alternate"), ids(cast, "alternate"))
    assert found.excluded == {cast["lead"].id}


def test_an_excluded_specialist_is_replaced_by_nobody_while_others_can_read(cast: Cast) -> None:
    with cast.database.transaction() as db:
        route(db, cast, "lead", "reader")
        route(db, cast, "specialist", "reader")
        found = readers_for(db, "grievance", 0, excluded={cast["specialist"].id})
    assert found.file == ids(cast, "lead")


def test_who_is_excluded_is_so_by_every_account(cast: Cast) -> None:
    with cast.database.transaction() as db:
        route(db, cast, "lead", "reader")
        route(db, cast, "specialist", "reader")
    one_person(cast.database, *ids(cast, "lead", "specialist"))
    with cast.database.reading() as db:
        found = readers_for(db, "grievance", 0, excluded={cast["specialist"].id})
    assert (found.file, found.identity) == (ids(cast, "alternate"), ids(cast, "alternate"))
    opened = report(cast, excluded=frozenset({cast["specialist"].id}))
    with cast.database.reading() as db:
        assert {one.holder_id for one in vault.readers.of_case(db, opened.case.id)}.isdisjoint(found.excluded)


def test_nobody_able_is_said_so(cast: Cast) -> None:
    with cast.database.reading() as db:
        found = readers_for(db, "grievance", 0, excluded=set(ids(cast, "lead", "alternate")))
    assert not found.able


def test_whoever_was_suspended_gets_nothing_new(cast: Cast) -> None:
    with cast.database.transaction() as db:
        route(db, cast, "lead", "reader")
        route(db, cast, "specialist", "reader")
        db.get_one(Person, cast["specialist"].id).state = "suspended"
        assert readers_for(db, "grievance", 0).file == ids(cast, "lead")


def test_a_route_that_was_slipped_in_does_not_count_and_turns_no_report_away(cast: Cast) -> None:
    with cast.database.transaction() as db:
        route(db, cast, "lead", "reader")
        row = route(db, cast, "specialist", "reader")
        row.person_id = cast["colleague"].id
        db.flush()
        assert readers_for(db, "grievance", 0).file == ids(cast, "lead")


def report(cast: Cast, *parties: NewParty, excluded: frozenset[int] = frozenset()) -> opening.Opened:
    readers = Readers(ids(cast, "lead", "specialist"), ids(cast, "lead"), ids(cast, "alternate"), excluded)
    with cast.database.reading() as db:
        receipt = vault.receipts.derive(vault.of(db), vault.receipts.make())
    with cast.database.transaction() as db:
        return opening.open_case(
            db, kind="grievance", channel="form", site_id=cast.site_id, title="", narrative="x", readers=readers,
            by=VISITOR, received_at=RECEIVED, parties=parties,
            reporter=NewReporter("confidential", "Noor Jansen", "+31 6", receipt, employee_tag=b"never kept"),
        )  # fmt: skip


def test_a_report_about_the_lead_goes_past_them(cast: Cast) -> None:
    opened = report(cast, NewParty("respondent", "Lead Example"))
    with cast.database.reading() as db:
        readers = vault.readers.of_case(db, opened.case.id)
    people = {(r.compartment, r.holder_id) for r in readers if r.kind is HolderKind.PERSON}
    assert {id_ for _, id_ in people} == set(ids(cast, "specialist", "alternate"))
    assert {id_ for room, id_ in people if room is Compartment.IDENTITY} == set(ids(cast, "alternate"))


def test_a_report_about_everybody_who_could_read_it_is_not_accepted(cast: Cast) -> None:
    everybody = [NewParty("respondent", f"{name} Example") for name in ("Lead", "Specialist", "Alternate")]
    with pytest.raises(opening.NobodyAble):
        report(cast, *everybody)


def test_a_confidential_name_lies_with_the_identity_and_leaves_no_tag(cast: Cast) -> None:
    opened = report(cast)
    assert opened.party is not None
    assert (opened.party.room, opened.party.employee_tag) == ("identity", None)
    assert opened.party.name is not None
    assert opened.identity is not None
    assert opened.identity.open(type(opened.party).name, opened.party.id, opened.party.name) == "Noor Jansen"
    with pytest.raises(Unreadable):
        opened.file.open(type(opened.party).name, opened.party.id, opened.party.name)
