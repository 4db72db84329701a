"""`…/privilege`: what waits for counsel to confirm, and who reads what is privileged."""

from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException

from casework.access import Action
from casework.cases.actions import privilege
from casework.cases.forms.fields import number_of, who
from casework.cases.forms.privilege import AdmitForm, ConfirmForm
from casework.cases.models import Note, Paper, PrivilegeClaim
from casework.cases.queries.record import ClaimShown, Line, Record
from casework.db import Database
from casework.people import Actor
from casework.settings import N_
from casework.vault import Compartment
from casework.web import text
from casework.web.page import page
from casework.web.text import _

from .doing import FILE, Answer, Asked, Deed, Doing, Key
from .entry import Entry, shown_to
from .handlers import routes
from .members import candidates
from .notes import FOR_COUNSEL
from .readers import lines_of
from .words import name_of

ROOM: Key = (Compartment.PRIVILEGED, 0)
MOST = 300
"""Letters of something that waits: the rest stands on the case’s page."""


def _room(_asked: Asked) -> tuple[Key, ...]:
    return (ROOM,)


def mine(asked: Asked) -> tuple[Key, ...]:
    """To who cannot read it nobody is named who can."""
    return (ROOM,) if ROOM in asked.shown.rooms else ()


@get("/cases/{number:str}/privilege", sync_to_thread=True, opt={"needs": Action.DECIDE_PRIVILEGE})
def show(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    with database.reading() as db:
        found = shown_to(db, actor, opened.case.number)
    if ROOM not in found.rooms:
        raise NotFoundException
    return page(
        request,
        "cases/privilege.html",
        shown=found,
        lines=lines_of(found, actor, (ROOM,)),
        claims=[_claim(found, actor, one) for one in found.legal.claims if one.state == privilege.ASKED],
        people=[
            (member.person_id, member.name, member.person_id == actor.id)
            for member in found.members
            if (ROOM[0].value, 0) in member.rooms
        ],
    )


def _claim(found: Record, actor: Actor, one: ClaimShown) -> dict[str, Any]:
    """`what`: its first words, or a paper's name; `anchor`: where on the case's page it stands."""
    line = next((line for line in found.timeline if line.id in (one.note_id, one.paper_id)), None)
    return {
        "id": one.id,
        "what": _words(line) if line else "",
        "is_paper": one.paper_id is not None,
        "path": f"/cases/{found.case.number}#entry-{one.note_id or one.paper_id}",
        "by": name_of(found, actor, one.asked_by),
        "on": text.day(one.asked_at, actor.zone),
        "why": one.why,
    }


def _words(line: Line) -> str:
    """As much of it as says which one it is."""
    words = ": ".join(filter(None, (line.heading, line.now)))
    return words if len(words) <= MOST else f"{words[:MOST]}…"


def item_of(deed: Deed) -> Note | Paper:
    """What the address names, if it is this case's and its reader can know of it."""
    row = deed.db.get(Note, deed.item) or deed.db.get(Paper, deed.item)
    if row is None or row.case_id != deed.case.id:
        raise NotFoundException
    room = row.class_ if isinstance(row, Note) else row.room
    if room == Compartment.PRIVILEGED.value and ROOM not in deed.rooms:
        raise NotFoundException
    return row


def named(asked: Asked) -> dict[str, Any]:
    line = next((line for line in asked.shown.timeline if line.id == asked.item), None)
    if line is None or line.sealed_away or FILE not in asked.shown.rooms:
        raise NotFoundException
    return {"what": _words(line), "readable": "" if ROOM in asked.shown.rooms else _(FOR_COUNSEL)}


def of_claim(asked: Asked) -> dict[str, Any]:
    one = asked.one(asked.shown.legal.claims)
    return {"what": _claim(asked.shown, asked.actor, one)["what"]}


def _confirm(deed: Deed) -> str:
    privilege.confirm(deed.db, deed.case, deed.one(PrivilegeClaim), by=deed.by)
    return "/privilege"


def _fill(asked: Asked, form: Any) -> None:
    who(form.person, candidates(asked, holding=ROOM))


def _admit(deed: Deed) -> str:
    privilege.admit(deed.db, deed.case, number_of(deed.form.person) or 0, by=deed.by)
    return "/privilege"


def _take(deed: Deed) -> str:
    privilege.take(deed.db, deed.case, deed.item, by=deed.by)
    return "/privilege"


def _whom(asked: Asked) -> dict[str, Any]:
    for member in asked.shown.members:
        if member.person_id == asked.item and (ROOM[0].value, 0) in member.rooms:
            return {"what": member.name}
    raise NotFoundException


ROUTES: list[Any] = [
    show,
    *routes(
        Doing(
            "/privilege/claims/{item:int}/confirmation", Action.DECIDE_PRIVILEGE, N_("Confirm that it is privileged"),
            N_("Confirm it"), ConfirmForm, _confirm, rooms=_room, more=of_claim, template="cases/claim.html",
            says=N_("It stays in this room, for those who read it now and whom counsel admits."),
        ),
        Doing(
            "/privilege/members", Action.DECIDE_PRIVILEGE, N_("Admit somebody to what is privileged"),
            N_("Admit them"), AdmitForm, _admit, fill=_fill, rooms=_room, step_up=True,
        ),
        Doing(
            "/privilege/members/{item:int}/removal", Action.DECIDE_PRIVILEGE, N_("Take it from somebody"),
            N_("End their key"), ConfirmForm, _take, rooms=_room, more=_whom, template="cases/claim.html", step_up=True,
            says=N_("Their key ends at once. What they read until now stays read."),
        ),
    ),
]  # fmt: skip
