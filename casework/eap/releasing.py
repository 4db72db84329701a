"""What a release may allow, to whom and for how long; the elements that 42 CFR 2.31 asks of it."""

from datetime import timedelta

from casework.settings import N_

ATTENDANCE, COMPLIANCE = "attendance", "compliance"
SCOPES = {
    ATTENDANCE: N_("Whether they come to their appointments"),
    COMPLIANCE: N_("Whether they come to their appointments, and whether they keep to the plan"),
}
TO_REFERRER, TO_OTHER = "referrer", "other"
"""The recipient: who suggested the support, or somebody whom the release names."""

LONGEST = timedelta(days=365)
"""A release lasts no longer than its purpose needs (42 CFR 2.31(a)(7)); never longer than this."""
REVOKED, ENDED = "revoked", "ended"
"""How a release is over before or on its day: by the employee's word, or by the clock."""

ELEMENTS = {
    "name": N_("Whose release it is"),
    "discloser": N_("Who may tell"),
    "what": N_("What may be told"),
    "recipient": N_("To whom"),
    "purpose": N_("What for"),
    "revoke": N_("How it is taken back"),
    "expires": N_("How long it lasts"),
    "signature": N_("Signed"),
}
"""Of 42 CFR 2.31(a), in the order in which they are read."""

MINE = {
    ATTENDANCE: N_("Whether I come to my appointments"),
    COMPLIANCE: N_("Whether I come to my appointments, and whether I keep to the plan"),
}
"""The scopes, as the employee signs them."""
OTHER = "other"
PURPOSES = {
    "part": N_("So that they know that I take part"),
    "agreed": N_("Because I agreed it with them"),
    "time": N_("So that my time away from work can be arranged"),
    OTHER: N_("Something else, in my own words"),
}
WITH_SUPPORT, ON_DAY = "support", "day"
ENDS = {
    WITH_SUPPORT: N_("Until my support ends, and a year at most"),
    ON_DAY: N_("Until a day that I choose"),
}
REVOKE = N_(
    "I can take it back at any time: on my page with my receipt, or by writing to a coordinator. What was told before "
    "stays told."
)
