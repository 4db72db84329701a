"""To whom recovery may open which room: to its own people, whatever cases others may hold."""

from collections.abc import Set as AbstractSet

from casework.people import CASE_HOLDING, Role
from casework.people.models import Person
from casework.people.standing import Standing
from casework.settings import N_, Said
from casework.vault import EAP_RECOVERY_ID, OF_HOLDS, OF_REQUESTS, OF_SUPPORT, Compartment

from .replacing import NotNow

INTERVIEWERS = frozenset({Role.INTERVIEWER, Role.LEAD, Role.ALTERNATE})
PLACE_HOLDS = frozenset({Role.COUNSEL, Role.LEAD, Role.ALTERNATE})
ANSWER_REQUESTS = frozenset({Role.DPO, Role.ALTERNATE})
KNOW_REPORTERS = frozenset({Role.LEAD, Role.ALTERNATE})
"""Anybody else learns who a confidential reporter is by a request that the reporter was told of."""


def of(room: Compartment) -> AbstractSet[Role]:
    """One of these roles is needed."""
    if room in OF_SUPPORT:
        return frozenset({Role.EAP})
    if room in OF_HOLDS:
        return PLACE_HOLDS
    if room in OF_REQUESTS:
        return ANSWER_REQUESTS
    if room is Compartment.IDENTITY:
        return KNOW_REPORTERS
    return INTERVIEWERS if room is Compartment.INTERVIEW else CASE_HOLDING


def check(known: Standing | None, person: Person, generation: int, pair: int) -> None:
    """Admission is not asked for: the two who hold the cards compare the words, as a lead would."""
    if known is None or known.state != "active" or known.generation != generation:
        raise NotNow(str(Said(N_("%(name)s has not enrolled, or is suspended."), {"name": person.name})))
    if pair == EAP_RECOVERY_ID and Role.EAP not in known.roles:
        raise NotNow(str(Said(N_("%(name)s is no coordinator of employee assistance."), {"name": person.name})))
    if Role.OUTSIDE in known.roles:
        raise NotNow(str(Said(N_("%(name)s comes from outside, to one case until a day."), {"name": person.name})))
    if not known.roles & CASE_HOLDING:
        raise NotNow(str(Said(N_("%(name)s has no role that may hold cases."), {"name": person.name})))
