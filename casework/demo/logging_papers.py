"""Papers of the demo’s cases in the evidence log: their hash, whose hands they came through, and what they say."""

import hashlib
from datetime import timedelta

from casework.cases.models import Paper
from casework.investigations.actions import evidence
from casework.investigations.actions.evidence import About, Custody, Entry
from casework.people import Actor

from .telling import Told

FROM = "the system that keeps it"
HOW = "Asked of whoever runs the system, and sent within the day; nobody on the case had it in between."
WHY = "It was written as things happened, by nobody who has a part in them."


def enter(told: Told, paper: Paper, name: str, data: bytes, *, by: Actor) -> None:
    digest, day = hashlib.sha256(data).hexdigest(), told.today
    said = Entry("paper", name.rpartition(".")[0], day, HOW, source=FROM)
    row = evidence.enter(told.db, told.case, told.file, said, About(paper_id=paper.id, digest=digest), by=by)
    kept = Custody(FROM, by.name, told.moment - timedelta(hours=1), "For the file", "Sealed in the file of the case")
    evidence.hand_over(told.db, told.case, told.file, row, kept, by=by)
    for allegation in told.allegations[:1]:
        evidence.point(told.db, told.case, told.file, row, allegation, direction="for", why=WHY, by=by)
