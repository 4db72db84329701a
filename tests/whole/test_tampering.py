"""An administrator writes into the database: what they made up does not count, and it is on the trail."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy import ColumnElement, select, update

from casework import vault
from casework.audit import verify
from casework.audit.models import TrailEntry
from casework.cases.actions import members
from casework.cases.models import Case, Membership
from casework.db import new_id, utc_now
from casework.people import custody
from casework.people.models import Admission, RoleGrant, Route, ServerKeptKey
from casework.staff.actions import settings
from casework.vault import Compartment, HolderKind, Unreadable
from casework.vault.models import CompartmentRow, KeyPolicy, PublicKey, Seal
from tests.cast import SECRET

from .world import World


def met(world: World) -> list[dict[str, object]]:
    with world.database.reading() as db:
        rows = db.scalars(select(TrailEntry.ids).where(TrailEntry.tag == "tampering:met"))
        return [json.loads(ids) for ids in rows]


def test_a_lead_who_was_made_up_is_none_and_is_met_once_a_day(world: World) -> None:
    administrator = world.cast["administrator"]
    with world.database.transaction() as db:
        row = db.scalars(select(RoleGrant).where(RoleGrant.person_id == administrator.id)).one()
        db.execute(update(RoleGrant).where(RoleGrant.id == row.id).values(role="lead"))
    client = world.client(administrator)
    for _ in range(3):
        assert client.get(f"/people/{world.cast['colleague'].id}/access").status_code == 403
    assert met(world) == [{"row": row.id, "what": "role"}]


def test_an_admission_that_was_edited_admits_nobody(world: World) -> None:
    colleague = world.cast["colleague"]
    with world.database.transaction() as db:
        db.execute(update(Admission).where(Admission.person_id == colleague.id).values(by=world.cast["lead"].id))
    client = world.client(colleague)
    assert client.get("/cases").headers["location"].startswith("/waiting")
    client.get("/cases")
    assert met(world) == [{"row": colleague.id, "what": "admission"}]


Hostile = Callable[[World], list[tuple[str, int]]]
"""Does it, sees it refused, and says what is to be found on the trail: what, and which row."""


def swapped(world: World, kind: HolderKind, owner: int | None = None) -> int:
    """A thief's public half in place of somebody's; the row."""
    half = vault.hpke.public_of(vault.hpke.new_private())
    query = select(PublicKey.id).where(PublicKey.kind == kind.value)
    with world.database.transaction() as db:
        row: int = db.scalars(query if owner is None else query.where(PublicKey.owner == owner)).one()
        db.execute(update(PublicKey).where(PublicKey.id == row).values(public=half))
    return row


def seals(world: World, *which: ColumnElement[bool]) -> list[Seal]:
    with world.database.reading() as db:
        query = select(Seal).join(CompartmentRow, CompartmentRow.id == Seal.compartment_id)
        return list(db.scalars(query.where(Seal.case_id == world.cast.case_id, CompartmentRow.name == "file", *which)))


def a_persons_key(world: World) -> list[tuple[str, int]]:
    colleague = world.cast["colleague"].id
    row = swapped(world, HolderKind.PERSON, colleague)
    told = {"nonce": "n-1", "person": str(colleague), "rooms": "file-0", "why": "Help"}
    path = f"/cases/{world.cast.number}/members"
    answer = world.client(world.cast["lead"], sure=True).post(path, data=told)
    assert answer.status_code == 500
    assert "changed outside Casework. Nothing was saved." in answer.text
    assert seals(world, Seal.holder_id == colleague) == []
    return [("public key", row)]


def recoverys_key(world: World) -> list[tuple[str, int]]:
    """What comes in would be sealed to it too: it is not accepted, and nothing of it is kept."""
    row = swapped(world, HolderKind.RECOVERY)
    with world.database.reading() as db:
        before = db.scalars(select(Case.id)).all()
    with world.database.transaction() as db, pytest.raises(Unreadable):
        vault.rooms.found_case(db, 8)
        vault.rooms.build(db, 8, Compartment.FILE, to=[])
    with world.database.reading() as db:
        assert db.scalars(select(Case.id)).all() == before
    return [("public key", row)]


def a_reporters_key(world: World) -> list[tuple[str, int]]:
    """Somebody is removed: the room's next key goes to who remains, and not to a key put in the reporter's place."""
    reporter = world.cast["reporter"].id
    row = swapped(world, HolderKind.REPORTER, reporter)
    with world.database.transaction() as db:
        members.remove(db, world.cast.case(db), world.cast["specialist"].id, by=world.cast["lead"])
        newest = select(Seal.id).join(CompartmentRow, CompartmentRow.id == Seal.compartment_id)
        mine = newest.where(Seal.holder_id == reporter, Seal.epoch == CompartmentRow.epoch)
        assert db.scalars(mine.where(Seal.holder_kind == "reporter")).all() == []
    return [("public key", row)]


def a_drop_boxes_key(world: World) -> list[tuple[str, int]]:
    with world.database.transaction() as db:
        newest = select(PublicKey).join(CompartmentRow, CompartmentRow.id == PublicKey.compartment_id)
        box = db.scalars(newest.where(CompartmentRow.name == "file", PublicKey.epoch == CompartmentRow.epoch)).one()
        box.public = vault.hpke.public_of(vault.hpke.new_private())
    with world.database.transaction() as db, pytest.raises(Unreadable):
        vault.rooms.drop(db, world.cast.case_id, Compartment.FILE, 0, Case.title, 1, "for you alone")
    return [("public key", box.id)]


def a_seal_of_another_case(world: World) -> list[tuple[str, int]]:
    """The same colleague's, of a case that somebody made for it."""
    lead = world.cast["lead"]
    with world.database.transaction() as db:
        vault.rooms.found_case(db, 8)
        vault.rooms.build(db, 8, Compartment.FILE, to=[vault.pairs.current(db, HolderKind.PERSON, lead.id)])
        theirs = db.scalars(select(Seal.sealed).where(Seal.case_id == 8, Seal.holder_id == lead.id)).one()
        for seal in seals(world, Seal.holder_id == lead.id):
            db.execute(update(Seal).where(Seal.id == seal.id).values(sealed=theirs))
    answer = world.client(lead).get(f"/cases/{world.cast.number}")
    assert SECRET not in answer.text
    return [("seal", seal.id) for seal in seals(world, Seal.holder_id == lead.id)]


