"""A wish for a representative (Weingarten), as a table: what may be written down, after what.

| it stands | written down | then |
|---|---|---|
| nobody asked | they asked | asked |
| asked | they spoke with their representative alone, before it goes on | asked |
| asked, offered | it was granted | granted |
| asked, offered | the interview was ended | ended |
| asked | they were offered the choice: go on without, or no interview | offered |
| offered | they chose to go on without | without |
| offered | they chose to have no interview | no interview |
| granted | they spoke with their representative alone | granted |
| granted, without, ended, no interview | they asked again | asked |

The choice is theirs: it is never taken for granted that somebody goes on without.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from casework.access import Action
from casework.cases.lifecycle.workflow import IllegalStep, Step, Workflow
from casework.settings import N_

NONE, ASKED, GRANTED, ENDED, OFFERED = "nobody asked", "asked", "granted", "ended", "offered"
WITHOUT, NO_INTERVIEW = "without", "no interview"
STATES = {
    NONE: N_("nobody asked"),
    ASKED: N_("they asked for a representative"),
    GRANTED: N_("granted"),
    ENDED: N_("the interview was ended"),
    OFFERED: N_("they were offered the choice"),
    WITHOUT: N_("they chose to go on without"),
    NO_INTERVIEW: N_("they chose to have no interview"),
}
WAITS = (ASKED, OFFERED)
OVER = (ENDED, NO_INTERVIEW)


@dataclass(frozen=True, slots=True)
class Facts:
    state: str


_WORK = Action.WORK_CASE
ASK, CONSULT, GRANT, END, OFFER = "asked", "consulted", "granted", "ended", "offered"
GO_ON, NONE_AT_ALL = "without", "no interview"
STEPS: tuple[Step[Facts], ...] = (
    Step(ASK, N_("They asked for a representative"), (NONE, GRANTED, WITHOUT, ENDED, NO_INTERVIEW), ASKED, (), _WORK),
    Step(CONSULT, N_("They spoke with their representative alone, before it goes on"), (ASKED,), ASKED, (), _WORK),
    Step(CONSULT, N_("They spoke with their representative alone, before it goes on"), (GRANTED,), GRANTED, (), _WORK),
    Step(GRANT, N_("It was granted: the representative is there"), WAITS, GRANTED, (), _WORK),
    Step(OFFER, N_("They were offered the choice: go on without, or no interview"), (ASKED,), OFFERED, (), _WORK),
    Step(GO_ON, N_("They chose to go on without"), (OFFERED,), WITHOUT, (), _WORK),
    Step(NONE_AT_ALL, N_("They chose to have no interview"), (OFFERED,), NO_INTERVIEW, (), _WORK),
    Step(END, N_("The interview was ended"), WAITS, ENDED, (), _WORK),
)
WORKFLOW: Workflow[Facts] = Workflow(STATES, (NONE, ASKED, GRANTED), STEPS, N_("Not possible after “%(state)s”."))
LABELS = {step.name: step.label for step in STEPS}


def standing(kinds: Iterable[str]) -> str:
    """Where it stands after what was written down, in its order; what does not fit changes nothing."""
    state = NONE
    for kind in kinds:
        try:
            state = WORKFLOW.after(kind, Facts(state))
        except IllegalStep:
            continue
    return state


def possible(state: str) -> list[tuple[str, str]]:
    """What can be written down now, with its words."""
    return [(one.step.name, one.step.label) for one in WORKFLOW.next_steps(Facts(state))]
