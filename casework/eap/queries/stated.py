"""What the server must know of a referral with nobody signed in: opened under its own secret."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import InstrumentedAttribute, Session

from casework import vault
from casework.eap.models import Referral


@dataclass(frozen=True, slots=True)
class Stated:
    """`need`: one of `NEEDS`, or nothing where nobody has said."""

    kind: str
    state: str
    need: str


def of(db: Session, referral: Any) -> Stated:
    """`referral`: the entity, or a row with what is named here."""
    return Stated(*(
        open_(db, column, referral.id, getattr(referral, column.key), referral.id)
        for column in (Referral.kind, Referral.state, Referral.need)
    ))  # fmt: skip


def seal(db: Session, column: InstrumentedAttribute[Any], row_id: int, text: str, referral_id: int) -> bytes:
    return vault.field.seal(db, column, row_id, text, case=referral_id)


def open_(db: Session, column: InstrumentedAttribute[Any], row_id: int, sealed: bytes, referral_id: int) -> str:
    return vault.field.open_(db, column, row_id, sealed, case=referral_id)
