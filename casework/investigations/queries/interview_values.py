"""An interview as its pages show it, opened: what was arranged, asked and noted, what happened, what was signed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from casework.cases.lifecycle.workflow import Next
from casework.cases.models import Interview
from casework.investigations.lifecycle import rights
from casework.investigations.lifecycle.interview import WORKFLOW, Facts


@dataclass(frozen=True, slots=True)
class Mended:
    """A correction after the interview."""

    text: str | None
    reason: str | None
    by: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what is noted under it; None where it is damaged, "" where there is nothing."""

    id: int
    question: str | None
    added: bool
    notes: str | None
    version: int
    by: int | None
    at: datetime | None
    mended: tuple[Mended, ...] = ()

    @property
    def now(self) -> str | None:
        """As it reads after its corrections."""
        return self.mended[-1].text if self.mended else self.notes


@dataclass(frozen=True, slots=True)
class Happened:
    """`right`: it is about a wish for a representative, and says what."""

    id: int
    kind: str
    right: str
    to_state: str
    words: str | None
    happened_at: datetime
    by: int
    at: datetime


@dataclass(frozen=True, slots=True)
class StatementShown:
    """`answered_at`: they have answered on their own page, and it is not in the file yet."""

    id: int
    position: int
    text: str | None
    by: int
    at: datetime
    version: int
    handed: str
    handed_at: datetime | None
    given_id: int | None
    answered_at: datetime | None
    result: str
    theirs: str | None
    signed_name: str | None
    signed_at: datetime | None
    reason: str | None
    paper_id: int | None
    settled_at: datetime | None
    settled_by: int | None


@dataclass(frozen=True, slots=True)
class Shown:
    """`name`: of somebody who is no party. What is arranged is None where it is damaged."""

    row: Interview
    name: str | None
    place: str | None
    second: str | None
    companion: str | None
    interpreter: str | None
    arranged: str | None
    answers: Sequence[Asked] = ()
    happened: Sequence[Happened] = ()
    statements: Sequence[StatementShown] = ()
    facts: Facts = field(default_factory=lambda: Facts("planned"))

    @property
    def can(self) -> list[Next[Facts]]:
        """What can come next; forms bring reasons with them."""
        return WORKFLOW.next_steps(self.facts)

    @property
    def rights(self) -> list[tuple[str, str]]:
        return rights.possible(self.facts.right)

    @property
    def statement(self) -> StatementShown | None:
        """What is drawn up or with them."""
        return next((one for one in self.statements if one.settled_at is None), None)

    @property
    def answered(self) -> bool:
        return any(one.answered_at is not None and one.settled_at is None for one in self.statements)
