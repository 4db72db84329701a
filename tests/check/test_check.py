"""The check says that all is well where it is, and names what somebody changed behind Casework's back."""

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update

from casework import vault
from casework.audit.models import TrailEntry
from casework.backup import taking
from casework.cases.models import Allegation, Case, Note, Paper
from casework.check import whole
from casework.check.keys import MATTERS
from casework.db import Base, new_id, utc_now
from casework.eap.models import Referral
from casework.files import Store
from casework.people import accounts
from casework.people.models import Admission, Passkey, Person, RoleGrant, Route, ServerKeptKey
from casework.vault import Compartment, HolderKind
from casework.vault.models import CaseSecret, CompartmentRow, KeyPolicy, PublicKey, Seal
from tests.backup.conftest import pg_programs
from tests.whole import keeping

from .conftest import Looked


def stored(place: Looked) -> None:
    """The bytes of the papers that the rows speak of, as long as they must be."""
    store = Store(place.settings.files)
    with place.database.reading() as db:
        for file_id, size in db.execute(select(Paper.file_id, Paper.size)):
            if not store.holds(file_id):
                with store.create(file_id) as writer:
                    writer.write(bytes(vault.files.sealed_size(size)))
                    writer.commit()


def test_all_is_well_where_everything_was_done(place: Looked) -> None:
    stored(place)
    found = place.look()
    assert place.troubles() == {}
    for name in ("case secrets", "seals", "public keys", "roles", "admissions", "server's values", "rooms' values"):
        assert found[name].looked_at > 0, name
    assert found["files"].looked_at > 0
    assert found["trail"].looked_at > 20


def test_what_two_people_destroyed_is_no_trouble(place: Looked) -> None:
    stored(place)
    keeping.write(place.world, "a mark")
    assert place.troubles() == {}


def test_every_matter_that_there_is_has_its_secret_looked_for() -> None:
    known = {name for name, table in Base.metadata.tables.items() if table.info.get("matter")}
    assert {one.__tablename__ for one, _ in MATTERS} == known


def first(table: Any) -> Any:
    return select(table.__table__.primary_key.columns[0]).limit(1).scalar_subquery()


def flip(column: Any) -> Callable[[Looked], None]:
    """The last byte of the first value in that column."""

    def change(place: Looked) -> None:
        with place.database.transaction() as db:
            key = column.class_.__table__.primary_key.columns[0]
            row = db.execute(select(key, column).where(column.is_not(None)).limit(1)).one()
            changed = row[1][:-1] + bytes([row[1][-1] ^ 1])
            db.execute(update(column.class_).where(key == row[0]).values({column.key: changed}))

    return change


def put(table: Any, **values: Any) -> Callable[[Looked], None]:
    def change(place: Looked) -> None:
        with place.database.transaction() as db:
            key = table.__table__.primary_key.columns[0]
            db.execute(update(table).where(key == first(table)).values(values))

    return change


def gone(table: Any, *which: Any) -> Callable[[Looked], None]:
    def change(place: Looked) -> None:
        with place.database.transaction() as db:
            db.execute(delete(table).where(*which))

    return change


def added(what: str) -> Callable[[Looked], None]:
    """A row that decides who reads or who signs in, put in by somebody who lacks the keys of the installation."""

    def change(place: Looked) -> None:
        whose, made = place.world.cast["lead"].id, utc_now()
        mac, key = {"mac": bytes(34), "id": new_id()}, {"credential": b"c" * 16, "public": b"p", "name": b"n"}
        rows: dict[str, Any] = {
            "route": Route(**mac, person_id=whose, duty="reader", set_by=whose, set_at=made),
            "passkey": Passkey(**mac, **key, person_id=whose, generation=1, created_at=made),
            "kept": ServerKeptKey(person_id=whose, generation=1, wrapped=bytes(60), since=made),
            "policy": KeyPolicy(id=1, barred="", mac=bytes(34)),
        }
        with place.database.transaction() as db:
            db.add(rows[what])

    return change


