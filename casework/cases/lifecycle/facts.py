"""What guards look at: everything about a case that decides what can come next, as one frozen value."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Alleged:
    """One allegation that stands: its number on the page, whether it has a finding, whom it is against; whether its
    newest finding names a standard of proof, and rests on the evidence log or says why not."""

    position: int
    issue: str = ""
    found: bool = False
    against_somebody: bool = True
    measured: bool = True
    rests: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """`unshown`: respondents who could not comment on the evidence, and it is not written why. `untold`: parties who
    were neither told the outcome nor is it written why not. `appeal_until`: the last day
    of an appeal window that runs, None when none does. `today` is the site's day. `unreviewed`: what counsel has not
    agreed to, of what policy makes wait for it; `reported`: a report was put to approval since the newest finding;
    `deciding`: the gravest that was decided of somebody and stands.
    `plan`: empty, drawn up, agreed; `both_asked`: each side asked for a mediation of its own accord; `mediating`: those
    that have not ended.
    `undecided`: respondents of whom nothing is decided yet; `unheard`: who were not heard. `unasked`: bodies without
    whom a dismissal is void, `unasked_beside`: those whom the law asks for beside them. `untested`: for how many the
    questions of their agreement are not answered. `spoke_up`: a respondent reported or bore witness, and nobody has
    found that this is not why. `open_checks`: people not asked yet how they fare since, or who may still answer."""

    state: str
    today: date
    paused: bool = False
    allegations: tuple[Alleged, ...] = ()
    has_investigator: bool = False
    is_investigator: bool = False
    approved: bool = False
    respondents: int = 0
    uninformed: int = 0
    unshown: int = 0
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
    reported: bool = True
    plan: str = "agreed"
    both_asked: bool = True
    mediating: int = 0
    undecided: int = 0
    unheard: int = 0
    unasked: tuple[str, ...] = ()
    unasked_beside: tuple[str, ...] = ()
    untested: int = 0
    open_checks: int = 0
