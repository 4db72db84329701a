"""`/exits/figures`: what is learnt of those who left, a quarter at a time."""

from casework.access import Action
from casework.audit import trail
from casework.exits.actions.figures import SUBJECT
from casework.settings import N_
from casework.web.figures import Place, routes

PLACE = Place(
    "/exits/figures",
    SUBJECT,
    Action.SEE_EXIT_FIGURES,
    trail.GLOBAL,
    N_("Figures of those who left"),
    N_("Why people leave, and what they say of their work here: of those who answered, by quarter. What they wrote in "
       "their own words is in none of it."),
    (("department", N_("By department")), ("tenure", N_("By time here")), ("way", N_("By whose decision it was"))),
    (("/exits", Action.SEE_EXITS, N_("Leaving")),
     ("/referrals/figures", Action.SEE_SUPPORT_FIGURES, N_("Figures of support"))),
)  # fmt: skip
HANDLERS = routes(PLACE)
