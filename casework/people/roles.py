"""The roles of an organisation's own people, in the field's terms, and which of them may come to hold a case."""

from enum import StrEnum


class Role(StrEnum):
    SPECIALIST = "specialist"
    LEAD = "lead"
    ALTERNATE = "alternate"
    COUNSEL = "counsel"
    EEO = "eeo officer"
    LABOR = "labor relations specialist"
    EAP = "eap coordinator"
    INTERVIEWER = "exit interviewer"
    OUTSIDE = "outside investigator"
    DPO = "data protection officer"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


CASE_HOLDING = frozenset(
    {
        Role.SPECIALIST,
        Role.LEAD,
        Role.ALTERNATE,
        Role.COUNSEL,
        Role.EEO,
        Role.LABOR,
        Role.OUTSIDE,
        Role.EAP,
        Role.INTERVIEWER,
        Role.DPO,
    }
)
"""Only a lead gives these; an administrator gives the others."""

CASEWORKERS = frozenset({Role.SPECIALIST, Role.LEAD, Role.ALTERNATE, Role.EEO, Role.LABOR})
"""Those whose daily work is cases."""

SEES_LEAVING = frozenset(
    {Role.INTERVIEWER, Role.SPECIALIST, Role.LEAD, Role.ALTERNATE, Role.EEO, Role.LABOR, Role.COUNSEL}
)
"""Those who may own something of somebody's leaving: they find its page."""
