"""`/retention`: cases that come due, their destruction by two people, and what is left of them."""

from casework.access import Action
from casework.cases.queries.kept_cases import CASES
from casework.cases.routes import kept
from casework.settings import N_

HANDLERS = kept.routes(
    CASES,
    ("/retention/schedule", Action.SEE_RETENTION, N_("Schedule")),
    ("/exits/retention", Action.DESTROY_EXITS, N_("Those who left")),
)
