"""`…/parties/{party}/given` and `…/give`: what somebody on the case was given and said to it; to give more, and to take
back what was not answered."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from litestar import Request, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy.orm import Session

from casework.access import Action, policy
from casework.cases.actions import copying, given, letting_in, members, papers, told
from casework.cases.forms.giving import GiveForm, WithdrawForm
from casework.cases.lifecycle import IllegalStep, giving
from casework.cases.models import Case, Given, Paper, Party
from casework.cases.queries import clocks
from casework.cases.queries import given as queries
from casework.db import Database, utc_now
from casework.files import Store
from casework.people import Actor
from casework.settings import N_
from casework.vault import Compartment, Room, Unreadable, Vault
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import page, see
from casework.web.text import _

from .doing import FILE, Answer, Asked, Deed, Doing, Key, a_row, nowhere
from .entry import Entry, shown_to
from .handlers import Desk, again, page_of, routes
from .opened import Opened, unlocked
from .words import called

ABOUT = {giving.NOTICE: "allegations", giving.EVIDENCE: "evidence"}
"""What a person was told by being given it."""
DAMAGED = N_("This paper is damaged and cannot be given.")
MEANWHILE = N_("The paper lies in another room since: it is not given.")


def their_dialogue(asked: Asked) -> Sequence[Key]:
    """Where it will lie: their dialogue, or when it is yet to be made, what those who read the file will open."""
    asked.one(asked.shown.parties)
    key = (Compartment.DIALOGUE, asked.item)
    return (key,) if key in asked.shown.rooms else (FILE,)


def whom(asked: Asked) -> dict[str, Any]:
    party = asked.one(asked.shown.parties)
    return {"person": called(party), "party": party, "side": asked.shown.work.given.get(party.id, queries.Count())}


def _papers(asked: Asked, form: GiveForm) -> None:
    """Those of the file, and those that lie in their dialogue already."""
    rooms = {(Compartment.FILE.value, 0), (Compartment.DIALOGUE.value, asked.item)}
    fitting = [one for one in asked.shown.papers if one.name and (one.room, one.subject) in rooms]
    form.paper.choices = [("", _("no paper")), *((str(one.id), one.name or "") for one in fitting)]


def _never(_deed: Deed) -> str:
    """Given by a handler of its own: a paper is copied outside the transaction."""
    raise NotFoundException


GIVE = Doing(
    "/parties/{item:int}/give",
    Action.WORK_CASE,
    N_("Give them something"),
    N_("Give it to them"),
    GiveForm,
    _never,
    fill=_papers,
    rooms=their_dialogue,
    more=whom,
    template="cases/give.html",
)


@post(
    "/cases/{number:str}/parties/{item:int}/give",
    sync_to_thread=True,
    status_code=200,
    opt={"needs": Action.WORK_CASE, "title": GIVE.title},
)
def give(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    item: FromPath[int],
    database: NamedDependency[Database],
    vault: NamedDependency[Vault],
    store: NamedDependency[Store],
    actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Answer:
    """Into their dialogue, which is made when it is the first thing in it."""
    policy.require(actor, Action.WORK_CASE, opened.matter)
    desk = Desk(request, GIVE, opened, database, actor)
    form = GiveForm(Typed(typed))
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number)
        _papers(Asked(shown, actor, item, db, {}, {}), form)
        row = db.get(Paper, int(form.paper.data)) if str(form.paper.data or "").isdecimal() else None
        known = unlocked(db, actor, row)
    if shown.party(item) is None:
        raise NotFoundException
    if not form.validate():
        return again(desk, form)
    try:
        made = _copied(vault, store, known)
        with database.transaction() as db:
            if nonces.take(db, nonces.of(typed)):
                _give(db, db.get_one(Case, opened.case.id), db.get_one(Party, item), form, made, row, by=actor)
    except IllegalStep as refused:
        return again(desk, form, refused)
    return see(f"{opened.path}/parties/{item}/given")


Copy = tuple[int, bytes, str] | None


def _copied(vault: Vault, store: Store, paper: Opened | None) -> Copy:
    """A paper of the file gets a file of its own in the dialogue; what lies there already is not copied."""
    if paper is None or paper.row.room == Compartment.DIALOGUE.value:
        return None
    try:
        return *copying.copied(vault, store, paper.row.file_id, paper.key, paper.row.size), paper.name
    except Unreadable:
        raise copying.refused(DAMAGED) from None


def _give(
    db: Session, case: Case, party: Party, form: GiveForm, copy: Copy, paper: Paper | None, *, by: Actor
) -> None:  # fmt: skip
    dialogue = letting_in.quarters(db, case, party, by=by)
    paper_id = paper.id if paper is not None else None
    if paper is not None and db.get_one(Paper, paper.id).room != paper.room:  # now that the case is held
        raise copying.refused(MEANWHILE)
    if copy is not None and paper is not None:
        file_id, key, name = copy
        paper_id = papers.add(
            db, case, dialogue, by=by, file_id=file_id, key=key, name=name, type=paper.type, size=paper.size
        ).id
    given.give(
        db, case, dialogue, party_id=party.id, kind=form.kind.data, asks=form.asks.data, heading=form.heading.data,
        text=form.text.data or "", paper_id=paper_id, due_on=form.due_on.data, by=by, questions=form.each,
    )  # fmt: skip
    if form.kind.data in ABOUT:
        _tell(db, case, party.id, ABOUT[form.kind.data], form.heading.data, by)


def _tell(db: Session, case: Case, party_id: int, about: str, heading: str, by: Actor) -> None:
    file = members.enter(db, case, by, Compartment.FILE)
    on = clocks.place(db, case.site_id).day(utc_now())
    told.put(
        db, case, file, by=by, party_id=party_id, about=about, what=heading, told_on=on, how="message", was_told=True
    )


@get("/cases/{number:str}/parties/{item:int}/given", sync_to_thread=True, opt={"needs": Action.WORK_CASE})
def side(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    item: FromPath[int],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    """All that this party was given, as whoever reads their dialogue sees it."""
    policy.require(actor, Action.WORK_CASE, opened.matter)
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number)
        asked = Asked(shown, actor, item, db, {}, {})
        around, room = whom(asked), shown.rooms.get((Compartment.DIALOGUE, item))
        lines = _lines(db, room, item, clocks.place(db, opened.case.site_id).day(utc_now())) if room else []
    return page(request, "cases/given.html", shown=shown, lines=lines, reads=room is not None, item=item, **around)


def _lines(db: Session, room: Room, party_id: int, today: date) -> list[tuple[queries.GivenShown, str, str, str]]:
    """Each with what it is, where it stands, and what they chose, in words."""
    return [
        (
            one,
            _(giving.KINDS[one.kind]),
            _(giving.STATES[state]) if (state := one.state(today)) != giving.OPENED else "",
            _(giving.CHOICES[one.asks].get(one.answer.choice, "")) if one.answer else "",
        )
        for one in queries.of_party(db, room, party_id)
    ]


def _withdraw(deed: Deed) -> str:
    row = deed.one(Given)
    given.withdraw(deed.db, deed.case, row, by=deed.by)
    return f"/parties/{row.party_id}/given"


ROUTES: list[Any] = [
    page_of(GIVE),
    give,
    side,
    *routes(
        Doing(
            "/given/{item:int}/withdrawal",
            Action.WORK_CASE,
            N_("Take it back"),
            N_("Take it back"),
            WithdrawForm,
            _withdraw,
            rooms=nowhere,
            start=a_row(Given),
            says=N_("They do not see it any more, and nothing is asked of them. It stays on the case, as taken back."),
        )
    ),
]
