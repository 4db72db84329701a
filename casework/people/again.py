"""What the journal says of accounts, done once more when a backup is put back. Doing it twice, or with a backup that
has it already, changes nothing.

A password that was changed since cannot be made again, so the old one is taken away: the way of a forgotten password
leads on. Likewise a second factor; and a key pair newer than the backup's, for which its owner enrols anew.
"""

import os
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from casework import vault
from casework.db import new_id, utc_now

from . import accounts, codes, custody, grants
from .models import AddressChange, Credential, Passkey, Person, PrintedCode, RoleGrant, ServerKeptKey

Ids = Mapping[str, Any]
UNHINDERED = {"active", "invited"}


def again(db: Session, kind: str, at: str, ids: Ids) -> bool:
    """Do once more what that line of then says. True when the backup did not have it yet."""
    did = _KINDS.get(kind)
    return did is not None and did(db, {"at": at, **ids})


def _generation(db: Session, ids: Ids) -> bool:
    if ids.get("kind", "person") != "person":
        return recovery(db, ids)
    person = db.get(Person, ids["person"])
    if person is None or person.generation >= ids["generation"]:
        return False
    person.generation = ids["generation"]
    person.state = "invited" if person.state in UNHINDERED else person.state
    for table in (Credential, Passkey, PrintedCode, ServerKeptKey):
        db.execute(delete(table).where(table.person_id == person.id))
    return True


def recovery(db: Session, ids: Ids) -> bool:
    """A recovery pair that took the place of the backup's: done before everything else, for all is sealed to it."""
    if ids.get("kind") != vault.HolderKind.RECOVERY or "public" not in ids:
        return False
    public = vault.succession.spelled(ids["public"])
    return vault.succession.again(db, ids["person"], ids["generation"], public)


def _credential(db: Session, ids: Ids) -> bool:
    owner, at = (ids["person"], ids["generation"]), datetime.fromisoformat(ids["at"])
    if (row := db.get(Credential, owner)) is None:
        return False
    before: dict[tuple[int, int], datetime] = db.info.setdefault("credentials as they were", {})
    if before.setdefault(owner, row.changed_at) >= at:
        return False
    if ids["what"] == "password":
        nobodys = vault.passwords.wrap(vault.of(db), os.urandom(32), owner, "password", os.urandom(32))
        row.verifier, row.by_password = os.urandom(32), nobodys
    else:
        row.totp = codes.seal(db, row, codes.new_secret())
    row.changed_at = at
    return True


def _factors(db: Session, ids: Ids) -> bool:
    at, whose = datetime.fromisoformat(ids["at"]), ids["person"]
    keys = delete(Passkey).where(Passkey.person_id == whose, Passkey.created_at < at).returning(Passkey.id)
    paper = delete(PrintedCode).where(PrintedCode.person_id == whose, PrintedCode.made_at < at)
    return bool([*db.scalars(keys), *db.scalars(paper.returning(PrintedCode.tag))])


def _passkey_gone(db: Session, ids: Ids) -> bool:
    return bool(db.execute(delete(Passkey).where(Passkey.id == ids["passkey"]).returning(Passkey.id)).all())


def _passkey_shut(db: Session, ids: Ids) -> bool:
    """One from long before the backup is in it, and may have been let open its owner's key again since."""
    row, at = db.get(Passkey, ids["passkey"]), datetime.fromisoformat(ids["at"])
    if row is None or row.wrapped is None or at < _since(db, at):
        return False
    row.wrapped = None
    return True


def _printed_used(db: Session, ids: Ids) -> bool:
    code = db.get(PrintedCode, bytes.fromhex(ids["tag"]))
    if code is None or code.used_at is not None:
        return False
    db.delete(code)
    return True


def _key_taken_back(db: Session, ids: Ids) -> bool:
    """One that was handed in again since then stays."""
    row = db.get(ServerKeptKey, (ids["person"], ids["generation"]))
    if row is None or row.since >= datetime.fromisoformat(ids["at"]):
        return False
    db.delete(row)
    custody.unlink(db, row.person_id)
    vault.pairs.move(db, row.person_id, row.generation, server_kept=False)
    return True


def _address(db: Session, ids: Ids) -> bool:
    """Which it was nobody knows: for three days nothing is mailed to the one that the backup has, so that its owner or
    a lead can put it right. Changes from long before the backup are in it."""
    person, at = db.get(Person, ids["person"]), datetime.fromisoformat(ids["at"])
    last = func.coalesce(AddressChange.undone_at, AddressChange.at)
    known = db.scalar(select(func.max(last)).where(AddressChange.person_id == ids["person"]))
    if person is None or at < _since(db, at) or (known is not None and known >= at):
        return False
    id_, now = new_id(), utc_now()
    before = vault.field.seal(db, AddressChange.before, id_, accounts.email_of(db, person))
    db.add(AddressChange(id=id_, person_id=person.id, before=before, by=0, at=now))
    return True


def _standing(db: Session, ids: Ids) -> bool:
    """The last line counts; who could not sign in is invited."""
    person, state = db.get(Person, ids["person"]), ids["state"]
    if person is None or person.state == state or {person.state, state} <= UNHINDERED:
        return False
    able = any(db.get(table, (person.id, person.generation)) is not None for table in (Credential, ServerKeptKey))
    person.state = state if state not in UNHINDERED else ("active" if able else "invited")
    return True


def _role_ended(db: Session, ids: Ids) -> bool:
    grant = db.get(RoleGrant, ids["grant"])
    if grant is None or grant.ended_at is not None:
        return False
    grants.close(db, grant, by=ids["by"], now=datetime.fromisoformat(ids["at"]))
    return True


def _since(db: Session, at: datetime) -> datetime:
    """What was noted before this is in the backup, whatever its clock."""
    made: datetime = db.info.get("backup made", at)
    return made - timedelta(days=1)


_KINDS: dict[str, Callable[[Session, Ids], bool]] = {
    "generation": _generation,
    "credential": _credential,
    "factors": _factors,
    "passkey-gone": _passkey_gone,
    "passkey-shut": _passkey_shut,
    "printed-used": _printed_used,
    "key-taken-back": _key_taken_back,
    "address": _address,
    "standing": _standing,
    "role-ended": _role_ended,
}
