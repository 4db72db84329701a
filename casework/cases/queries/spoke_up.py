"""Who of the respondents reported, complained or bore witness: in this case, or in a linked one that the asker sees."""

from collections.abc import Mapping

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from casework.cases.models import Case, Link, Party, RetaliationReview
from casework.people import Actor

from .rows import Rows
from .visible import visible_to

REPORTER, ROLES = "reporter", ("complainant", "witness")
LINKED = "in a linked case"
MATTERS = frozenset(
    {"awaiting decision", "in action", "appealed", "fact finding", "notice given", "hearing", "decided"}
)
"""Where discipline is near: elsewhere nobody looks at linked cases for it."""


def of(db: Session, case: Case, rows: Rows, actor: Actor | None) -> dict[int, str]:
    """By respondent, as what they spoke up."""
    parties = [row for row in rows.of(Party) if row.ended_at is None and row.employee_tag]
    accused = {row.id: row.employee_tag for row in parties if row.role == "respondent"}
    said = {
        row.employee_tag: (REPORTER if row.is_reporter else row.role)
        for row in parties
        if row.is_reporter or row.role in ROLES
    }
    if actor is not None and case.state in MATTERS and set(accused.values()) - said.keys():
        said = {**_linked(db, case, accused, actor), **said}
    return {id_: said[tag] for id_, tag in accused.items() if tag in said}


def unreviewed(db: Session, case: Case, rows: Rows, actor: Actor | None) -> set[int]:
    """Of those, the ones of whom nobody has found that it is not because of that."""
    newest = {row.party_id: row for row in sorted(rows.of(RetaliationReview), key=lambda row: (row.at, row.id))}
    return {id_ for id_ in of(db, case, rows, actor) if id_ not in newest or not newest[id_].cleared}


def _linked(db: Session, case: Case, accused: Mapping[int, bytes], actor: Actor) -> dict[bytes, str]:
    """A counter-complaint is the likeliest: whoever may not know of that case learns nothing of it here."""
    other = or_(
        and_(Link.case_id == case.id, Party.case_id == Link.other_id),
        and_(Link.other_id == case.id, Party.case_id == Link.case_id),
    )
    spoke = or_(Party.is_reporter, Party.role.in_(ROLES))
    query = select(Party.employee_tag).join(Link, other).where(spoke, Party.employee_tag.in_(set(accused.values())))
    seen = visible_to(actor).with_only_columns(Case.id)
    return dict.fromkeys(db.scalars(query.where(Party.case_id.in_(seen))), LINKED)
