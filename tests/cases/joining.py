"""Cases and colleagues of the cast for joining and leaving, and who can read what of them."""

from typing import Any

from casework import vault
from casework.cases.actions import granting, opening
from casework.cases.actions.newcomers import NewReporter
from casework.cases.models import BulkGrant, Case
from casework.cases.queries import granting as queries
from casework.cases.queries.granted import Preview
from casework.cases.queries.granting import Wish
from casework.cases.queries.routing import Readers
from casework.db import utc_now
from casework.people import VISITOR, Actor, admissions, enrolment
from casework.people.models import Person
from casework.vault import Compartment, Holder, HolderKind
from tests.cast import Cast

WHY = "MARKER-GR1 the lead who knew them leaves"


def opened(cast: Cast, *readers: str, kind: str = "grievance", **more: Any) -> Case:
    """One more case, of a confidential reporter, read by these; the first of them knows who it is."""
    with cast.database.reading() as db:
        receipt = vault.receipts.derive(vault.of(db), vault.receipts.make())
    ids = tuple(cast[name].id for name in readers)
    with cast.database.transaction() as db:
        case = opening.open_case(
            db, kind=kind, channel="form", site_id=cast.site_id, title="", narrative=f"Told to {', '.join(readers)}.",
            readers=Readers(ids, ids[:1]), by=VISITOR, received_at=utc_now(),
            reporter=NewReporter("confidential", receipt=receipt, name="Somebody"),
        ).case  # fmt: skip
        for name, value in more.items():
            setattr(case, name, value)
    return case


def give(cast: Cast, to: str, wish: Wish, by: str = "lead") -> BulkGrant:
    with cast.database.transaction() as db:
        grant = granting.begin(db, cast[to].id, wish, by=cast[by], now=utc_now())
    granting.go_on(cast.database, grant.id, by=cast[by], seconds=60)
    with cast.database.reading() as db:
        return db.get_one(BulkGrant, grant.id)


def preview(cast: Cast, to: str, wish: Wish, by: str = "lead") -> Preview:
    with cast.database.reading() as db:
        return queries.preview(db, cast[by], cast[to].id, db.get_one(Person, cast[to].id).generation, wish)


def rooms(cast: Cast, who: Actor, case_id: int) -> set[Compartment]:
    assert who.holder is not None
    with cast.database.reading() as db:
        return {compartment for compartment, _ in vault.rooms.enter_all(db, who.holder, case_id)}


def like(cast: Cast, name: str, **more: Any) -> Wish:
    return Wish(queries.LIKE, source_id=cast[name].id, why=WHY if more.get("identities") else "", **more)


def newer(cast: Cast, name: str, *, admitted: bool = True) -> Actor:
    """They lost everything and enrolled again: another pair, of the next generation."""
    private = vault.hpke.new_private()
    with cast.database.transaction() as db:
        person = db.get_one(Person, cast[name].id)
        made = enrolment.Prepared(private, vault.passwords.new_recovery_code(), None, bytes(16), bytes(32), bytes(32))
        enrolment.confirm(db, person, enrolment.begin(db, person, made, utc_now()), private, utc_now())
        if admitted:
            admissions.admit(db, person.id, person.generation, by=cast["lead"].id, now=utc_now())
    old = cast[name]
    holder = Holder(HolderKind.PERSON, old.id, 2, private)
    made_anew = Actor(old.kind, old.id, old.name, old.roles, True, holder, zone=old.zone)
    cast.actors[name] = made_anew
    return made_anew
