"""Kinds and states of charges and claims, in the field's words."""

from casework.settings import N_

FILED, DUE, SUBMITTED, DETERMINED = "filed", "statement due", "statement submitted", "determined"
SETTLED, DISMISSED, LITIGATION, ENDED = "settled", "dismissed", "in litigation", "ended"
STATES = {
    FILED: N_("charged or filed"),
    DUE: N_("a statement is due"),
    SUBMITTED: N_("the statement was submitted"),
    DETERMINED: N_("determined"),
    SETTLED: N_("settled"),
    DISMISSED: N_("dismissed"),
    LITIGATION: N_("in litigation"),
    ENDED: N_("ended"),
}
KINDS = {
    "agency charge": N_("agency charge"),
    "agency complaint": N_("agency complaint"),
    "tribunal claim": N_("tribunal claim"),
    "lawsuit": N_("lawsuit"),
}
