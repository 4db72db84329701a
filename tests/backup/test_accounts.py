"""How somebody signs in, put back: what was given up, used or replaced since the backup lets nobody in."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.db import new_id, utc_now
from casework.people import Role, addresses, codes, factors, passkeys, printed, sign_in
from casework.people.models import Credential, Passkey, Person, PrintedCode
from tests.people.staff import Colleague, code, enrolled

from .conftest import Drill


@pytest.fixture
def mara(drill: Drill) -> Colleague:
    return enrolled(drill.database, "Mara", Role.SPECIALIST)


def credential(db: Session, who: Colleague) -> Credential:
    found = sign_in.of_person(db, who.id).credential
    assert found is not None
    return found


def paper(drill: Drill, mara: Colleague) -> list[str]:
    with drill.database.transaction() as db:
        return printed.make(db, credential(db, mara), f"form {new_id()}", utc_now(), first=True)


def accepted(db: Session, mara: Colleague, typed: str, at: datetime) -> bool:
    return codes.accept(db, credential(db, mara), typed, at) is not None


def test_a_printed_code_used_since_is_used(drill: Drill, mara: Colleague) -> None:
    first, second, *_ = paper(drill, mara)
    drill.backup()
    with drill.database.transaction() as db:
        assert accepted(db, mara, first, utc_now())
    back = drill.restore()
    with back.transaction() as db:
        assert not accepted(db, mara, first, utc_now())
        assert accepted(db, mara, second, utc_now())


def test_a_paper_replaced_since_is_worth_nothing(drill: Drill, mara: Colleague) -> None:
    first, *_ = paper(drill, mara)
    drill.backup()
    paper(drill, mara)
    with drill.restore().transaction() as db:
        assert not accepted(db, mara, first, utc_now())


def test_a_phone_replaced_since_is_worth_nothing_and_one_is_still_asked_for(drill: Drill, mara: Colleague) -> None:
    drill.backup()
    other, now = codes.new_secret(), datetime.now(UTC)
    with drill.database.transaction() as db:
        assert factors.take_phone(db, credential(db, mara), other, code(other, now), now)
    with drill.restore().transaction() as db:
        later = now + timedelta(minutes=5)
        assert not accepted(db, mara, mara.code(later), later)
        assert credential(db, mara).totp is not None


def test_a_phone_from_before_the_backup_goes_on(drill: Drill, mara: Colleague) -> None:
    other, now = codes.new_secret(), datetime.now(UTC)
    with drill.database.transaction() as db:
        assert factors.take_phone(db, credential(db, mara), other, code(other, now), now)
    drill.backup()
    with drill.restore().transaction() as db:
        later = now + timedelta(minutes=5)
        assert accepted(db, mara, code(other, later), later)


def passkey(drill: Drill, mara: Colleague) -> int:
    id_ = new_id()
    with drill.database.transaction() as db:
        row = Passkey(id=id_, person_id=mara.id, generation=1, credential=b"c" * 16, public=b"p", created_at=utc_now())
        row.name = vault.field.seal(db, Passkey.name, id_, "A key")
        row.mac = vault.rows.mac(db, "passkey", *passkeys.words(row))
        db.add(row)
    return id_


def give_up(db: Session, mara: Colleague, id_: int) -> None:
    row = passkeys.one(db, mara.id, id_)
    assert row is not None
    passkeys.remove(db, row)


def lose_all(db: Session, mara: Colleague, _: int) -> None:
    other, now = codes.new_secret(), datetime.now(UTC)
    assert factors.replace_factors(db, credential(db, mara), other, code(other, now), now)


@pytest.mark.parametrize("do", [give_up, lose_all])
def test_a_passkey_given_up_since_is_gone(
    drill: Drill, mara: Colleague, do: Callable[[Session, Colleague, int], None]
) -> None:
    id_ = passkey(drill, mara)
    paper(drill, mara)
    drill.backup()
    with drill.database.transaction() as db:
        do(db, mara, id_)
    with drill.restore().reading() as db:
        assert passkeys.one(db, mara.id, id_) is None
        left = db.scalars(select(PrintedCode)).all()
        assert bool(left) == (do is give_up)


def test_nothing_is_mailed_to_an_address_that_was_given_up_since(drill: Drill, mara: Colleague) -> None:
    drill.backup()
    now = utc_now()
    with drill.database.transaction() as db:
        addresses.change(db, db.get_one(Person, mara.id), "mara.new@example.org", by=mara.id, now=now)
    with drill.restore().reading() as db:
        assert addresses.blocked_until(db, mara.id, utc_now()) is not None
    drill.backup("later")
    with drill.restore("later").reading() as db:
        assert addresses.blocked_until(db, mara.id, now + timedelta(hours=73)) is None
