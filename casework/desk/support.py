"""What waits for a coordinator of employee assistance: referrals that somebody has to move, keys for a colleague."""

from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from casework.access import Action, may_ever
from casework.eap.queries import colleagues, listing
from casework.people import Actor
from casework.web.text import Due, _, day, gettext, ngettext

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
