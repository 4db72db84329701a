"""The readers lines of a referral: who can read each of its rooms, from the seals themselves, in words."""

from collections.abc import Sequence
from typing import NamedTuple

from casework.eap.queries.record import Record
from casework.people import Actor
from casework.vault import Compartment
from casework.web.text import _

ROOMS = (Compartment.SUPPORT, Compartment.REFERRAL)


class Line(NamedTuple):
    """As `ui/readers.html` wants it."""

    compartment: str
    people: list[str]
    also: str
    after: str


def lines_of(shown: Record, actor: Actor, rooms: Sequence[Compartment] = ROOMS) -> list[Line]:
    """A line for each room, in the order asked for."""
    return [_line(shown, actor, compartment) for compartment in rooms]


def _line(shown: Record, actor: Actor, compartment: Compartment) -> Line:
    people = [shown.names.get(id_, "") for id_ in shown.readers if id_ != actor.id]
    if compartment is Compartment.REFERRAL:
        return Line(compartment.value, people, _("you"), _("Not by the employee, and by nobody of a case."))
    if shown.employee.has_receipt:
        return Line(compartment.value, people, _("you and the employee"), _("By nobody of a case, and no manager."))
    return Line(compartment.value, people, _("you"), _("By the employee too, once they have a receipt."))
