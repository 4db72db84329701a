"""The guards of plan and mediation."""

from casework.settings import N_, Said

from .facts import Facts
from .guards import Refusal, guard
from .kinds import GRAVE


@guard
def both_asked(facts: Facts) -> Refusal:
    """Of such a kind it is a way only for two who want it, of their own accord: nobody goes past this one."""
    if facts.both_asked or not any(allegation.issue in GRAVE for allegation in facts.allegations):
        return None
    said = N_("It is not written down that both sides asked for it of their own accord.")
    return "#mediation", Said(said)


@guard
def mediation_ended(facts: Facts) -> Refusal:
    if not facts.mediating:
        return None
    return "#mediation", Said(N_("A mediation has not ended: write down how it did."))


@guard
def planned(facts: Facts) -> Refusal:
    if facts.plan == "agreed":
        return None
    said = N_("Nobody has agreed to the plan yet.") if facts.plan else N_("No plan is drawn up yet.")
    return "#plan", Said(said)
