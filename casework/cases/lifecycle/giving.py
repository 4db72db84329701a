"""What somebody is given, and what may be asked of them with it: words, and the state that a row's days come to."""

from datetime import date, datetime
from typing import Protocol

from casework.settings import N_

LETTER, STATEMENT, EVIDENCE, NOTICE = "letter", "statement", "evidence", "notice"
MEDIATION, CHECK, OTHER = "mediation", "check", "other"
KINDS = {
    LETTER: N_("A letter"),
    STATEMENT: N_("A statement"),
    EVIDENCE: N_("Evidence"),
    NOTICE: N_("What is alleged"),
    MEDIATION: N_("An offer to talk it over"),
    CHECK: N_("How it is since"),
    OTHER: N_("Something for them"),
}
NOTHING, RECEIPT, COMMENT = "nothing", "receipt", "comment"
SIGNATURE, CONSENT, QUESTIONS = "signature", "consent", "questions"
CHOICES: dict[str, dict[str, str]] = {
    NOTHING: {},
    RECEIPT: {"received": N_("I have it")},
    COMMENT: {"comment": N_("My answer is below"), "nothing": N_("I do not want to say anything to it")},
    SIGNATURE: {
        "signed": N_("It is right as it stands"),
        "corrected": N_("It is right with what I write below"),
        "refused": N_("I do not sign it"),
    },
    CONSENT: {"yes": N_("Yes"), "no": N_("No")},
    QUESTIONS: {"answered": N_("My answers are below")},
}
"""What can be said, by what is asked."""
WAITING, OPENED, ANSWERED, WITHDRAWN, OVERDUE = "waiting", "opened", "answered", "withdrawn", "overdue"
STATES = {
    WAITING: N_("not opened yet"),
    OPENED: N_("opened"),
    ANSWERED: N_("answered"),
    WITHDRAWN: N_("taken back"),
    OVERDUE: N_("overdue"),
}


class Dated(Protocol):
    """A row of what was given, as an entity or as a line."""

    @property
    def asks(self) -> str: ...
    @property
    def opened_at(self) -> datetime | None: ...
    @property
    def answered_at(self) -> datetime | None: ...
    @property
    def withdrawn_at(self) -> datetime | None: ...
    @property
    def due_on(self) -> date | None: ...


def state_of(row: Dated, today: date) -> str:
    """Where it stands. Overdue is what is asked for and was not answered on its last day."""
    if row.withdrawn_at is not None:
        return WITHDRAWN
    if row.answered_at is not None:
        return ANSWERED
    if row.asks != NOTHING and row.due_on is not None and row.due_on < today:
        return OVERDUE
    return OPENED if row.opened_at is not None else WAITING


def is_open(row: Dated) -> bool:
    """Is something still asked of them?"""
    return row.asks != NOTHING and row.answered_at is None and row.withdrawn_at is None
