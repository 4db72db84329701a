"""What a hold forbids: nothing of a held case is taken back or taken away, and the refusal says why and no more."""

from sqlalchemy.orm import Session

from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.models import Case
from casework.cases.queries import clocks, holds
from casework.settings import N_, Said

SAID = N_(
    "The case is held since %(day)s %(month)s %(year)s, for proceedings that are expected: nothing of it is retracted, "
    "removed or destroyed. Write down what is right now, beside it, and ask counsel."
)


def refuse(db: Session, case: Case, step: str) -> None:
    """IllegalStep where the case is held; whoever asks learns the day since, and nothing of the hold."""
    if (why := why_not(db, case)) is not None:
        raise IllegalStep(step, [why])


def why_not(db: Session, case: Case) -> Why | None:
    """The reason, for a page that says it before anything is typed."""
    if (held := holds.of_case(db, case.id)) is None:
        return None
    since = clocks.place(db, case.site_id).day(held.since)
    day = {"day": since.day, "month": Said(f"{since:%b}"), "year": since.year}
    return Why("held", Said(SAID, day), "#legal")