CHANGES: list[tuple[str, Callable[[Looked], None]]] = [
    ("case secrets", flip(CaseSecret.wrapped)),
    ("seals", flip(Seal.sealed)),
    ("seals", put(Seal, holder_id=7)),
    ("orphaned seals", put(Seal, holder_id=7)),
    ("public keys", flip(PublicKey.public)),
    ("public keys", put(PublicKey, generation=9)),
    ("roles", put(RoleGrant, role="chief")),
    ("admissions", flip(Admission.mac)),
    ("server's values", flip(Person.email)),
    ("server's values", flip(Allegation.issue)),
    ("server's values", flip(Referral.need)),
    ("rooms' values", put(Note, text=b"plain words that somebody wrote")),
    ("rooms' values", put(Case, narrative=b"")),
    ("rooms", gone(Seal, Seal.holder_kind == HolderKind.RECOVERY.value)),
    ("rooms", gone(PublicKey, PublicKey.kind == HolderKind.DROPBOX.value)),
    ("rooms", gone(Seal, Seal.holder_kind == HolderKind.RECOVERY.value, Seal.holder_id == vault.EAP_RECOVERY_ID)),
    ("cases without secret", gone(CaseSecret)),
    ("referrals without secret", gone(CaseSecret)),
    ("exits without secret", gone(CaseSecret)),
    ("secrets without case", put(CaseSecret, case_id=7)),
    ("trail", gone(TrailEntry, TrailEntry.tag == "note:added")),
    ("trail", put(TrailEntry, actor_id=7)),
    ("generations", put(Person, generation=9)),
    ("routing", added("route")),
    ("passkeys", added("passkey")),
    ("server-kept keys", added("kept")),
    ("key policy", added("policy")),
]


@pytest.mark.in_turns
@pytest.mark.parametrize(("name", "change"), CHANGES, ids=[f"{at}-{name}" for at, (name, _) in enumerate(CHANGES)])
def test_what_was_changed_outside_is_named(place: Looked, name: str, change: Callable[[Looked], None]) -> None:
    change(place)
    found = place.look()[name]
    assert found.is_trouble
    assert 0 < found.wrong <= found.looked_at or name == "trail"


def test_files_that_are_missing_cut_or_nobodys_are_named(place: Looked) -> None:
    stored(place)
    store = Store(place.settings.files)
    [paper] = store.ids()
    os.truncate(store.path(paper), 40)
    assert place.look()["files"].which == (f"{paper:016x} was cut",)
    store.remove(paper)
    with store.create(new_id()) as writer:
        writer.write(b"left behind")
        writer.commit()
    old = time.time() - 7 * 3600
    for file_id in store.ids():
        os.utime(store.path(file_id), (old, old))
    found = place.look()
    assert found["files"].which == (f"{paper:016x} is missing",)
    assert found["files"].is_trouble
    assert found["orphaned files"].wrong == 1
    assert not found["orphaned files"].is_trouble


def test_a_file_that_is_on_its_way_is_nobodys_fault(place: Looked) -> None:
    stored(place)
    with Store(place.settings.files).create(new_id()) as writer:
        writer.commit()
    assert place.look()["orphaned files"].wrong == 0


def test_readers_are_counted(place: Looked) -> None:
    def readers() -> set[int]:
        with place.database.reading() as db:
            newest = (Seal.compartment_id == CompartmentRow.id) & (Seal.epoch == CompartmentRow.epoch)
            query = select(Seal.holder_id).join(CompartmentRow, newest)
            file = (CompartmentRow.name == Compartment.FILE.value, Seal.holder_kind == HolderKind.PERSON.value)
            return set(db.scalars(query.where(*file)))

    with place.database.transaction() as db:
        db.execute(update(Case).values(closed_at=None))
    assert place.look()["single readers"].wrong == 0
    for person in sorted(readers())[1:]:
        with place.database.transaction() as db:
            accounts.suspend(db, db.get_one(Person, person))
    found = place.look()
    assert found["single readers"].wrong == 1
    assert not found["single readers"].is_trouble
    with place.database.transaction() as db:
        db.execute(update(Case).values(unattended_at=utc_now()))
    assert place.look()["unattended"].wrong == 1


