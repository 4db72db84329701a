"""A review by counsel as a table.

| state | means | what can come next |
|---|---|---|
| asked | it lies with counsel, who has not said yet that they have no conflict | in review; withdrawn |
| in review | counsel has the papers and is at it | approved, returned, declined; withdrawn |
| returned | with changes that counsel asks for | asked (the next round, with new versions); withdrawn |
| approved, declined, withdrawn | over | nothing: what counsel is asked next is another review |

A conflict takes it from counsel, by a wall; until somebody else has it, it is asked and waits. A hand-over to other
counsel changes no state. Where counsel has said already that they have no conflict with the names that a round shows,
the next round is in review at once.
"""

from collections.abc import Callable
from dataclasses import dataclass

from casework.access import Action
from casework.cases.lifecycle.counsel import APPROVED, ASKED, DECLINED, IN_REVIEW, OPEN, RETURNED, STATES, WITHDRAWN
from casework.cases.lifecycle.workflow import Guard, Need, Step, Workflow
from casework.settings import N_, Said

WITH_COUNSEL = (ASKED, IN_REVIEW)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the guards look at. `newest`: the answer is to the round that is there now."""

    state: str
    reason: bool = False
    somebody: bool = True
    newest: bool = True


Refusal = tuple[str, Said] | None


def _guard(check: Callable[[Facts], Refusal]) -> Need[Facts]:
    return Need(Guard(check.__name__, check))


@_guard
def reason(facts: Facts) -> Refusal:
    return None if facts.reason else ("#words", Said(N_("Say why.")))


@_guard
def somebody(facts: Facts) -> Refusal:
    return None if facts.somebody else ("#handover", Said(N_("Nobody has it: give it to other counsel first.")))


@_guard
def newest(facts: Facts) -> Refusal:
    said = N_("There are newer papers than those that you answered to. Look at them first.")
    return None if facts.newest else ("#papers", Said(said))


_ANSWER = Action.ANSWER_REVIEW
STEPS: tuple[Step[Facts], ...] = (
    Step("open", N_("Open it"), (ASKED,), IN_REVIEW, (somebody,), _ANSWER),
    Step("approve", N_("Approve"), (IN_REVIEW,), APPROVED, (newest,), _ANSWER),
    Step("return", N_("Return with changes"), (IN_REVIEW,), RETURNED, (newest, reason), _ANSWER, reason=True),
    Step("decline", N_("Decline"), (IN_REVIEW,), DECLINED, (newest, reason), _ANSWER, reason=True),
    Step("ask again", N_("Answer with new versions"), (RETURNED,), ASKED, (), Action.ASK_REVIEW),
    Step("withdraw", N_("Withdraw it"), OPEN, WITHDRAWN, (), Action.ASK_REVIEW),
)  # fmt: skip
WORKFLOW: Workflow[Facts] = Workflow(
    STATES, (ASKED, IN_REVIEW, APPROVED), STEPS, N_("Not possible while the review is “%(state)s”.")
)
