"""What the law asks of coordinators without anybody's release: acting on danger, reporting, and courts' orders."""

from casework.settings import N_

GROUNDS = {
    "life": N_("Danger to somebody’s life or health"),
    "emergency": N_("A medical emergency (42 CFR 2.51)"),
    "child": N_("Harm to a child, which the law says must be reported (42 CFR 2.12(c)(6))"),
    "adult": N_("Harm to an adult who cannot protect themself, where the law says it must be reported"),
    "crime": N_("A crime at the provider’s or against its staff, or a threat of one (42 CFR 2.12(c)(5))"),
    "law": N_("Another duty to report that a law names"),
}
"""On which somebody may be told at once."""

WAITING, BINDS, BINDS_NOT, NEEDS_MORE = "waiting", "binds", "binds not", "needs more"
ANSWERS = {
    BINDS: N_("It binds: what it asks for may be disclosed, and no more"),
    BINDS_NOT: N_("It does not bind: nothing may be disclosed under it"),
    NEEDS_MORE: N_("It cannot be said yet: something is missing"),
}
STANDS = {
    WAITING: N_("counsel has not answered yet"),
    BINDS: N_("it binds"),
    BINDS_NOT: N_("it does not bind"),
    NEEDS_MORE: N_("counsel needs more"),
}
"""Of a court order: a subpoena alone opens nothing (42 CFR 2.61), and counsel says whether a court's order does."""
