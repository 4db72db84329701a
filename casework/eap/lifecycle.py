"""The workflow as a table: consent before anybody outside is asked, and an end that cannot be gone past."""

from collections.abc import Callable
from dataclasses import dataclass

from casework.access import Action
from casework.cases.lifecycle import Guard, Need, Step, Workflow
from casework.settings import N_, Said

from .kinds import SELF

REQUESTED, CONSENTED, REFERRED, ACCEPTED = "requested", "consented", "referred", "accepted"
IN_SUPPORT, CONCLUDED, DECLINED, WITHDRAWN = "in support", "concluded", "declined", "withdrawn"
STATES = {
    REQUESTED: N_("Requested"),
    CONSENTED: N_("Consented"),
    REFERRED: N_("Referred"),
    ACCEPTED: N_("Accepted"),
    IN_SUPPORT: N_("In support"),
    CONCLUDED: N_("Concluded"),
    DECLINED: N_("Declined"),
    WITHDRAWN: N_("Withdrawn"),
}
PATH = (REQUESTED, CONSENTED, REFERRED, ACCEPTED, IN_SUPPORT, CONCLUDED)
OVER = frozenset({CONCLUDED, DECLINED, WITHDRAWN})
OPEN = tuple(state for state in STATES if state not in OVER)
OF_EMPLOYEE = frozenset({"consent", "decline", "withdraw"})
"""Steps that are the employee's; a coordinator takes them on the employee's word alone."""
NOT_FROM_HERE = N_("Not possible while the referral is “%(state)s”.")
Refusal = tuple[str, Said] | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the guards look at. `reached`: the employee has a receipt, or said so in person. `placed`: a provider is
    chosen; `confirmed`: it said yes. `met`: an appointment was planned; `open`: how many have no outcome yet."""

    state: str
    reached: bool = False
    placed: bool = False
    confirmed: bool = False
    met: bool = False
    open: int = 0


def first_state(kind: str) -> str:
    """Who asks for themself consents by asking; whom others suggest it to is asked first."""
    return CONSENTED if kind == SELF else REQUESTED


def _guard(check: Callable[[Facts], Refusal]) -> Guard[Facts]:
    return Guard(check.__name__, check)


@_guard
def reached(facts: Facts) -> Refusal:
    said = N_("The employee has no receipt yet, and has not said so in person.")
    return None if facts.reached else ("#receipt", Said(said))


@_guard
def placed(facts: Facts) -> Refusal:
    return None if facts.placed else ("#placement", Said(N_("No provider is chosen yet.")))


@_guard
def confirmed(facts: Facts) -> Refusal:
    return None if facts.confirmed else ("#placement", Said(N_("The provider has not said yes yet.")))


@_guard
def met(facts: Facts) -> Refusal:
    return None if facts.met else ("#appointments", Said(N_("No first appointment is planned yet.")))


@_guard
def none_open(facts: Facts) -> Refusal:
    return ("#appointments", Said(N_("An appointment has no outcome yet."))) if facts.open else None


def _step(name: str, label: str, starts: tuple[str, ...], end: str, *guards: Guard[Facts]) -> Step[Facts]:
    return Step(name, label, starts, end, tuple(Need(guard) for guard in guards), action=Action.WORK_REFERRAL)


REFERRAL = Workflow(
    STATES,
    PATH,
    [
        _step("consent", N_("Consent"), (REQUESTED,), CONSENTED, reached),
        _step("refer", N_("Refer to the provider"), (CONSENTED,), REFERRED, placed),
        _step("accept", N_("The provider accepts"), (REFERRED,), ACCEPTED, confirmed),
        _step("begin", N_("Begin the support"), (ACCEPTED,), IN_SUPPORT, met),
        _step("conclude", N_("Conclude"), (IN_SUPPORT,), CONCLUDED, none_open),
        _step("return", N_("Choose another provider"), (REFERRED, ACCEPTED), CONSENTED),
        _step("decline", N_("Decline"), (REQUESTED, CONSENTED, REFERRED, ACCEPTED), DECLINED),
        _step("withdraw", N_("Withdraw"), (CONSENTED, REFERRED, ACCEPTED, IN_SUPPORT), WITHDRAWN),
    ],
    NOT_FROM_HERE,
)
