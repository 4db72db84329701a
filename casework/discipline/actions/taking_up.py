"""Something has become worse for somebody who spoke up: a case of its own, linked to the one it comes from. It is read
by whom routing names, less all who are kept from the first one; who the person is goes into it in no way."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from casework.access import Action
from casework.audit import Tag
from casework.cases.actions import allegations, opening
from casework.cases.actions import case as cases
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.lifecycle.aftercare import TALKED
from casework.cases.models import Aftercare, Case, Link
from casework.cases.queries import matter, routing
from casework.db import new_id, utc_now
from casework.people import Actor
from casework.settings import N_, Said

ISSUE, RELATION, BASIS = "retaliation", "retaliation", "protected activity"
DONE = N_("A case was opened for this already.")
SAID = N_("What was said at the check-in, with consent:")


def take_up(
    db: Session, case: Case, row: Aftercare, *, by: Actor, kind: str, words: str, answers: Mapping[str, str] | None
) -> Case:  # fmt: skip
    """`answers`: what they said, where they agreed that it goes along; None where it stays with them."""
    cases.begin(db, case, by, Action.WORK_CASE)
    db.refresh(row, with_for_update=True)
    if row.case_id != case.id or row.led_to is not None:
        raise IllegalStep("take up", [Why("check", Said(DONE), "#aftercare")])
    walled = matter.walled(db, case.id)
    readers = routing.readers_for(db, kind, case.site_id, walled=walled)
    opened = opening.open_case(
        db, kind=kind, channel="phone" if row.how == TALKED else "form", site_id=case.site_id, title="",
        narrative=_narrative(words, answers), readers=replace(readers, excluded=readers.excluded | walled), by=by,
        received_at=utc_now(),
    )  # fmt: skip
    allegations.put(db, opened.case, opened.file, by=by, issue=ISSUE, bases=[BASIS])
    link = Link(
        id=new_id(), case_id=case.id, other_id=opened.case.id, relation=RELATION, by=by.id, at=utc_now()
    )  # fmt: skip
    db.add(link)
    row.led_to = link.id
    cases.touch(db, case, by, Tag.AFTERCARE_LED, quiet=True, check=row.id, link=link.id)
    return opened.case


def _narrative(words: str, answers: Mapping[str, str] | None) -> str:
    said = [f"{question}\n{answer}".strip() for question, answer in (answers or {}).items() if answer.strip()]
    return "\n\n".join([words, *([str(SAID)] if said else []), *said])
