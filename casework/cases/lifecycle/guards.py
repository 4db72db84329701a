"""The guards: each one thing that must hold before a step, with the sentence that says why not yet."""

from collections.abc import Callable

from casework.clocks.policy import DISCRIMINATION, SEXUAL_HARASSMENT, TERMINATION
from casework.settings import N_, Said

from .facts import Facts
from .kinds import GRAVE
from .workflow import Guard, Need

Refusal = tuple[str, Said] | None


def guard(check: Callable[[Facts], Refusal]) -> Guard[Facts]:
    return Guard(check.__name__, check)


@guard
def not_paused(facts: Facts) -> Refusal:
    return ("#pause", Said(N_("The case is paused: take it up again first."))) if facts.paused else None


@guard
def alleged(facts: Facts) -> Refusal:
    return None if facts.allegations else ("#allegations", Said(N_("No allegation is written down yet.")))


@guard
def each_against_somebody(facts: Facts) -> Refusal:
    for allegation in facts.allegations:
        if not allegation.against_somebody:
            said = Said(N_("Allegation %(number)s is against nobody yet."), {"number": allegation.position})
            return f"#allegation-{allegation.position}", said
    return None


@guard
def investigator(facts: Facts) -> Refusal:
    return None if facts.has_investigator else ("#members", Said(N_("Nobody is assigned to investigate.")))


@guard
def mediation_fits(facts: Facts) -> Refusal:
    """Never the default for sexual harassment or violence."""
    for allegation in facts.allegations:
        if allegation.issue in GRAVE:
            said = N_("Allegation %(number)s is of a kind for which informal resolution is not the way.")
            return f"#allegation-{allegation.position}", Said(said, {"number": allegation.position})
    return None


@guard
def each_found(facts: Facts) -> Refusal:
    for allegation in facts.allegations:
        if not allegation.found:
            said = Said(N_("Allegation %(number)s has no finding."), {"number": allegation.position})
            return f"#allegation-{allegation.position}", said
    return None


@guard
def each_grounded(facts: Facts) -> Refusal:
    """A finding says how sure it is, and what it rests on."""
    for allegation in facts.allegations:
        if not allegation.found or (allegation.measured and allegation.rests):
            continue
        said = N_("The finding on allegation %(number)s names no standard of proof.")
        if allegation.measured:
            said = N_("The finding on allegation %(number)s refers to no evidence, and does not say why.")
        return f"#allegation-{allegation.position}", Said(said, {"number": allegation.position})
    return None


@guard
def report_finished(facts: Facts) -> Refusal:
    if facts.reported or not facts.allegations:
        return None
    return "#report", Said(N_("No report was put to approval since the newest finding."))


@guard
def respondents_informed(facts: Facts) -> Refusal:
    """Told what is alleged, or written down why that is delayed."""
    if not facts.uninformed:
        return None
    return "#told", Said(N_("A respondent was not told what is alleged, nor is it written why not."))


@guard
def evidence_shown(facts: Facts) -> Refusal:
    """Before findings a respondent can say what they think of the evidence, or it is written down why not."""
    if not facts.unshown:
        return None
    return "#told", Said(N_("A respondent was not given the evidence to comment on, nor is it written why not."))


@guard
def has_respondent(facts: Facts) -> Refusal:
    return None if facts.respondents else ("#parties", Said(N_("No respondent is named yet.")))


@guard
def findings_approved(facts: Facts) -> Refusal:
    if facts.approved or not facts.allegations:
        return None
    return "#review", Said(N_("The findings are not approved."))


@guard
def somebody_else_decides(facts: Facts) -> Refusal:
    if not facts.is_investigator:
        return None
    return "#members", Said(N_("Whoever investigated does not decide."))


@guard
def actions_done(facts: Facts) -> Refusal:
    if not facts.open_actions:
        return None
    return "#actions", Said(N_("Actions that are not done: %(count)s."), {"count": facts.open_actions})


@guard
def parties_told(facts: Facts) -> Refusal:
    if not facts.untold:
        return None
    said = N_("People who were not told the outcome, without a word why not: %(count)s.")
    return "#told", Said(said, {"count": facts.untold})


@guard
def checks_done(facts: Facts) -> Refusal:
    """Whoever reported or bore witness was asked how they fare since."""
    if not facts.open_checks:
        return None
    said = N_("Checks on retaliation that are not answered, done or given up: %(count)s.")
    return "#work", Said(said, {"count": facts.open_checks})


@guard
def messages_answered(facts: Facts) -> Refusal:
    if not facts.unanswered:
        return None
    return "#messages", Said(N_("Messages without an answer: %(count)s."), {"count": facts.unanswered})


@guard
def no_open_appeal(facts: Facts) -> Refusal:
    return ("#appeals", Said(N_("An appeal is not decided yet."))) if facts.open_appeals else None


@guard
def appeal_window_over(facts: Facts) -> Refusal:
    if facts.appeal_until is None or facts.today > facts.appeal_until:
        return None
    last = facts.appeal_until
    day = {"day": last.day, "month": Said(f"{last:%b}"), "year": last.year}
    return "#told", Said(N_("The outcome can be appealed until %(day)s %(month)s %(year)s."), day)


@guard
def withdrawal_decided(facts: Facts) -> Refusal:
    if not facts.withdrawal_open:
        return None
    return "#withdrawal", Said(N_("The reporter asked to withdraw: a lead decides that first."))


@guard
def withdrawal_accepted(facts: Facts) -> Refusal:
    if facts.withdrawn:
        return None
    return "#withdrawal", Said(N_("No withdrawal was accepted."))


WAITS = {
    TERMINATION: N_("A termination waits until counsel has agreed: ask counsel."),
    SEXUAL_HARASSMENT: N_("A finding of sexual harassment waits until counsel has agreed: ask counsel."),
    DISCRIMINATION: N_("A finding on discrimination waits until counsel has agreed: ask counsel."),
}


@guard
def counsel_agreed(facts: Facts) -> Refusal:
    """Findings by themselves; a decision only where it is what policy makes wait."""
    for about in facts.unreviewed:
        if about != TERMINATION or facts.deciding == TERMINATION:
            return f"#counsel-{about}", Said(WAITS[about])
    return None


@guard
def proceedings_ended(facts: Facts) -> Refusal:
    """A charge or a claim goes on: until its end nothing of the matter is at rest."""
    if not facts.open_proceedings:
        return None
    said = N_("Charges or claims that have not ended: %(count)s.")
    return "#legal", Said(said, {"count": facts.open_proceedings})


ALWAYS = (Need(not_paused), Need(withdrawal_decided))
ENDED = Need(proceedings_ended, override=True)
ENDING = (
    Need(each_found),
    Need(findings_approved),
    Need(no_open_appeal),
    Need(appeal_window_over, override=True),
    Need(actions_done),
    Need(parties_told),
    Need(messages_answered, override=True),
    ENDED,
)
"""What closing needs after an investigation."""
