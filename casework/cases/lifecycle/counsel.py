"""What counsel is asked about, and how it stands: words that the case says too."""

from casework.clocks.policy import DISCRIMINATION, SEXUAL_HARASSMENT, TERMINATION
from casework.settings import N_

ASKED, IN_REVIEW, APPROVED, RETURNED = "asked", "in review", "approved", "returned"
DECLINED, WITHDRAWN = "declined", "withdrawn"
STATES = {
    ASKED: N_("asked"),
    IN_REVIEW: N_("in review"),
    APPROVED: N_("approved"),
    RETURNED: N_("returned with changes"),
    DECLINED: N_("declined"),
    WITHDRAWN: N_("withdrawn"),
}
OPEN = (ASKED, IN_REVIEW, RETURNED)
ABOUT = {
    TERMINATION: N_("A termination"),
    SEXUAL_HARASSMENT: N_("A finding of sexual harassment"),
    DISCRIMINATION: N_("A finding on discrimination"),
    "other": N_("Another question"),
}
