"""The guards of deciding: what must hold before something follows for somebody."""

from casework.clocks.policy import TERMINATION
from casework.settings import N_, Said

from .facts import Facts
from .guards import WAITS, Refusal, guard
from .ladder import DISCIPLINE, NEEDS_BODIES
from .workflow import Need


@guard
def retaliation_reviewed(facts: Facts) -> Refusal:
    """Discipline of somebody who reported or bore witness waits for a review."""
    if not facts.spoke_up or (facts.deciding and facts.deciding not in DISCIPLINE):
        return None
    said = N_("The respondent reported or bore witness, here or in a linked case: a retaliation review comes first.")
    return "#retaliation", Said(said)


@guard
def each_decided(facts: Facts) -> Refusal:
    if not facts.undecided:
        return None
    return "#decisions", Said(N_("Respondents of whom nothing is decided yet: %(count)s."), {"count": facts.undecided})


@guard
def hearing_held(facts: Facts) -> Refusal:
    if not facts.unheard:
        return None
    said = N_("Respondents who were not heard, nor is it written why not: %(count)s.")
    return "#hearing", Said(said, {"count": facts.unheard})


@guard
def bodies_heard(facts: Facts) -> Refusal:
    """Nobody goes past this one: what would be decided would be void."""
    if not facts.unasked or facts.deciding not in NEEDS_BODIES:
        return None
    return "#consultations", Said(N_("Generally void without it: %(body)s."), {"body": Said(facts.unasked[0])})


@guard
def bodies_asked(facts: Facts) -> Refusal:
    if not facts.unasked_beside or facts.deciding not in NEEDS_BODIES:
        return None
    said = N_("The law generally asks for this before a dismissal: %(body)s.")
    return "#consultations", Said(said, {"body": Said(facts.unasked_beside[0])})


@guard
def just_cause_tested(facts: Facts) -> Refusal:
    if not facts.untested:
        return None
    return "#just-cause", Said(N_("An agreement applies, and its questions on just cause are not answered."))


@guard
def termination_agreed(facts: Facts) -> Refusal:
    """A complaint that ends in one: the findings themselves have waited before."""
    if TERMINATION not in facts.unreviewed or facts.deciding != TERMINATION:
        return None
    return f"#counsel-{TERMINATION}", Said(WAITS[TERMINATION])


DECIDING = (
    Need(each_decided),
    Need(bodies_heard),
    Need(bodies_asked, override=True),
    Need(just_cause_tested, override=True),
    Need(retaliation_reviewed, override=True),
)
"""What deciding needs, whichever way the case came."""
