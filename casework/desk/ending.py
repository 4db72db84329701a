"""What somebody else asked to have destroyed, and this person may agree to."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import may_ever
from casework.cases.models import Destruction
from casework.cases.queries import destructions
from casework.cases.queries.kept_cases import CASES
from casework.cases.routes.kept import words
from casework.eap.queries.kept import REFERRALS
from casework.exits.queries.kept import EXITS
from casework.people import Actor
from casework.web import text
from casework.web.text import _

from .waiting import READER, rows

Line = tuple[str, str, str, str, str]
"""As the desk writes it down: when, where, what to do, what of, number."""
EVERY = (CASES, EXITS, REFERRALS)
_UNDECIDED = (
    select(Destruction.of).where(Destruction.decided_at.is_(None), Destruction.proposed_by != READER).distinct()
)


def waiting(db: Session, actor: Actor) -> Iterator[Line]:
    """One statement while nothing is asked for, and none for who could agree to nothing."""
    allowed = [matters for matters in EVERY if may_ever(actor, matters.destroy)]
    if not allowed:
        return
    kinds = {of for (of,) in rows(db, actor, _UNDECIDED)}
    for matters in allowed:
        for one in destructions.waiting(db, matters, actor) if matters.of in kinds else ():
            if not one.own and not one.approved:
                path = f"{matters.path}/destructions/{one.id}"
                said = words.counted(matters.of, one.number)
                yield text.day(one.asked_on), path, _("Agree to a destruction, or decline"), "", said
