"""Does this keyring belong to this database? Asked before anything is served or changed."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from . import core, generations, pairs, rewrapping
from .keyring import KeyringError
from .models import PublicKey
from .words import RECOVERY_ID, HolderKind, Unreadable

LOOKED_AT = 20
ANOTHER = (
    "This keyring belongs to another installation than this database. Set CASEWORK_KEYRING to the keyring that was "
    "made with it, or open its export with two recovery shares: `casework recovery open`."
)

PUT_BACK = (
    "The database is older than its journal: another recovery key took the place of the one that it has. Put it back "
    "by `casework restore`, which brings it to what the journal says."
)


def check(db: Session) -> None:
    """KeyringError, with the cure, unless the recovery key, the versions and every KEK fit."""
    _versions(db)
    _recovery(db)
    _keks(db)


def _versions(db: Session) -> None:
    kinds = (HolderKind.PERSON.value, HolderKind.RECOVERY.value)  # few rows, found by their index
    newest = db.scalar(select(func.max(PublicKey.mac_version)).where(PublicKey.kind.in_(kinds))) or 1
    version = core.of(db).keyring.version
    if newest > version:
        raise KeyringError(
            f"The keyring is older than the database: it knows version {version} of the root's subkeys, the database "
            f"names version {newest}. Take the keyring of the host that was rotated, or the newest export of it."
        )


def _recovery(db: Session) -> None:
    """Everything published is under a MAC that names the installation: one that fits says that it is this one."""
    try:
        pairs.recovery(db)
    except LookupError:
        raise KeyringError("The database has no recovery key: it was not made by `casework init`.") from None
    except Unreadable:
        if _is_put_back(db):
            raise KeyringError(PUT_BACK) from None
        if _any_fits(db):
            raise KeyringError(
                "The recovery key in the database was changed outside Casework: everything new would be sealed to "
                "somebody else. Restore the database from a backup of before, and find out who wrote into it."
            ) from None
        raise KeyringError(ANOTHER) from None


def _is_put_back(db: Session) -> bool:
    newest = generations.newest(core.of(db)).get((HolderKind.RECOVERY.value, RECOVERY_ID), 0)
    which = (PublicKey.kind == HolderKind.RECOVERY.value, PublicKey.owner == RECOVERY_ID)
    return (db.scalar(select(func.max(PublicKey.generation)).where(*which)) or 0) < newest


def _any_fits(db: Session) -> bool:
    others = select(PublicKey).where(
        (PublicKey.kind != HolderKind.RECOVERY.value) | (PublicKey.owner != RECOVERY_ID)
    )  # fmt: skip
    for row in db.scalars(others.limit(LOOKED_AT)):
        try:
            pairs.checked(core.of(db), row)
        except Unreadable:
            continue
        return True
    return False


def _keks(db: Session) -> None:
    known = core.of(db).keyring.keks
    missing = [number for number in rewrapping.numbers(db) if number not in known]
    if not missing:
        return
    named = ", ".join(str(number) for number in missing)
    if max(missing) > max(known):
        raise KeyringError(
            f"The keyring is older than the database: it lacks KEK {named}. Take the keyring of the host that was "
            "rotated, or the newest export of it."
        )
    raise KeyringError(
        f"The database is older than the keyring: its cases are under KEK {named}, which was destroyed when its time "
        "was over. Nothing of them can be opened any more: restore a newer backup."
    )
