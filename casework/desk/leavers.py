"""Leavers of whom something waits: answers to review, somebody to invite, tasks of their checklists."""

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from casework.access import Action, may_ever
from casework.exits.queries import checklist, listing
from casework.people import Actor
from casework.settings import N_

SOON = timedelta(days=14)


class Leaver(NamedTuple):
    """`name` is empty where it does not open."""

    what: str
    number: str
    name: str
    on: date | None
    anchor: str = ""


REVIEW, INVITE, TASK = N_("Review what a leaver said"), N_("Invite a leaver to answer"), N_("Of a leaving checklist")


def waiting(db: Session, actor: Actor, today: date) -> list[Leaver]:
    """Nothing is asked of the database for who has no part in it."""
    found: list[Leaver] = []
    if actor.holder is None or not may_ever(actor, Action.SEE_EXITS):
        return found
    if may_ever(actor, Action.READ_ANSWERS):
        found += [_line(REVIEW, row, "#interview") for row in listing.to_review(db, actor)]
    if may_ever(actor, Action.PLAN_EXIT):
        found += [_line(INVITE, row) for row in listing.to_invite(db, actor, today + SOON)]
    tasks = checklist.waiting(db, actor, today + SOON)
    return found + [Leaver(TASK, number, "", on, "#checklist") for number, on, _ in tasks]


def _line(what: str, row: listing.Row, anchor: str = "") -> Leaver:
    return Leaver(what, row.number, row.name or "", row.ends_on, anchor)