def an_old_seal_put_back(world: World) -> list[tuple[str, int]]:
    """Who was removed kept a copy of their seals, and somebody puts them back, with the membership."""
    worker = world.cast["specialist"]
    copies = [{name: getattr(seal, name) for name in Seal.__table__.columns.keys()}  # noqa: SIM118
              for seal in seals(world, Seal.holder_id == worker.id)]  # fmt: skip
    with world.database.transaction() as db:
        members.remove(db, world.cast.case(db), worker.id, by=world.cast["lead"])
    with world.database.transaction() as db:
        db.add_all(Seal(**{**copy, "id": new_id()}) for copy in copies)
        db.execute(update(Membership).where(Membership.person_id == worker.id).values(active=True, reads_file=True))
    answer = world.client(worker).get(f"/cases/{world.cast.number}")
    assert SECRET not in answer.text
    return [("old seal", copies[0]["compartment_id"])]


def a_generation_put_back(world: World) -> list[tuple[str, int]]:
    """The journal knows of another key since: nothing is sealed to the one before."""
    colleague = world.cast["colleague"].id
    with world.database.transaction() as db:
        vault.journal.note(db, "generation", person=colleague, generation=2)
    with world.database.transaction() as db, pytest.raises(Unreadable):
        vault.pairs.current(db, HolderKind.PERSON, colleague)
    return [("generation", colleague)]


def a_route(world: World) -> list[tuple[str, int]]:
    lead = world.cast["lead"]
    with world.database.transaction() as db:
        settings.route(db, kind="", site_id=0, person_id=lead.id, duty="reader", by=lead, now=utc_now())
        row = db.scalars(select(Route)).one()
        db.execute(update(Route).where(Route.id == row.id).values(person_id=world.cast["colleague"].id))
    assert "Colleague Example" not in world.client().get("/report?kind=grievance&site=0").text
    return [("route", row.id)]


def a_policy_of_keys(world: World) -> list[tuple[str, int]]:
    with world.database.transaction() as db:
        vault.custody.bar(db, [Compartment.PRIVILEGED])
        db.execute(update(KeyPolicy).values(barred=""))
    with world.database.reading() as db:
        assert vault.custody.barred(db) == frozenset(Compartment)
    return [("key policy", 1)]


def a_kept_key(world: World) -> list[tuple[str, int]]:
    """What the server keeps for one, copied to another."""
    holder, other = world.cast["colleague"].holder, world.cast["specialist"].id
    assert holder is not None
    with world.database.transaction() as db:
        custody.hand_in(db, holder.id, 1, holder.private, utc_now())
        row = db.scalars(select(ServerKeptKey)).one()
        db.add(ServerKeptKey(person_id=other, generation=1, wrapped=row.wrapped, since=row.since))
    with world.database.reading() as db, pytest.raises(Unreadable):
        vault.custody.unwrap(db, (other, 1), row.wrapped)
    return [("kept key", other)]


@pytest.mark.parametrize(
    "attack",
    [
        a_persons_key,
        recoverys_key,
        a_reporters_key,
        a_drop_boxes_key,
        a_seal_of_another_case,
        an_old_seal_put_back,
        a_generation_put_back,
        a_route,
        a_policy_of_keys,
        a_kept_key,
    ],
    ids=lambda attack: attack.__name__,
)
def test_what_was_written_from_outside_is_refused_and_on_the_trail(world: World, attack: Hostile) -> None:
    found = attack(world)
    assert found
    world.client().get("/")
    assert sorted((one["what"], one["row"]) for one in met(world)) == sorted(found)
    with world.database.reading() as db:
        assert verify(db) == []
