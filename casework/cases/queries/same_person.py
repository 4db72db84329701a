"""People whom the directory knows by more than one number."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.people.models import Employee


def numbers(db: Session, tags: Iterable[bytes]) -> dict[bytes, frozenset[bytes]]:
    """All numbers of each of these people: somebody who came back has another than before."""
    together = {tag: {tag} for tag in tags}
    waiting = set(together)
    seen: set[bytes] = set()
    while waiting:
        seen |= waiting
        named = Employee.tag.in_(waiting) | Employee.same_as.in_(waiting)
        rows = db.execute(select(Employee.tag, Employee.same_as).where(Employee.same_as.is_not(None), named))
        pairs = [(one, other) for one, other in rows if other is not None]
        for one, other in pairs:
            joined = together.get(one, {one}) | together.get(other, {other})
            together |= dict.fromkeys(joined, joined)
        waiting = {tag for pair in pairs for tag in pair} - seen
    return {tag: frozenset(all_) for tag, all_ in together.items()}
