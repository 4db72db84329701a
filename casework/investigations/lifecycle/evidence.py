"""The words of the evidence log."""

from casework.settings import N_

KINDS = {
    "paper": N_("paper"), "photograph": N_("photograph"), "message": N_("message"), "recording": N_("recording"),
    "object": N_("object"), "statement": N_("statement"),
}  # fmt: skip
FOR, AGAINST, NEITHER, TAKEN_BACK = "for", "against", "neither", ""
DIRECTIONS = {
    FOR: N_("for the allegation"), AGAINST: N_("against the allegation"), NEITHER: N_("neither way"),
}  # fmt: skip
CORRECTED, ASIDE, BACK = "corrected", "aside", "back"
SAME, OTHER, UNREADABLE = "same", "other", "unreadable"
CHECKS = {
    SAME: N_("Read again: it is what was entered."),
    OTHER: N_("Read again: it is not what was entered."),
    UNREADABLE: N_("Read again: it is damaged, and could not be read."),
}  # fmt: skip
