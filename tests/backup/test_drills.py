"""Yesterday's backup is put back: what was settled since stays settled, and everything else is there again."""

import pytest
from sqlalchemy import func, select

from casework import vault
from casework.audit import verify
from casework.audit.models import TrailEntry
from casework.cases.actions import members
from casework.cases.models import Case, Paper
from casework.cases.queries.visible import find
from casework.db import Database, utc_now
from casework.files import Store
from casework.people import Actor, Role, accounts, enrolment, grants, sessions, sign_in
from casework.people.models import OneTimeLink, Person, UserSession
from casework.vault import Compartment, Holder, HolderKind, NoSeal, Unreadable
from casework.vault.models import Seal
from tests.cast import SECRET
from tests.people.staff import PASSWORD, enrolled

from .conftest import CONTENT, Drill


def told(database: Database, drill: Drill, by: Actor) -> str:
    """What the case says, to whoever can open it."""
    assert by.holder is not None
    with database.reading() as db:
        case = drill.cast.case(db)
        room = vault.rooms.enter(db, by.holder, case.id, Compartment.FILE)
        return room.open(Case.narrative, case.id, case.narrative)


def content(database: Database, drill: Drill, folder: str, file_id: int) -> bytes:
    holder = drill.cast["specialist"].holder
    assert holder is not None
    with database.reading() as db:
        paper = db.get_one(Paper, file_id)
        room = vault.rooms.enter(db, holder, paper.case_id, Compartment.FILE)
        key = room.open_bytes(Paper.file_key, paper.id, paper.file_key)
    store = Store(drill.tmp / folder / "files")
    return b"".join(vault.files.decrypt(drill.keys, file_id, key, store.read(file_id)))


def test_everything_is_there_again(drill: Drill) -> None:
    paper = drill.paper()
    made = drill.backup()
    back = drill.restore()
    assert told(back, drill, drill.cast["specialist"]) == SECRET
    assert content(back, drill, "elsewhere-0", paper) == CONTENT
    with back.reading() as db:
        assert verify(db) == []
        last = db.scalars(select(TrailEntry).where(TrailEntry.chain == 0).order_by(TrailEntry.seq.desc())).first()
        assert last is not None
        assert last.tag == "backup:restored"
        assert made.made in last.ids
    with drill.database.reading() as db:
        assert "backup:made" in db.scalars(select(TrailEntry.tag)).all()


def test_who_was_removed_since_stays_out(drill: Drill) -> None:
    drill.backup()
    gone, stays = drill.cast["specialist"], drill.cast["lead"]
    with drill.database.transaction() as db:
        members.remove(db, drill.cast.case(db), gone.id, by=stays)
    back = drill.restore()
    assert told(back, drill, stays) == SECRET
    with pytest.raises(NoSeal):
        told(back, drill, gone)
    with back.reading() as db:
        held = select(func.count()).where(Seal.holder_id == gone.id, Seal.case_id == drill.cast.case_id)
        assert db.scalar(held) == 0
        assert find(db, gone, drill.cast.number) is None
        assert find(db, stays, drill.cast.number) is not None


def test_who_was_let_in_again_before_the_backup_stays_in(drill: Drill) -> None:
    back_in, lead = drill.cast["specialist"], drill.cast["lead"]
    with drill.database.transaction() as db:
        members.remove(db, drill.cast.case(db), back_in.id, by=lead)
    with drill.database.transaction() as db:
        members.add(db, drill.cast.case(db), back_in.id, by=lead, rooms=[(Compartment.FILE, 0)])
    drill.backup()
    assert told(drill.restore(), drill, back_in) == SECRET


def test_a_case_that_was_destroyed_since_stays_dead(drill: Drill) -> None:
    paper = drill.paper()
    drill.backup()
    with drill.database.transaction() as db:
        vault.secrets.destroy(db, drill.cast.case_id)
    back = drill.restore()
    for actor in (drill.cast["lead"], drill.cast["specialist"], drill.cast["reporter"]):
        assert actor.holder is not None
        with back.reading() as db:
            assert vault.rooms.enter_all(db, actor.holder, drill.cast.case_id) == {}
            with pytest.raises(Unreadable):
                vault.secrets.of_case(db, drill.cast.case_id)
    with back.reading() as db:
        assert db.get(Case, drill.cast.case_id) is None
        assert db.scalars(select(Paper.id)).all() == []
        assert db.scalar(select(func.count()).where(TrailEntry.chain == drill.cast.case_id))
    assert not Store(drill.tmp / "elsewhere-0" / "files").holds(paper)


def proof(database: Database, drill: Drill, email: str, password: str) -> sign_in.Proof | None:
    with database.reading() as db:
        known = sign_in.look_up(db, email)
    return sign_in.prove(drill.keys, known, password)


def test_a_password_from_before_its_change_opens_nothing_and_the_recovery_code_does(drill: Drill) -> None:
    mara = enrolled(drill.database, "Mara", Role.SPECIALIST)
    drill.backup()
    other = "another kettle in another hall"
    made = enrolment.prepare(drill.keys, other)
    with drill.database.transaction() as db:
        credential = sign_in.of_person(db, mara.id).credential
        assert credential is not None
        enrolment.change_password(db, credential, mara.private, made, utc_now())
    back = drill.restore()
    assert proof(back, drill, mara.email, PASSWORD) is None
    assert proof(back, drill, mara.email, other) is None
    with back.reading() as db:
        credential = sign_in.of_person(db, mara.id).credential
        assert credential is not None
        key, _ = vault.passwords.derive(drill.keys, PASSWORD, credential.salt)
        with pytest.raises(Unreadable):
            vault.passwords.unwrap(drill.keys, key, (mara.id, 1), "password", credential.by_password)
        assert enrolment.recover(db, credential, mara.recovery_code) == mara.private


