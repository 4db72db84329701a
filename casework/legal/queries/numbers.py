"""Numbers of cases in what was written of a hold: each is read by who may know of that case, and by nobody else."""

import re
from collections.abc import Iterable

from sqlalchemy.orm import Session

from casework.cases.models import Case
from casework.cases.queries.visible import visible_to
from casework.people import Actor

BLOTTED = "ER-····-······"
"""What stands where a number would."""
_NUMBER = re.compile(r"\bER-\d{4}-\d{6}\b", re.IGNORECASE)


class Numbers:
    """The numbers in some texts that exist for one reader; one statement for all of them, none where there is no
    number. A text outlives what its reader may know: a case was restricted since, or a wall came."""

    def __init__(self, db: Session, actor: Actor, texts: Iterable[str | None]) -> None:
        named = {found.upper() for text in texts if text for found in _NUMBER.findall(text)}
        query = visible_to(actor).where(Case.number.in_(named)).with_only_columns(Case.number)
        self._known = frozenset(db.scalars(query)) if named else frozenset()

    def told(self, text: str | None) -> str | None:
        """The text as this reader has it; None stays None: it does not open."""
        return (
            _NUMBER.sub(lambda found: found[0] if found[0].upper() in self._known else BLOTTED, text) if text else text
        )
