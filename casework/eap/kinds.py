"""How a referral begins, who its people are, and the few words that its placements and appointments are kept by."""

from casework.settings import N_

SELF, INFORMAL, MANAGEMENT = "self", "informal", "management"
KINDS = {
    SELF: N_("Asked for by the employee"),
    INFORMAL: N_("Suggested to the employee"),
    MANAGEMENT: N_("Suggested by a manager, on job performance"),
}
EMPLOYEE, REFERRER = "employee", "referrer"
"""Roles of a referral's parties."""

ASKED, YES, NO = "asked", "yes", "no"
"""What a provider answered to a placement."""

PLANNED, ATTENDED, MISSED, CANCELLED = "planned", "attended", "missed", "cancelled"
OUTCOMES = {
    PLANNED: N_("Planned"),
    ATTENDED: N_("Attended"),
    MISSED: N_("Not attended"),
    CANCELLED: N_("Cancelled"),
}
"""Of an appointment: whether it was kept, and never why not."""