def test_a_password_changed_before_the_backup_goes_on(drill: Drill) -> None:
    mara, other = enrolled(drill.database, "Mara", Role.SPECIALIST), "another kettle in another hall"
    made = enrolment.prepare(drill.keys, other)
    with drill.database.transaction() as db:
        credential = sign_in.of_person(db, mara.id).credential
        assert credential is not None
        enrolment.change_password(db, credential, mara.private, made, utc_now())
    drill.backup()
    back = drill.restore()
    assert proof(back, drill, mara.email, other) is not None
    assert proof(back, drill, mara.email, PASSWORD) is None


def test_a_key_from_before_a_new_generation_signs_nobody_in_and_receives_nothing(drill: Drill) -> None:
    mara = enrolled(drill.database, "Mara", Role.SPECIALIST)
    drill.backup()
    made = enrolment.prepare(drill.keys, PASSWORD)
    with drill.database.transaction() as db:
        person = db.get_one(Person, mara.id)
        enrolment.confirm(db, person, enrolment.begin(db, person, made, utc_now()), made.private, utc_now())
    back = drill.restore()
    assert proof(back, drill, mara.email, PASSWORD) is None
    with back.transaction() as db:
        with pytest.raises(Unreadable, match="older"):
            vault.pairs.current(db, HolderKind.PERSON, mara.id)
        person = db.get_one(Person, mara.id)
        assert (person.generation, person.state) == (2, "invited")
        third = enrolment.begin(db, person, made, utc_now())
        enrolment.confirm(db, person, third, made.private, utc_now())
        assert vault.pairs.current(db, HolderKind.PERSON, mara.id).generation == 3


def test_who_was_suspended_and_whose_role_ended_stay_so(drill: Drill) -> None:
    mara = enrolled(drill.database, "Mara", Role.SPECIALIST)
    tom = enrolled(drill.database, "Tom", Role.SPECIALIST, Role.LEAD)
    eve = enrolled(drill.database, "Eve", Role.SPECIALIST)
    drill.backup()
    with drill.database.transaction() as db:
        accounts.suspend(db, db.get_one(Person, mara.id))
        accounts.suspend(db, db.get_one(Person, eve.id))
        accounts.restore(db, db.get_one(Person, eve.id))
        [lead] = [grant for grant in grants.held(db, tom.id) if grant.role == Role.LEAD.value]
        grants.end(db, lead, by=drill.cast["lead"].id, now=utc_now())
    back = drill.restore()
    with back.reading() as db:
        states = {person.id: person.state for person in db.scalars(select(Person))}
        assert (states[mara.id], states[eve.id]) == ("suspended", "active")
        assert grants.roles_of(db, tom.id) == {Role.SPECIALIST}


def test_nobody_stays_signed_in_and_no_link_opens_anything(drill: Drill) -> None:
    mara = enrolled(drill.database, "Mara", Role.SPECIALIST)
    with drill.database.transaction() as db:
        person = db.get_one(Person, mara.id)
        cookie = sessions.start(db, person, mara.private, full=True, device="A browser", now=utc_now())
        accounts.invite(db, person, utc_now())
    drill.backup()
    back = drill.restore()
    assert sessions.find(drill.database, cookie, utc_now()) is not None
    assert sessions.find(back, cookie, utc_now()) is None
    with back.reading() as db:
        assert db.scalars(select(UserSession.id)).all() == []
        assert db.scalars(select(OneTimeLink.lookup)).all() == []


def test_a_restored_installation_is_backed_up_and_restored_in_its_turn(drill: Drill) -> None:
    drill.backup()
    gone = drill.cast["specialist"]
    with drill.database.transaction() as db:
        members.remove(db, drill.cast.case(db), gone.id, by=drill.cast["lead"])
    place = drill.elsewhere()
    drill.restore(settings=place)
    second = Drill(place, drill.cast, drill.keys, drill.databases, drill.restored[0], drill.tmp, drill.restored)
    second.backup("second")
    back = second.restore("second")
    assert told(back, drill, drill.cast["lead"]) == SECRET
    with pytest.raises(NoSeal):
        told(back, drill, gone)


def test_a_host_is_lost(drill: Drill) -> None:
    """Database backup, the keyring's export and two shares: on another machine everything opens; without, nothing."""
    pair = vault.recovery.new()
    public = vault.recovery.decode_public(pair.public)
    with drill.database.transaction() as db:  # the pair whose shares these people keep
        vault.pairs.publish(db, HolderKind.RECOVERY, vault.RECOVERY_ID, public, generation=2)
        export = vault.export.seal(drill.keys.keyring, vault.pairs.recovery(db))
        room = vault.rooms.enter(db, _holder(drill), drill.cast.case_id, Compartment.FILE)
        vault.rooms.admit(db, room, vault.pairs.recovery(db))
    drill.backup()
    holder = Holder(HolderKind.RECOVERY, vault.RECOVERY_ID, 2, vault.recovery.join(list(pair.shares[1:])))
    found = vault.export.open_(export, holder)
    place = drill.elsewhere()
    place.folder.mkdir()
    from casework.backup import manifest, restoring

    with pytest.raises(manifest.Damaged):
        restoring.restore(place, vault.Vault(vault.Keyring.new(), journal=place.journal), drill.tmp / "backup")
    drill.keys = vault.Vault(found, journal=drill.settings.journal)
    back = drill.restore(settings=place)
    with back.reading() as db:
        case = drill.cast.case(db)
        room = vault.rooms.enter(db, holder, case.id, Compartment.FILE)
        assert room.open(Case.narrative, case.id, case.narrative) == SECRET


def _holder(drill: Drill) -> Holder:
    holder = drill.cast["specialist"].holder
    assert holder is not None
    return holder
