"""What guards look at: everything about a case that decides what can come next, as one frozen value."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Alleged:
    """One allegation that stands: its number on the page, whether it has a finding, whom it is against."""

    position: int
    issue: str = ""
    found: bool = False
    against_somebody: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """`untold`: parties who were neither told the outcome nor is it written why not. `appeal_until`: the last day
    of an appeal window that runs, None when none does. `today` is the site's day. `unreviewed`: what counsel has not
    agreed to, of what policy makes wait for it; `deciding`: the outcome that was chosen, while one is."""

    state: str
    today: date
    paused: bool = False
    acknowledged: bool = True
    allegations: tuple[Alleged, ...] = ()
    has_investigator: bool = False
    is_investigator: bool = False
    approved: bool = False
    respondents: int = 0
    uninformed: int = 0
    untold: int = 0
    open_actions: int = 0
    unanswered: int = 0
    open_measures: int = 0
    open_appeals: int = 0
    appeal_until: date | None = None
    withdrawal_open: bool = False
    withdrawn: bool = False
    spoke_up: bool = False
    open_proceedings: int = 0
    unreviewed: tuple[str, ...] = ()
    deciding: str = ""
