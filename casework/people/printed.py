"""Ten printed codes, each of use once: for whoever has no phone at hand, or has lost it."""

import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from casework import vault

from . import noted
from .models import Credential, PrintedCode

FEW = 3
"""From here on their owner is told to make new ones."""
SHOWN = timedelta(minutes=1)
"""How long a second click still finds what the first one made."""


def make(db: Session, credential: Credential, number: str, now: datetime, *, first: bool) -> list[str]:
    """Ten new ones in place of all earlier ones, from the number of the form: to be shown this once. A form that was
    sent before (not `first`) shows the same ones for a minute, while none was used; later it makes none."""
    known, owner = vault.of(db), (credential.person_id, credential.generation)
    codes = vault.factors.codes_of_form(known, number, owner)
    tags = [vault.factors.code_tag(known, owner, vault.factors.normal(code) or "") for code in codes]
    if not first:
        kept = db.scalars(select(PrintedCode).where(PrintedCode.tag.in_(tags))).all()
        fresh = bool(kept) and all(row.used_at is None and now - row.made_at < SHOWN for row in kept)
        return codes if fresh else []
    for row in unused(db, credential):
        noted.printed_used(db, credential.person_id, row.tag)
    forget(db, credential.person_id)
    rows = [PrintedCode(tag=tag, person_id=owner[0], generation=owner[1], made_at=now) for tag in tags]
    db.add_all(rows)
    db.flush()
    return codes


def unused(db: Session, credential: Credential) -> Sequence[PrintedCode]:
    query = select(PrintedCode).where(
        PrintedCode.person_id == credential.person_id,
        PrintedCode.generation == credential.generation,
        PrintedCode.used_at.is_(None),
    )
    return db.scalars(query).all()


def use(db: Session, credential: Credential, kept: Sequence[PrintedCode], typed: str, now: datetime) -> bool:
    """True for the one who comes first with a code that is on the paper."""
    known, owner = vault.of(db), (credential.person_id, credential.generation)
    letters = vault.factors.normal(typed) or ""
    versions = {vault.factors.version_of(row.tag) for row in kept} or {known.keyring.version}
    tags = [vault.factors.code_tag(known, owner, letters, version) for version in versions]
    fitting = [row.tag for row in kept if any(hmac.compare_digest(row.tag, tag) for tag in tags)]
    if not fitting:
        return False
    unused_ = (PrintedCode.tag == fitting[0], PrintedCode.used_at.is_(None))
    taken = db.execute(update(PrintedCode).where(*unused_).values(used_at=now).returning(PrintedCode.tag))
    if taken.first() is None:
        return False
    noted.printed_used(db, credential.person_id, fitting[0])
    return True


def left(db: Session, person_id: int, generation: int) -> int:
    query = select(func.count()).where(
        PrintedCode.person_id == person_id, PrintedCode.generation == generation, PrintedCode.used_at.is_(None)
    )
    return db.scalar(query) or 0


def forget(db: Session, person_id: int) -> None:
    """The paper is worth nothing from now on."""
    db.execute(delete(PrintedCode).where(PrintedCode.person_id == person_id))
