"""Holds, as matters with which something can be done."""

from casework.audit import Tag
from casework.cases.models import Hold
from casework.legal.actions.holds import Changed
from casework.legal.queries import hold_opened, holds
from casework.legal.queries.hold_opened import Shown
from casework.settings import N_
from casework.vault import Compartment

from . import matter_doing
from .matter_doing import Kind

Deed = matter_doing.Deed[Hold]
NUMBER_LENGTH = 13


def _readers(shown: Shown) -> list[str]:
    return sorted(shown.people.get(id_, "") for id_ in shown.readers)


HOLD: Kind[Hold, Shown] = Kind(
    prefix="/holds",
    letters="H-",
    longest=NUMBER_LENGTH,
    find=holds.find,
    opened=hold_opened.of,
    denied=Tag.HOLD_DENIED,
    changed=Changed,
    second=N_("Somebody changed the hold after you opened the page. Look at it again; sending this once more counts."),
    readers=_readers,
    room=Compartment.HOLD.value,
    template="legal/hold_form.html",
)
