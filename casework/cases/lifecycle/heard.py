"""How far an interview is, and as what somebody is heard: what the case itself must know of it."""

from casework.settings import N_

PLANNED, INVITED, TALKING, HELD = "planned", "invited", "under way", "held"
GIVEN, SIGNED, CORRECTED, UNSIGNED = "statement given", "signed", "corrected and signed", "not signed"
DECLINED, CANCELLED = "declined", "cancelled"
STATES = {
    PLANNED: N_("planned"),
    INVITED: N_("invited"),
    TALKING: N_("under way"),
    HELD: N_("held"),
    GIVEN: N_("statement given"),
    SIGNED: N_("signed"),
    CORRECTED: N_("corrected and signed"),
    UNSIGNED: N_("not signed"),
    DECLINED: N_("declined"),
    CANCELLED: N_("cancelled"),
}
TO_COME = (PLANNED, INVITED)
SETTLED = (SIGNED, CORRECTED, UNSIGNED)
HEARD = (HELD, GIVEN, *SETTLED)
"""What was noted is frozen."""

COMPLAINANT, RESPONDENT, WITNESS, LEADER = "complainant", "respondent", "witness", "manager"
ROLES = {
    COMPLAINANT: N_("complainant"),
    RESPONDENT: N_("respondent"),
    WITNESS: N_("witness"),
    LEADER: N_("manager"),
}
"""As what somebody is heard: their questions follow from it."""
