"""The states of a mediation and of what the police were told, in the field's words."""

from casework.settings import N_

PROPOSED, AGREED, UNDER_WAY, WRITTEN, SIGNED, ENDED = (
    "proposed", "agreed", "under way", "written", "signed", "ended",
)  # fmt: skip
MEDIATION = {
    PROPOSED: N_("proposed"),
    AGREED: N_("both sides agree to it"),
    UNDER_WAY: N_("under way"),
    WRITTEN: N_("an agreement is written and waits to be signed"),
    SIGNED: N_("both sides signed the agreement"),
    ENDED: N_("ended without an agreement"),
}
WAYS = {"mediation": N_("Mediation"), "informal": N_("Informal resolution")}
OVER = frozenset({SIGNED, ENDED})
POLICE = {
    "considered": N_("considered, not decided yet"),
    "reported": N_("reported"),
    "not reported": N_("not reported"),
    "by others": N_("reported by somebody else"),
}
