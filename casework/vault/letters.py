"""A sealed letter: something put away for one key pair, outside any case. Drafts of reporters and of staff."""

from typing import Any

from sqlalchemy.orm import InstrumentedAttribute, Session

from . import core, hpke
from .binding import bind, place
from .core import Vault
from .holder import Holder
from .pairs import PublicHalf
from .words import HolderKind


def seal(db: Session, to: PublicHalf, column: InstrumentedAttribute[Any], row_id: int, text: str) -> bytes:
    context = _context(core.of(db), to.kind, to.owner, to.generation, column, row_id)
    return hpke.encrypt(to.key, context, text.encode())


def open_(db: Session, holder: Holder, column: InstrumentedAttribute[Any], row_id: int, sealed: bytes) -> str:
    """The text; Unreadable for any other key, row or column."""
    context = _context(core.of(db), holder.kind, holder.id, holder.generation, column, row_id)
    return hpke.decrypt(holder.private, context, sealed).decode()


def _context(
    vault: Vault, kind: HolderKind, owner: int, generation: int, column: InstrumentedAttribute[Any], row_id: int
) -> bytes:
    return bind("letter", vault.instance, kind.value, owner, generation, *place(column), row_id)
