"""What waits for a coordinator of employee assistance: referrals that somebody has to move, keys for a colleague; and
for counsel, courts' orders, with nothing of a referral."""

from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from casework.access import Action, may_ever
from casework.eap.queries import colleagues, listing
from casework.eap.queries import orders as court_orders
from casework.eap.queries.orders import Order
from casework.people import Actor
from casework.web.text import Due, _, day, due, gettext, ngettext

LOOKED_AT, MOST = 100, 20
"""Open referrals that are looked at, the newest; and lines of the section."""


class Line(NamedTuple):
    """As the desk's template wants it."""

    when: Due | str
    path: str
    do: str
    title: str
    number: str


def waiting(db: Session, actor: Actor) -> list[Line]:
    """Nothing for who is no coordinator."""
    if not may_ever(actor, Action.WORK_REFERRAL):
        return []
    found = listing.page(db, actor, listing.OPEN, limit=LOOKED_AT).rows
    lines = [_line(one, actor) for one in found if one.waits and one.waits != listing.DECISION]
    return [*_keys(db, actor), *lines][:MOST]


def orders(db: Session, actor: Actor, today: date) -> list[Line]:
    """Courts' orders: those that the counsel who is asked has not answered; those of which counsel needs more."""
    if not may_ever(actor, Action.SEE_ORDERS):
        return []
    return [_of_order(one, today) for one in court_orders.held(db, actor) if one.waits_for(actor.id)][:MOST]


def _of_order(one: Order, today: date) -> Line:
    do = _("Say whether an order binds") if one.waits_for_counsel else _("Add what counsel misses of an order")
    when = due(one.due_on, today) if one.due_on else ""
    return Line(when, f"/referrals/orders/{one.number}", do, one.court, one.number)


def _line(one: listing.Listed, actor: Actor) -> Line:
    words = ngettext("A message to read", "%(num)s messages to read", one.unread) if one.unread else ""
    name = one.name or _("Somebody who has not given a name")
    return Line(_since(one.begun_on, actor), f"/referrals/{one.number}", words or gettext(one.waits), name, one.number)


def _since(begun: date, actor: Actor) -> str:
    return _("since %(day)s", day=day(begun, actor.zone))


def _keys(db: Session, actor: Actor) -> list[Line]:
    return [
        Line("", f"/referrals/colleagues/{one.id}", _("Give %(who)s the keys of referrals", who=one.name), "", "")
        for one in colleagues.of(db, actor)
        if one.gives
    ]
