"""The course of a charge, a claim or a lawsuit, as a table.

| from | step | to | needs |
|---|---|---|---|
| filed, determined | a statement is asked for | statement due | |
| filed, statement due | a statement was submitted | statement submitted | a version of it |
| filed … litigation | it was determined | determined | |
| any but ended | settled | settled | |
| filed … litigation | dismissed | dismissed | |
| filed … dismissed | it goes to court | in litigation | |
| settled, dismissed, determined, litigation | ended | ended | every day settled, a reason |
| ended | it goes on after all | in litigation | a reason |
"""

from collections.abc import Callable
from dataclasses import dataclass

from casework.access import Action
from casework.cases.lifecycle.charges import (
    DETERMINED,
    DISMISSED,
    DUE,
    ENDED,
    FILED,
    LITIGATION,
    SETTLED,
    STATES,
    SUBMITTED,
)
from casework.cases.lifecycle.workflow import Guard, Need, Step, Workflow
from casework.settings import N_, Said

RESULTS = {
    "cause": N_("cause, or well founded"),
    "no cause": N_("no cause, or not well founded"),
    "dismissed": N_("dismissed without a finding"),
    "right to sue": N_("right to sue"),
    "judgment for": N_("judgment for the organisation"),
    "judgment against": N_("judgment against the organisation"),
    "other": N_("something else"),
}
STARTS = {
    "requested": N_("the statement was asked for"),
    "right to sue": N_("they received the right to sue"),
    "served": N_("it was served"),
    "sent": N_("the copy of the claim was sent"),
    "decided": N_("the decision was sent"),
    "dismissed": N_("the dismissal reached them"),
    "claimed": N_("they claimed it in writing"),
}
"""What can happen on the first day of a clock, by its word in a country pack."""
OPEN = (FILED, DUE, SUBMITTED, DETERMINED, SETTLED, DISMISSED, LITIGATION)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the guards look at."""

    state: str
    versions: int = 0
    open_days: int = 0
    reason: bool = False


Refusal = tuple[str, Said] | None


def _guard(check: Callable[[Facts], Refusal]) -> Need[Facts]:
    return Need(Guard(check.__name__, check))


@_guard
def written(facts: Facts) -> Refusal:
    return None if facts.versions else ("#statement", Said(N_("No version of the statement is written yet.")))


@_guard
def days_settled(facts: Facts) -> Refusal:
    if not facts.open_days:
        return None
    return "#days", Said(N_("Days that are not settled: %(count)s."), {"count": facts.open_days})


@_guard
def reason(facts: Facts) -> Refusal:
    return None if facts.reason else ("#reason", Said(N_("Say why.")))


KEEP = Action.KEEP_PROCEEDINGS
STEPS: tuple[Step[Facts], ...] = (
    Step("request", N_("A statement is asked for"), (FILED, DETERMINED), DUE, (), KEEP),
    Step("submit", N_("The statement was submitted"), (FILED, DUE), SUBMITTED, (written,), KEEP, verb="submit"),
    Step(
        "determine", N_("It was determined"), (FILED, DUE, SUBMITTED, DETERMINED, LITIGATION), DETERMINED, (), KEEP,
        verb="determine",
    ),
    Step("settle", N_("It was settled"), (*OPEN[:4], DISMISSED, LITIGATION), SETTLED, (), KEEP, verb="settle"),
    Step("dismiss", N_("It was dismissed"), (FILED, DUE, SUBMITTED, DETERMINED, LITIGATION), DISMISSED, (), KEEP),
    Step("litigate", N_("It goes to court"), (FILED, DUE, SUBMITTED, DETERMINED, DISMISSED), LITIGATION, (), KEEP),
    Step(
        "end", N_("It has ended"), (DETERMINED, SETTLED, DISMISSED, LITIGATION), ENDED, (days_settled, reason), KEEP,
        reason=True,
    ),
    Step("go on", N_("It goes on after all"), (ENDED,), LITIGATION, (reason,), KEEP, reason=True),
)  # fmt: skip
WORKFLOW: Workflow[Facts] = Workflow(
    STATES,
    (FILED, DUE, SUBMITTED, DETERMINED, ENDED),
    STEPS,
    N_("Not possible while it is “%(state)s”."),
)


def after(step: str, facts: Facts) -> str:
    """The state that follows; IllegalStep with the reasons when there is none."""
    return WORKFLOW.after(step, facts)