def test_a_database_that_was_put_back_by_hand_is_behind_its_journal(place: Looked) -> None:
    with place.database.reading() as db:
        row = (
            db.scalars(select(CompartmentRow).where(CompartmentRow.epoch > 1)).first()
            or db.scalars(select(CompartmentRow)).one()
        )
    where = {"case": row.case_id, "compartment": row.id, "epoch": row.epoch + 1}
    vault.journal.write(place.world.keys, "seal-removed", holder=7, kind="person", **where)
    assert "put back without `casework restore`" in place.troubles()["journal"]
    vault.journal.write(place.world.keys, "case-destroyed", case=row.case_id)
    assert place.look()["journal"].wrong == 2


def test_a_journal_that_was_changed_or_lost_is_trouble(place: Looked) -> None:
    stored(place)
    [path] = place.settings.journal.iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b'"generation"', b'"Generation"', 1))
    assert "cannot be read" in place.troubles()["journal"]
    path.unlink()
    assert list(place.troubles()) == ["generations"]


def test_a_file_that_rotted_is_found_by_a_backup(place: Looked) -> None:
    stored(place)
    settings = replace(place.settings, pg_programs=pg_programs())
    taking.take(settings, place.world.keys, settings.folder / "backup", links=False)
    [paper] = Store(settings.files).ids()
    path = Store(settings.files).path(paper)
    found = {one.name: one for one in whole.look(place.database, settings, against=settings.folder / "backup")}
    assert found["files against a backup"].looked_at == 1
    assert not found["files against a backup"].is_trouble
    assert not found["backup"].wrong
    path.write_bytes(b"1" + path.read_bytes()[1:])
    found = {one.name: one for one in whole.look(place.database, settings, against=settings.folder / "backup")}
    assert found["files"].wrong == 0
    assert found["files against a backup"].which == (f"{paper:016x}",)


def test_looking_changes_nothing(place: Looked) -> None:
    def rows() -> list[int | None]:
        with place.database.reading() as db:
            return [db.scalar(select(func.count()).select_from(table)) for table in (TrailEntry, Seal, Note)]

    before = rows()
    place.look()
    assert rows() == before


def test_a_row_that_hangs_on_nothing_is_trouble(place: Looked) -> None:
    if not place.database.is_sqlite:
        pytest.skip("PostgreSQL keeps its references itself")
    with closing(sqlite3.connect(place.database.url.removeprefix("sqlite:///"))) as file:
        file.execute("INSERT INTO case_particular (id, case_id, name, text) VALUES (1, 2, 'x', x'00')")
        file.commit()
    assert place.look()["orphaned rows"].is_trouble


def test_who_is_left_to_admit_anybody_is_said(place: Looked) -> None:
    """The directory sends them away one after the other, as nobody could by hand."""
    said = []
    with place.database.reading() as db:
        held = dict(db.execute(select(RoleGrant.role, RoleGrant.person_id)).all())
    for role in ("administrator", "lead", "alternate"):
        with place.database.transaction() as db:
            for who in db.scalars(select(RoleGrant.person_id).where(RoleGrant.role == role)):
                accounts.leave(db, db.get_one(Person, who))
        assert held[role]
        found = place.look()["in charge"]
        said.append((found.wrong, found.is_trouble, found.sentence))
    assert [one[:2] for one in said] == [(1, False), (1, False), (1, True)]
    words = ("the leads make", "stand in", "takes one of them back")
    assert all(word in one[2] for word, one in zip(words, said, strict=True))
