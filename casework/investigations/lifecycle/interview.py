"""The course of an interview, as a table.

| state | means | what can come next |
|---|---|---|
| planned | who is to be heard, by whom; a day perhaps | invited, under way, declined, cancelled |
| invited | they were asked to come | under way, declined, cancelled |
| under way | they talk, and notes are taken | held; cancelled while nothing is noted |
| held | over: what was noted is frozen | statement given, not signed |
| statement given | they have it, to read, correct and sign | signed, corrected and signed, not signed; held again |
| signed, corrected and signed, not signed | settled | held: another statement, with a reason |
| declined, cancelled | they were not heard | planned: they are heard after all, with a reason |

While counsel directs the case nothing begins before the warning was read out. Whoever asked for a representative is
not questioned before that is settled.
"""

from collections.abc import Callable
from dataclasses import dataclass

from casework.access import Action
from casework.cases.lifecycle.heard import (
    CANCELLED,
    CORRECTED,
    DECLINED,
    GIVEN,
    HELD,
    INVITED,
    PLANNED,
    SETTLED,
    SIGNED,
    STATES,
    TALKING,
    TO_COME,
    UNSIGNED,
)
from casework.cases.lifecycle.workflow import Guard, Need, Step, Workflow
from casework.settings import N_, Said

from . import rights


@dataclass(frozen=True, slots=True)
class Facts:
    """What the guards look at. `warning`: counsel directs the case, so that it must be read out. `right`: where a wish
    for a representative stands. `written`: a statement is drawn up and has not been given yet."""

    state: str
    has_day: bool = True
    has_questions: bool = True
    warning: bool = False
    warned: bool = False
    right: str = rights.NONE
    noted: bool = True
    written: bool = True
    reason: bool = True


Refusal = tuple[str, Said] | None


def _guard(check: Callable[[Facts], Refusal]) -> Need[Facts]:
    return Need(Guard(check.__name__, check))


@_guard
def has_a_day(facts: Facts) -> Refusal:
    return None if facts.has_day else ("#facts", Said(N_("No day is set yet.")))


@_guard
def has_questions(facts: Facts) -> Refusal:
    return None if facts.has_questions else ("#questions", Said(N_("There is no question yet.")))


@_guard
def was_warned(facts: Facts) -> Refusal:
    words = N_("Counsel directs this case: read the warning out first, and write down that you did.")
    return ("#warning", Said(words)) if facts.warning and not facts.warned else None


@_guard
def right_is_settled(facts: Facts) -> Refusal:
    if facts.right in rights.WAITS:
        return "#rights", Said(N_("They asked for a representative: settle that first."))
    if facts.right in rights.OVER:
        return "#rights", Said(N_("It was ended when they asked for a representative. They can be asked anew."))
    return None


@_guard
def something_is_noted(facts: Facts) -> Refusal:
    if facts.noted or facts.right in rights.OVER:
        return None
    return "#questions", Said(N_("Nothing is noted yet. If nobody was heard, it did not take place: cancel it."))


@_guard
def nothing_is_noted(facts: Facts) -> Refusal:
    return ("#questions", Said(N_("Something is noted: end it, so that it is kept."))) if facts.noted else None


@_guard
def is_written(facts: Facts) -> Refusal:
    return None if facts.written else ("#statement", Said(N_("No statement is drawn up yet.")))


@_guard
def says_why(facts: Facts) -> Refusal:
    return None if facts.reason else ("#reason", Said(N_("Say why.")))


_WORK = Action.WORK_CASE
STEPS: tuple[Step[Facts], ...] = (
    Step("invite", N_("They were invited"), (PLANNED,), INVITED, (has_a_day,), _WORK, verb="invitation"),
    Step("begin", N_("Begin, and take notes"), TO_COME, TALKING, (has_questions, was_warned, right_is_settled), _WORK,
         verb="begin"),
    Step("end", N_("End it"), (TALKING,), HELD, (something_is_noted,), _WORK, verb="end"),
    Step("cancel", N_("It does not take place"), TO_COME, CANCELLED, (says_why,), _WORK, verb="cancel", reason=True),
    Step("cancel", N_("It does not take place"), (TALKING,), CANCELLED, (nothing_is_noted, says_why), _WORK,
         verb="cancel", reason=True),
    Step("decline", N_("They decline"), TO_COME, DECLINED, (says_why,), _WORK, verb="decline", reason=True),
    Step("plan", N_("They are heard after all"), (DECLINED, CANCELLED), PLANNED, (says_why,), _WORK, verb="again",
         reason=True),
    Step("hand", N_("Give them the statement"), (HELD,), GIVEN, (is_written,), _WORK, verb="statement/hand"),
    Step("take back", N_("Take the statement back"), (GIVEN,), HELD, (says_why,), _WORK, verb="statement/back",
         reason=True),
    Step("sign", N_("They signed it"), (GIVEN,), SIGNED, (), _WORK, verb="statement/signed"),
    Step("correct", N_("They corrected and signed it"), (GIVEN,), CORRECTED, (), _WORK, verb="statement/signed"),
    Step("refuse", N_("They do not sign"), (HELD, GIVEN), UNSIGNED, (is_written, says_why), _WORK,
         verb="statement/refused", reason=True),
    Step("another", N_("Draw up another statement"), SETTLED, HELD, (says_why,), _WORK, verb="statement/another",
         reason=True),
)  # fmt: skip
"""`verb`: the address under the interview at which it is done."""
WORKFLOW: Workflow[Facts] = Workflow(
    STATES,
    (PLANNED, INVITED, TALKING, HELD, GIVEN, SIGNED),
    STEPS,
    N_("Not possible while the interview is “%(state)s”."),
)
