"""`/referrals/figures`: how support is used, a quarter at a time."""

from casework.access import Action
from casework.audit import trail
from casework.eap.actions.figures import SUBJECT
from casework.settings import N_
from casework.web.figures import Place, routes

PLACE = Place(
    "/referrals/figures",
    SUBJECT,
    Action.SEE_SUPPORT_FIGURES,
    trail.EAP,
    N_("Figures of support"),
    N_("What support is asked for, and whether it began. Nothing tells of one person, and nothing of who declined."),
    others=(
        ("/referrals", Action.SEE_REFERRALS, N_("Referrals")),
        ("/exits/figures", Action.SEE_EXIT_FIGURES, N_("Figures of those who left")),
    ),
)
HANDLERS = routes(PLACE)
