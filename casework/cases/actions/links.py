"""Cases that belong together. Both must be the actor's to read; whoever cannot read the other sees nothing of it."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.access import Action, policy
from casework.audit import Tag
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.models import Case, Link
from casework.cases.queries import matter, visible
from casework.db import new_id, utc_now
from casework.people import Actor
from casework.settings import N_, Said

from . import case as cases

RELATIONS = {
    "same facts": N_("Same facts"),
    "counter-complaint": N_("Counter-complaint"),
    "retaliation": N_("Retaliation"),
    "group": N_("Group"),
}


def add(db: Session, case: Case, *, by: Actor, number: str, relation: str) -> Link:
    """The same refusal for a number that does not exist as for one that is not theirs to read."""
    cases.begin(db, case, by, Action.WORK_CASE)
    other = visible.find(db, by, number.strip().upper())
    if (
        relation not in RELATIONS
        or other is None
        or other.id == case.id
        or not policy.judge(by, Action.READ_CASE, matter.of(db, other))
    ):
        said = Said(N_("There is no other case of this number that you can read."))
        raise IllegalStep("link", [Why("number", said, "#links")])
    known = db.scalar(
        select(Link).where(
            Link.relation == relation,
            or_(
                (Link.case_id == case.id) & (Link.other_id == other.id),
                (Link.case_id == other.id) & (Link.other_id == case.id),
            ),
        )
    )
    if known is not None:
        return known
    row = Link(id=new_id(), case_id=case.id, other_id=other.id, relation=relation, by=by.id, at=utc_now())
    db.add(row)
    cases.touch(db, case, by, Tag.CASE_LINKED, quiet=True, clocks_run=False, link=row.id)
    return row


def remove(db: Session, case: Case, link: Link, *, by: Actor) -> None:
    cases.begin(db, case, by, Action.WORK_CASE)
    db.delete(link)
    cases.touch(db, case, by, Tag.CASE_CHANGED, quiet=True, clocks_run=False, what="link", link=link.id)
