"""What somebody asks about their own data: checked, searched for, compiled, answered within the month of the law.

| step | from | to | who | what must hold |
|---|---|---|---|---|
| check | received | identity checked | a data protection officer | how it was checked |
| search | identity checked, compiling | searching | a data protection officer | somebody is asked |
| compile | identity checked, searching | compiling | a data protection officer | |
| answer | compiling | answered | a data protection officer | a version of the answer is there |
| refuse | all but the ends | refused | a data protection officer | an exemption is named |
| withdraw | all but the ends | withdrawn | a data protection officer, on their word | |

The clock is a month from receipt, in the law's own counting: it rolls to the next working day. While it is unclear who
asks it stands still; it grows by two months where that and the reasons were told within the first.
"""

from dataclasses import dataclass
from datetime import date

from casework.access import Action
from casework.cases.lifecycle import Guard, Need, Step, Workflow
from casework.clocks import Calendar, PackError, Pause, UnknownPlace, due, packs
from casework.clocks.calendar import ONE_DAY
from casework.clocks.deadlines import Deadline
from casework.clocks.packs import Pack, or_europe
from casework.settings import N_, Said

RECEIVED, CHECKED, SEARCHING, COMPILING = "received", "identity checked", "searching", "compiling"
ANSWERED, REFUSED, WITHDRAWN = "answered", "refused", "withdrawn"
STATES = {
    RECEIVED: N_("Received"),
    CHECKED: N_("Identity checked"),
    SEARCHING: N_("Searching"),
    COMPILING: N_("Compiling"),
    ANSWERED: N_("Answered"),
    REFUSED: N_("Refused"),
    WITHDRAWN: N_("Withdrawn"),
}
OVER = frozenset({ANSWERED, REFUSED, WITHDRAWN})
OPEN = tuple(state for state in STATES if state not in OVER)
ASKS = {
    "access": N_("Access: a copy of what is kept"),
    "rectification": N_("Rectification"),
    "erasure": N_("Erasure"),
    "restriction": N_("Restriction"),
    "objection": N_("Objection"),
}
CAME = {
    "letter": N_("By letter"),
    "email": N_("By e-mail"),
    "in person": N_("In person"),
    "phone": N_("By phone"),
    "portal": N_("By a form or portal"),
}
Refusal = tuple[str, Said] | None
OWN, LONGER = "subject_request", "subject_request_longer"
UNCLEAR = N_("it was unclear who asks")


@dataclass(frozen=True, slots=True)
class Facts:
    """`asked`: how many people were asked to search; `answers`: versions of the answer."""

    state: str
    asked: int = 0
    answers: int = 0


def _asked(facts: Facts) -> Refusal:
    return None if facts.asked else ("#searches", Said(N_("Nobody is asked to search yet.")))


def _written(facts: Facts) -> Refusal:
    return None if facts.answers else ("#answers", Said(N_("No answer is written yet.")))


def _step(name: str, label: str, starts: tuple[str, ...], end: str, *guards: Guard[Facts]) -> Step[Facts]:
    return Step(name, label, starts, end, tuple(Need(guard) for guard in guards), action=Action.WORK_REQUEST)


REQUEST = Workflow(
    STATES,
    (RECEIVED, CHECKED, SEARCHING, COMPILING, ANSWERED),
    [
        _step("check", N_("Write down how their identity was checked"), (RECEIVED,), CHECKED),
        _step("search", N_("Ask for searches"), (CHECKED, SEARCHING, COMPILING), SEARCHING, Guard("asked", _asked)),
        _step("compile", N_("Compile the answer"), (CHECKED, SEARCHING), COMPILING),
        _step("answer", N_("It was sent"), (COMPILING,), ANSWERED, Guard("written", _written)),
        _step("refuse", N_("Refuse"), OPEN, REFUSED),
        _step("withdraw", N_("They withdrew it"), OPEN, WITHDRAWN),
    ],
    N_("Not possible while the request is “%(state)s”."),
)


def law_of(country: str) -> Pack:
    """Whose law sets the clock; that of the Union where a place has none of its own."""
    try:
        found = packs.load(country.partition("-")[0]) if country else None
    except PackError:
        found = None
    return or_europe(found if found is not None and found.rule(OWN) is not None else None)


def clock(
    received: date, country: str, *, unclear: date | None = None, clear: date | None = None, longer: bool = False
) -> Deadline:
    """When the answer is due. `unclear` to `clear`: the day that it became clear counts again."""
    law = law_of(country)
    rule = law.rule(LONGER if longer else OWN)
    assert rule is not None
    stopped = []
    if unclear is not None and (clear is None or clear > unclear):
        stopped = [Pause(unclear, clear - ONE_DAY if clear else None, UNCLEAR, by_law=True)]
    return due(received, rule, _calendar(country, law), stopped=stopped)


def _calendar(country: str, law: Pack) -> Calendar:
    try:
        return Calendar.at(country) if country else law.calendar()
    except UnknownPlace:
        return law.calendar()
