"""How a case runs: its workflows, what each step needs, and what is due when."""

from .complaint import COMPLAINT
from .disciplinary import DISCIPLINARY
from .facts import Alleged, Facts
from .kinds import KINDS
from .ladder import OUTCOMES
from .track import Point, track
from .workflow import Guard, IllegalStep, Need, Next, Step, Why, Workflow

__all__ = [
    "KINDS",
    "OUTCOMES",
    "WORKFLOWS",
    "Alleged",
    "Facts",
    "Guard",
    "IllegalStep",
    "Need",
    "Next",
    "Point",
    "Step",
    "Why",
    "Workflow",
    "next_steps",
    "state_label",
    "track",
    "why_not",
]

WORKFLOWS: dict[str, Workflow[Facts]] = {kind: DISCIPLINARY if kind == "disciplinary" else COMPLAINT for kind in KINDS}


def why_not(kind: str, step: str, facts: Facts) -> list[Why]:
    """What stands in the way of a step, in sentences; empty when it is possible."""
    return WORKFLOWS[kind].why_not(step, facts)


def next_steps(kind: str, facts: Facts) -> list[Next[Facts]]:
    return WORKFLOWS[kind].next_steps(facts)


def state_label(kind: str, state: str) -> str:
    """The msgid of a state's name."""
    return WORKFLOWS[kind].states.get(state, state)
