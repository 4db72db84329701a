"""One sealed value each of many cases, for lists: everything that opens them comes with the list's own rows."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam
from sqlalchemy.orm import InstrumentedAttribute, Session

from . import blob, core, met, room, seals
from . import secrets as case_secrets
from .holder import Holder
from .models import CaseSecret, CompartmentRow, Epoch, Seal
from .words import Compartment, Unreadable

COLUMNS = (
    Seal.sealed,
    Seal.form,
    Seal.generation,
    Seal.epoch,
    Seal.compartment_id,
    Epoch.commitment,
    CaseSecret.wrapped,
)


class Keys(NamedTuple):
    """What `COLUMNS` selects; all None where the holder has no seal."""

    sealed: bytes
    form: str
    generation: int
    epoch: int
    compartment_id: int
    commitment: bytes
    wrapped: bytes


def keys_for(holder: Holder) -> dict[str, Any]:
    """The values that a statement `with_keys` is asked with."""
    return {"holder_kind": holder.kind.value, "holder": holder.id}


def with_keys(query: Select[Any], case_id: Any, epoch: Any) -> Select[Any]:
    """Add to a query over cases a holder's seal of each file, of the epoch that the value was sealed in."""
    file = and_(
        CompartmentRow.case_id == case_id, CompartmentRow.name == Compartment.FILE.value, CompartmentRow.subject == 0
    )
    own = and_(
        Seal.compartment_id == CompartmentRow.id,
        Seal.holder_kind == bindparam("holder_kind"),
        Seal.holder_id == bindparam("holder"),
        Seal.epoch == epoch,
    )
    return (
        query.outerjoin(CompartmentRow, file)
        .outerjoin(Seal, own)
        .outerjoin(Epoch, and_(Epoch.compartment_id == Seal.compartment_id, Epoch.epoch == Seal.epoch))
        .outerjoin(CaseSecret, CaseSecret.case_id == case_id)
        .add_columns(*COLUMNS)
    )


def open_each(
    db: Session, holder: Holder, column: InstrumentedAttribute[Any], rows: Iterable[tuple[int, bytes, Keys]]
) -> dict[int, str]:
    """The texts by case, from its id, the sealed value and the keys beside it. What does not open is left out."""
    vault, found = core.of(db), {}
    value = room.value_contexts(vault.instance, column)
    seal = seals.contexts(vault, Compartment.FILE, 0, holder)
    for case_id, text, keys in rows:
        if not (keys.sealed and keys.wrapped and keys.generation == holder.generation):
            continue
        try:
            secret = case_secrets.unwrap(vault, case_id, keys.wrapped)
            context = seal(case_id, keys.compartment_id, keys.epoch)
            key = room.check(seals.open_in(context, secret, holder, keys), keys.commitment)
            if blob.key_id_of(text) == keys.epoch:
                found[case_id] = blob.open_(key, value(case_id, keys.compartment_id, keys.epoch), text).decode()
        except (Unreadable, UnicodeDecodeError):
            met.note(db, "room", keys.compartment_id)
    return found
