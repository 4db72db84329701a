"""`/exits/retention`: what is kept of those who left, until when, and its destruction by two people."""

from casework.cases.routes import kept
from casework.exits.queries.kept import EXITS

HANDLERS = kept.routes(EXITS)
