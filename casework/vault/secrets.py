"""A case's secret `S`: the layer under every seal, whose deletion is what destroys a case."""

import os
from collections.abc import Iterable, Mapping

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from . import blob, core, journal
from .binding import bind, with_number
from .core import Vault
from .models import CaseSecret
from .words import Unreadable

_INSERT = insert(CaseSecret.__table__)  # type: ignore[arg-type]


def found(db: Session, case_id: int) -> None:
    """Give a new case its secret, wrapped by the current KEK."""
    vault, secret = core.of(db), os.urandom(32)
    vault.refresh()
    number, wrapped = wrap(vault, case_id, secret)
    db.connection().execute(_INSERT, [{"case_id": case_id, "kek": number, "wrapped": wrapped}])
    db.info.setdefault("case secrets", {})[case_id] = secret
    db.info.setdefault("cases founded", set()).add(case_id)


def is_new(db: Session, case_id: int) -> bool:
    """Was it founded in this very transaction? Then no backup has it, and the journal need not speak of it."""
    return case_id in db.info.get("cases founded", ())


def wrap(vault: Vault, case_id: int, secret: bytes) -> tuple[int, bytes]:
    """A secret under the newest KEK, with its number."""
    number = vault.keyring.current_kek
    return number, blob.seal(vault.kek(number), number, with_number(context(vault), case_id), secret)


def of_case(db: Session, case_id: int) -> bytes:
    return of_cases(db, [case_id])[case_id]


def of_cases(db: Session, case_ids: Iterable[int]) -> dict[int, bytes]:
    """Secrets by case; Unreadable when one was destroyed or does not open."""
    wanted, vault = set(case_ids), core.of(db)
    known: dict[int, bytes] = db.info.setdefault("case secrets", {})
    if missing := wanted - known.keys():
        rows = db.execute(select(CaseSecret.case_id, CaseSecret.wrapped).where(CaseSecret.case_id.in_(missing)))
        known.update({case_id: unwrap(vault, case_id, wrapped) for case_id, wrapped in rows})
    if lost := wanted - known.keys():
        raise Unreadable(f"{len(lost)} case secrets are gone")
    return {case_id: known[case_id] for case_id in wanted}


def ready(db: Session, case_ids: Iterable[int]) -> dict[int, AESGCM]:
    """`of_cases`, made ready for many seals."""
    return {case_id: AESGCM(secret) for case_id, secret in of_cases(db, case_ids).items()}


def of_row(db: Session, case_id: int, wrapped: bytes | None) -> bytes:
    """A secret that was read along with something else; Unreadable when it was destroyed or does not open."""
    known: dict[int, bytes] = db.info.setdefault("case secrets", {})
    if case_id not in known:
        if wrapped is None:
            raise Unreadable("this case's secret is gone")
        known[case_id] = unwrap(core.of(db), case_id, wrapped)
    return known[case_id]


def unwrap(vault: Vault, case_id: int, wrapped: bytes) -> bytes:
    return blob.open_(vault.kek(blob.key_id_of(wrapped)), with_number(context(vault), case_id), wrapped)


def exists(db: Session, case_id: int) -> bool:
    """Is there such a case still, or whatever else has rooms?"""
    return db.get(CaseSecret, case_id) is not None


def destroy(db: Session, case_id: int) -> None:
    destroy_many(db, {case_id: {}})


def destroy_many(db: Session, said: Mapping[int, Mapping[str, int | str]]) -> None:
    """Every seal and every server-tier value of these cases is dead once the KEK of their time is gone too. `said`:
    what else the journal must know of each, so that a restored backup can say what is no more."""
    db.execute(delete(CaseSecret).where(CaseSecret.case_id.in_(said)))
    for case_id, words in said.items():
        db.info.get("case secrets", {}).pop(case_id, None)
        journal.note(db, "case-destroyed", case=case_id, **words)


def context(vault: Vault) -> bytes:
    """What every case secret is bound to; the case's number comes after it."""
    return bind("case-secret", vault.instance)
