"""What waits because somebody asked: for their own data, or who a reporter is."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, may_ever
from casework.cases.lifecycle.disclosing import OPEN, STATES
from casework.cases.models import IdentityDisclosure, Membership
from casework.legal.queries import requests
from casework.people import Actor
from casework.settings import N_
from casework.vault import Compartment, HolderKind
from casework.vault.models import CompartmentRow, Seal
from casework.web.text import Due, _, due, gettext

from .waiting import MOST, READER, mine, rows

Line = tuple[Due | str, str, str, str, str]
"""When, address, what to do, title, number: as the desk's template wants it."""
SEARCH, ANSWER = N_("Search what you hold"), N_("Answer what somebody asks about their data")
IDENTITY, TELL = N_("Somebody asks who a reporter is"), N_("Tell a reporter that their identity was disclosed")


def waiting(db: Session, actor: Actor, today: date) -> list[Line]:
    """At most four statements; one for who has no part in any of it."""
    if actor.holder is None or not actor.admitted:
        return []
    found: list[Line] = [
        (due(task.due_on, today), f"/requests/searches/{task.id}", _(SEARCH), "", "")
        for task in requests.waiting(db, actor)[:MOST]
    ]
    if may_ever(actor, Action.WORK_REQUEST):
        found += [
            (due(one.due_on, today), f"/requests/{one.number}", _(ANSWER), one.name or "", one.number)
            for one in requests.held(db, actor)
            if not one.over
        ][:MOST]
    if may_ever(actor, Action.DISCLOSE_IDENTITY):
        found += _identities(db, actor, today)
    return found


def _disclosures() -> Any:
    """Of reporters whose identity's key the reader holds."""
    row = IdentityDisclosure
    held = (
        select(Seal.id)
        .join(CompartmentRow, CompartmentRow.id == Seal.compartment_id)
        .where(CompartmentRow.name == Compartment.IDENTITY.value, CompartmentRow.subject == row.party_id)
        .where(Seal.case_id == row.case_id, Seal.epoch == CompartmentRow.epoch)
        .where(Seal.holder_kind == HolderKind.PERSON.value, Seal.holder_id == READER)
    )
    owed = row.told_at.is_(None) & row.review_on.is_not(None)
    query = mine(row.id, row.state, row.review_on, file=False).join(row, row.case_id == Membership.case_id)
    return query.where(row.state.in_(OPEN) | owed, held.exists()).order_by(row.at).limit(MOST)


_DISCLOSURES = _disclosures()


def _identities(db: Session, actor: Actor, today: date) -> list[Line]:
    return [
        (
            due(review_on, today) if review_on else "",
            f"/cases/{number}/disclosures/{id_}",
            _(IDENTITY) if state in OPEN else _(TELL),
            gettext(STATES[state]) if state in OPEN else "",
            number,
        )
        for _case, number, id_, state, review_on in rows(db, actor, _DISCLOSURES)
    ]
