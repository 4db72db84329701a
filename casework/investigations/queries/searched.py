"""A case's texts with what was said in its interviews: to be searched for a person who asks what is kept of them."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.cases.models import Case, Interview
from casework.cases.queries import searching
from casework.cases.queries.searching import Matter, Text
from casework.investigations.queries import interviews
from casework.people import Actor
from casework.settings import N_
from casework.vault import Compartment, NoSeal

HEARD, NOTES, STATEMENT = N_("An interview: who, and what is arranged"), N_("Notes of an interview"), N_("A statement")
FILE = Compartment.FILE


def load(db: Session, actor: Actor, number: str) -> Matter:
    """Nothing where the case itself opens nothing to them."""
    matter = searching.load(db, actor, number)
    if not matter.texts or actor.holder is None:
        return matter
    case_id = db.scalars(select(Case.id).where(Case.number == number)).one()
    try:
        rooms = {(FILE, 0): vault.rooms.enter(db, actor.holder, case_id, FILE)}
    except NoSeal:
        return matter
    mine = select(Interview).where(Interview.case_id == case_id).order_by(Interview.position)
    heard = [text for row in db.scalars(mine).all() for text in _texts(db, rooms, row)]
    return Matter([*matter.texts, *heard], matter.names)


def _texts(db: Session, rooms: interviews.Rooms, row: Interview) -> Iterator[Text]:
    day = (row.held_at or row.planned_at).date()
    one = interviews.arranged(db, rooms, row)
    known = (one.name, one.place, one.second, one.companion, one.interpreter, one.arranged)
    yield Text(f"interview-{row.id}", HEARD, "\n".join(filter(None, known)), day)
    for answer in interviews.answers(db, rooms, row.id):
        words = (answer.question, answer.notes, *(part for m in answer.mended for part in (m.text, m.reason)))
        if answer.notes or answer.mended or answer.added:
            yield Text(f"answer-{answer.id}", NOTES, "\n".join(filter(None, words)), day)
    for made in one.statements:
        said = (made.text, made.theirs, made.signed_name, made.reason)
        yield Text(f"statement-{made.id}", STATEMENT, "\n".join(filter(None, said)), made.at.date())
    for line in one.happened:
        if line.words:
            yield Text(f"line-{line.id}", HEARD, line.words, line.happened_at.date())
