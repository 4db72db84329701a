"""`/referrals/retention`: referrals that are over, how long they are kept, their destruction by two coordinators."""

from casework.cases.routes import kept
from casework.eap.queries.kept import REFERRALS

HANDLERS = kept.routes(REFERRALS)
