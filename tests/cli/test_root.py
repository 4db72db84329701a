"""Another version of the server's own keys: all that it vouches for follows, nobody is locked out, and a row that was
changed from outside is vouched for no more than before."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import inspect, select, update

from casework import vault
from casework.audit import HouseTag, trail, verify
from casework.cli import renewing
from casework.db import Base, Database, utc_now
from casework.people import Role, accounts, codes, enrolment, grants, links, sessions, sign_in
from casework.people.links import Purpose
from casework.people.models import Credential, Person, RoleGrant
from casework.people.standing import standing
from casework.vault import Holder, HolderKind, Keyring, Vault, keyring, receipts
from casework.vault.models import PublicKey
from tests import matters
from tests.cast import SECRET, Cast
from tests.people.staff import PASSWORD, enrolled
from tests.stage import cast, database, keys, stage

__all__ = ["cast", "database", "keys", "stage"]


def renewed(database: Database, keys: Vault) -> renewing.Renewed:
    keys.keyring = keys.keyring.renewed()
    return renewing.renew(database)


def versions(database: Database, tier: str) -> dict[str, set[int]]:
    """Under which versions the values of all server-tier columns, or all MACs of rows, are."""
    found: dict[str, set[int]] = {}
    with database.reading() as db:
        for mapper in Base.registry.mappers:
            for column in mapper.columns:
                wanted = column.info.get("tier") == "server" if tier == "server" else column.name == "mac"
                if wanted and mapper.class_.__tablename__ not in ("trail_entry", "trail_head", "vault_public_key"):
                    place = slice(2, 4) if tier == "server" else slice(0, 2)
                    for value in db.scalars(select(column).where(column.is_not(None))):
                        found.setdefault(str(column), set()).add(int.from_bytes(value[place], "big"))
    return found


def test_everything_that_names_a_version_names_the_newest(database: Database, keys: Vault, cast: Cast) -> None:
    enrolled(database, "Hanne", Role.LEAD)
    with database.transaction() as db:
        matters.referral(db, cast["eap"])
        matters.leaving(db, cast["lead"])
    found = renewed(database, keys)
    assert found.shut == 0
    assert {"person.email", "referral.need", "leaver.way", "credential.totp", "employee.name"} <= versions(
        database, "server"
    ).keys()
    assert {"role_grant.mac", "admission.mac"} <= versions(database, "mac").keys()
    for tier in ("server", "mac"):
        assert {name: of for name, of in versions(database, tier).items() if of != {2}} == {}
    with database.reading() as db:
        assert set(db.scalars(select(PublicKey.mac_version))) == {2}
    assert renewing.renew(database) == renewing.Renewed(), "what is done is not done again"


def test_nobody_is_locked_out_and_nothing_is_lost(database: Database, keys: Vault, cast: Cast) -> None:
    """Sign-in, second factor, recovery code, roles, case, receipt, a link that is on its way, the trail."""
    hanne = enrolled(database, "Hanne", Role.LEAD)
    with database.transaction() as db:
        token = links.make(db, Purpose.ENROL, hanne.id, utc_now())
        before = receipts.derive(keys, cast.receipt)
        tag = accounts.email_index(db, hanne.email)
    renewed(database, keys)
    with database.transaction() as db:
        known = sign_in.look_up(db, hanne.email)
        proof = sign_in.prove(keys, known, PASSWORD)
        assert proof is not None
        assert proof.private == hanne.private
        now = utc_now() + timedelta(days=1)
        assert codes.accept(db, proof.credential, hanne.code(now), now)
        assert enrolment.recover(db, proof.credential, hanne.recovery_code) == hanne.private
        assert grants.roles_of(db, hanne.id) == {Role.LEAD}
        assert standing(db, [hanne.id])[hanne.id].able
        assert links.look(db, Purpose.ENROL, token, utc_now()) is not None
        assert accounts.email_index(db, hanne.email) == tag
        assert receipts.derive(keys, cast.receipt) == before
        case = cast.case(db)
        holder = cast["specialist"].holder
        assert holder is not None
        file = vault.rooms.enter(db, holder, case.id, vault.Compartment.FILE)
        assert case.narrative is not None
        assert file.open(type(case).narrative, case.id, case.narrative) == SECRET
        trail.record(db, cast["lead"], HouseTag.STEPPED_UP)
    with database.reading() as db:
        assert verify(db) == []


def test_another_password_is_under_the_newest_pepper(database: Database, keys: Vault) -> None:
    hanne = enrolled(database, "Hanne", Role.LEAD)
    renewed(database, keys)
    made = enrolment.prepare(keys, "another long sentence for the door")
    with database.transaction() as db:
        credential = db.get_one(Credential, (hanne.id, 1))
        assert vault.passwords.pepper_of(credential.by_password) == 1
        enrolment.change_password(db, credential, hanne.private, made, utc_now())
        assert vault.passwords.pepper_of(credential.by_password) == 2
        known = sign_in.look_up(db, hanne.email)
    assert sign_in.prove(keys, known, PASSWORD) is None
    assert sign_in.prove(keys, known, "another long sentence for the door") is not None


def test_a_password_taken_while_one_signs_in_is_not_put_back(database: Database, keys: Vault) -> None:
    hanne = enrolled(database, "Hanne", Role.LEAD)
    renewed(database, keys)
    with database.reading() as db:
        proof = sign_in.prove(keys, sign_in.look_up(db, hanne.email), PASSWORD)
    assert proof is not None
    made = enrolment.prepare(keys, "another long sentence for the door")
    with database.transaction() as db:
        enrolment.change_password(db, db.get_one(Credential, (hanne.id, 1)), hanne.private, made, utc_now())
    with database.transaction() as db:
        sign_in.follow_pepper(db, proof)
    with database.reading() as db:
        known = sign_in.look_up(db, hanne.email)
    assert sign_in.prove(keys, known, PASSWORD) is None
    assert sign_in.prove(keys, known, "another long sentence for the door") is not None


def test_a_row_that_somebody_changed_is_not_vouched_for(database: Database, keys: Vault, cast: Cast) -> None:
    """An administrator who writes a role, or another key, into the database waits for a rotation in vain."""
    party, thief = cast["party"], vault.hpke.public_of(vault.hpke.new_private())
    with database.transaction() as db:
        db.execute(update(RoleGrant).where(RoleGrant.person_id == party.id).values(role=Role.LEAD.value))
        db.execute(update(PublicKey).where(PublicKey.owner == cast["lead"].id).values(public=thief))
        row = db.get_one(Person, cast["auditor"].id)
        row.email = db.get_one(Person, party.id).email
    assert renewed(database, keys).shut == 3
    with database.reading() as db:
        assert grants.roles_of(db, party.id) == frozenset()
        with pytest.raises(vault.Unreadable):
            vault.pairs.current(db, HolderKind.PERSON, cast["lead"].id)
        with pytest.raises(vault.Unreadable):
            accounts.email_of(db, db.get_one(Person, cast["auditor"].id))


def test_whoever_is_stopped_in_the_middle_goes_on(
    database: Database, keys: Vault, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewing, "BATCH", 3)
    whole: Callable[..., None] = renewing._renew
    count: list[int] = []

    def cut(*given: object) -> None:
        count.append(1)
        if len(count) == 5:
            raise KeyboardInterrupt
        whole(*given)

    monkeypatch.setattr(renewing, "_renew", cut)
    with pytest.raises(KeyboardInterrupt):
        renewed(database, keys)
    with database.reading() as db:
        assert set(db.scalars(select(PublicKey.mac_version))) == {1, 2}
        assert standing(db, [cast["lead"].id])[cast["lead"].id].able
    monkeypatch.setattr(renewing, "_renew", whole)
    assert renewing.renew(database).rows > 0
    with database.reading() as db:
        assert set(db.scalars(select(PublicKey.mac_version))) == {2}


def test_a_running_server_takes_up_the_new_version_with_the_first_row_that_names_it(
    database: Database, keys: Vault, cast: Cast, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("home") / "keyring.json"
    keyring.write(home, keys.keyring)
    running = Database(database.url, {"vault": Vault.load(home)})
    lead = cast["lead"]
    assert lead.holder is not None
    with running.transaction() as db:
        person = db.get_one(Person, lead.id)
        cookie = sessions.start(db, person, lead.holder.private, full=True, device="", now=utc_now())
    keyring.replace(home, keys.keyring.renewed())
    renewed(database, keys)
    actor = sessions.find(running, cookie, utc_now())
    assert actor is not None
    assert actor.roles == {Role.LEAD}
    with running.transaction() as db:
        assert vault.of(db).keyring.version == 2
        half = vault.pairs.publish(db, HolderKind.PERSON, 77, bytes(31) + b"\x09")
    assert (half.owner, half.generation) == (77, 1)
    running.dispose()


def test_what_is_found_by_a_tag_alone_keeps_its_key_for_ever() -> None:
    first = Keyring.new()
    later = replace(first, version=9)
    for label in ("index", "receipt"):
        assert later.subkey(label) == first.subkey(label) == later.subkey(label, 4)
    for label in ("pepper", "keymac", "field", "audit", "sso-wrap"):
        assert later.subkey(label) != first.subkey(label) == later.subkey(label, 1)


def test_every_server_column_is_of_a_model_with_a_key_to_bind_to() -> None:
    for mapper in Base.registry.mappers:
        if any(column.info.get("tier") == "server" for column in mapper.columns):
            assert inspect(mapper.class_).primary_key[0].info["tier"] == "plain", mapper.class_
    assert Holder(HolderKind.PERSON, 1, 1, bytes(32)).generation == 1
    assert json.loads(Keyring.new().encode())["version"] == 1
