"""`/cases/{number}/letters`: those there are, and whom another can be written to."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from litestar import Request, get
from litestar.di import NamedDependency
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, policy
from casework.cases.lifecycle.heard import TO_COME
from casework.cases.models import Interview
from casework.cases.queries.record import Record
from casework.cases.routes.doing import Answer
from casework.cases.routes.entry import Entry
from casework.cases.routes.words import called, sentence
from casework.db import Database
from casework.letters import lifecycle
from casework.letters.queries import letters
from casework.letters.writing import kinds, places
from casework.letters.writing.kinds import KINDS
from casework.people import Actor
from casework.settings import N_
from casework.web.page import page
from casework.web.text import _, gettext

from .desk import Desk, load
from .letter import state, to


class Row(NamedTuple):
    path: str
    number: int
    title: str
    subject: str
    to: str
    says: str


class Reader(NamedTuple):
    """`kinds`: address and words of each letter that can be written to them."""

    name: str
    role: str
    kinds: list[tuple[str, str]]


@get("/cases/{number:str}/letters", sync_to_thread=True, opt={"needs": Action.WORK_CASE, "title": N_("Letters")})
def show(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    policy.require(actor, Action.WORK_CASE, opened.matter)
    desk = Desk(request, opened, database, actor)
    with database.reading() as db:
        shown = load(db, desk)
        rows = [_row(desk, shown, one) for one in letters.of_case(db, shown)]
        invitations = _invitations(db, desk, shown)
    return page(
        request, "letters/list.html", shown=shown, rows=rows, base=desk.path,
        readers=[*_readers(desk, shown), *invitations],
    )  # fmt: skip


def _row(desk: Desk, shown: Record, letter: letters.LetterShown) -> Row:
    title = gettext(KINDS[letter.kind].title) if letter.kind in KINDS else _("A letter")
    draft = letter.state == lifecycle.DRAFT
    says = state(shown, letter, desk)
    return Row(
        f"{desk.path}/{letter.id}", letter.position, title, "" if draft else letter.subject, to(shown, letter),
        says[-1],
    )  # fmt: skip


def _readers(desk: Desk, shown: Record) -> list[Reader]:
    found = []
    for party in shown.parties:
        if party.ended_at is not None:
            continue
        role = kinds.reader(party.role)
        wanted = [
            (f"{desk.path}/new?{urlencode({'kind': kind, 'party': party.id})}", gettext(one.title))
            for kind, one in KINDS.items()
            if role in places.readers(kind)
        ]
        found.append(Reader(called(party), sentence(party.role), wanted))
    return found


def _invitations(db: Session, desk: Desk, shown: Record) -> list[Reader]:
    """Of people who are to be heard and are no party."""
    wanted = select(Interview).where(
        Interview.case_id == shown.case.id, Interview.party_id.is_(None), Interview.state.in_(TO_COME)
    )
    found = []
    for row in db.scalars(wanted.order_by(Interview.position)):
        path = f"{desk.path}/new?{urlencode({'kind': kinds.INTERVIEW, 'interview': row.id})}"
        name = _("somebody who is not on the case, interview %(n)s", n=row.position)
        found.append(Reader(name, "", [(path, gettext(KINDS[kinds.INTERVIEW].title))]))
    return found


ROUTES: list[Any] = [show]
