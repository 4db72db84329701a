"""The workflow as a table, and what must hold before each step, in words."""

from collections.abc import Callable
from dataclasses import dataclass

from casework.access import Action
from casework.cases.lifecycle.workflow import Guard, Need, Step, Workflow
from casework.settings import N_, Said

PLANNED, INVITED, COMPLETED, REVIEWED = "planned", "invited", "completed", "reviewed"
DECLINED, EXPIRED, CANCELLED = "declined", "expired", "cancelled"
STATES = {
    PLANNED: N_("planned"),
    INVITED: N_("invited"),
    COMPLETED: N_("completed"),
    REVIEWED: N_("reviewed"),
    DECLINED: N_("declined"),
    EXPIRED: N_("run out"),
    CANCELLED: N_("cancelled"),
}
OVER = (REVIEWED, DECLINED, EXPIRED, CANCELLED)
WAYS = {
    "voluntary": N_("by their own decision"),
    "involuntary": N_("by the employer’s decision"),
    "redundancy": N_("their place is given up"),
    "retirement": N_("they retire"),
    "end of contract": N_("their contract ends"),
}
VOLUNTARY = frozenset({"voluntary", "retirement"})
"""Whose questionnaire is the voluntary one; the others did not choose to go."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the guards look at. `heard`: somebody outside the line holds a key of the interview and can use it."""

    state: str
    heard: bool = False
    answered: bool = False
    ran_out: bool = False
    written_down: bool = False
    reason: bool = False


Refusal = tuple[str, Said] | None


def _guard(check: Callable[[Facts], Refusal]) -> Need[Facts]:
    return Need(Guard(check.__name__, check))


@_guard
def heard(facts: Facts) -> Refusal:
    if facts.heard:
        return None
    said = N_("Nobody outside their line can hear it: a lead gives somebody else the role of exit interviewer first.")
    return "#interview", Said(said)


@_guard
def answered(facts: Facts) -> Refusal:
    return None if facts.answered else ("#questions", Said(N_("A question that needs an answer has none yet.")))


@_guard
def ran_out(facts: Facts) -> Refusal:
    return None if facts.ran_out else ("#interview", Said(N_("The link and the code still work.")))


@_guard
def written_down(facts: Facts) -> Refusal:
    said = N_("What is done with what they said is not written down yet.")
    return None if facts.written_down else ("#notes", Said(said))


@_guard
def reason(facts: Facts) -> Refusal:
    return None if facts.reason else ("#reason", Said(N_("Say why.")))


STEPS: tuple[Step[Facts], ...] = (
    Step("invite", N_("Invite them to answer"), (PLANNED, INVITED, EXPIRED), INVITED, (heard,), Action.PLAN_EXIT),
    Step("complete", N_("The answers are in"), (PLANNED, INVITED), COMPLETED, (heard, answered), Action.READ_ANSWERS),
    Step("decline", N_("They would rather not"), (PLANNED, INVITED), DECLINED, (), Action.READ_ANSWERS),
    Step("expire", N_("The link runs out"), (INVITED,), EXPIRED, (ran_out,)),
    Step("review", N_("Review what was said"), (COMPLETED,), REVIEWED, (written_down,), Action.READ_ANSWERS),
    Step(
        "cancel", N_("Cancel"), (PLANNED, INVITED, EXPIRED), CANCELLED, (reason,), Action.PLAN_EXIT, reason=True
    ),
)  # fmt: skip
WORKFLOW: Workflow[Facts] = Workflow(
    STATES,
    (PLANNED, INVITED, COMPLETED, REVIEWED),
    STEPS,
    N_("Not possible while the exit interview is “%(state)s”."),
)


def after(step: str, facts: Facts) -> str:
    """The state that follows; IllegalStep with the reasons when there is none."""
    return WORKFLOW.after(step, facts)
