"""Who a confidential reporter is goes to nobody further without this: consent or a named duty, and told before.

| step | from | to | who | what must hold |
|---|---|---|---|---|
| ask | asked, not agreed | consent asked | who knows the identity | the reporter can be reached |
| agree | consent asked | agreed | the reporter, by receipt | |
| decline | consent asked, agreed; told, where it rests on consent | not agreed | the reporter, by receipt | |
| oblige | asked, consent asked, not agreed | duty named | who knows the identity | |
| tell | agreed, duty named, telling withheld | told | who knows the identity | the reporter can be reached |
| withhold | duty named | telling withheld | who knows the identity | |
| disclose | told, telling withheld | disclosed | who knows the identity | their yes is under their own seal |
| refuse | all but disclosed | refused | who knows the identity | |
| withdraw | all but disclosed | withdrawn | who asked | |
"""

from collections.abc import Callable
from dataclasses import dataclass

from casework.access import Action
from casework.settings import N_, Said

from .workflow import Guard, Need, Step, Workflow

ASKED, CONSENT_ASKED, AGREED, NOT_AGREED = "asked", "consent asked", "agreed", "not agreed"
DUTY, TOLD, WITHHELD = "duty named", "told", "telling withheld"
DISCLOSED, REFUSED, WITHDRAWN = "disclosed", "refused", "withdrawn"
STATES = {
    ASKED: N_("Asked for"),
    CONSENT_ASKED: N_("The reporter is asked"),
    AGREED: N_("The reporter agreed"),
    NOT_AGREED: N_("The reporter did not agree"),
    DUTY: N_("A legal duty is named"),
    TOLD: N_("The reporter was told"),
    WITHHELD: N_("The reporter is not told yet"),
    DISCLOSED: N_("Disclosed"),
    REFUSED: N_("Refused"),
    WITHDRAWN: N_("Withdrawn"),
}
OVER = frozenset({DISCLOSED, REFUSED, WITHDRAWN})
OPEN = tuple(state for state in STATES if state not in OVER)
READY = (TOLD, WITHHELD)
"""States in which the identity may be handed over."""
Refusal = tuple[str, Said] | None


@dataclass(frozen=True, slots=True)
class Facts:
    """`reachable`: the reporter has a receipt. `by_consent`: it rests on their yes; `sealed`: that yes opens, and was
    put there for this question."""

    state: str
    reachable: bool = True
    by_consent: bool = False
    sealed: bool = False


def _guard(check: Callable[[Facts], Refusal]) -> Guard[Facts]:
    return Guard(check.__name__, check)


@_guard
def reachable(facts: Facts) -> Refusal:
    return None if facts.reachable else ("", Said(N_("The reporter has no receipt: they cannot be written to.")))


@_guard
def rests_on_consent(facts: Facts) -> Refusal:
    said = N_("It rests on a duty that the law sets, and not on your consent.")
    return None if facts.by_consent or facts.state != TOLD else ("", Said(said))


@_guard
def sealed(facts: Facts) -> Refusal:
    said = N_("Their consent is not there as they gave it. Ask them again, or name the duty.")
    return None if facts.sealed or not facts.by_consent else ("", Said(said))


def _step(name: str, label: str, starts: tuple[str, ...], end: str, *guards: Guard[Facts]) -> Step[Facts]:
    return Step(name, label, starts, end, tuple(Need(guard) for guard in guards), action=Action.DISCLOSE_IDENTITY)


DISCLOSURE = Workflow(
    STATES,
    (ASKED, CONSENT_ASKED, AGREED, TOLD, DISCLOSED),
    [
        _step("ask", N_("Ask the reporter"), (ASKED, NOT_AGREED), CONSENT_ASKED, reachable),
        _step("agree", N_("Agree"), (CONSENT_ASKED,), AGREED),
        _step("decline", N_("Do not agree"), (CONSENT_ASKED, AGREED, TOLD), NOT_AGREED, rests_on_consent),
        _step("oblige", N_("Name the legal duty"), (ASKED, CONSENT_ASKED, NOT_AGREED), DUTY),
        _step("tell", N_("Tell the reporter"), (AGREED, DUTY, WITHHELD), TOLD, reachable),
        _step("withhold", N_("Tell the reporter later"), (DUTY,), WITHHELD),
        _step("disclose", N_("Hand it over"), READY, DISCLOSED, sealed),
        _step("refuse", N_("Refuse"), OPEN, REFUSED),
        _step("withdraw", N_("Withdraw the request"), OPEN, WITHDRAWN),
    ],
    N_("Not possible while the request is “%(state)s”."),
)
