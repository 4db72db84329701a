"""`/cases/{number}/evidence/{item}/giving`: somebody on the case is given an entry of the log, in their own dialogue,
to say what they have to say to it before anything is found."""

from typing import Any, NamedTuple

from litestar import Request, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy.orm import Session

from casework.access import Action, policy
from casework.cases.actions import copying, given, letting_in, members, papers, told
from casework.cases.forms.fields import said
from casework.cases.lifecycle import IllegalStep, giving
from casework.cases.models import Case, Evidence, Paper, Party
from casework.cases.queries import clocks
from casework.cases.queries.record import Record
from casework.cases.routes.doing import Answer, Asked, Deed, Doing, nowhere
from casework.cases.routes.entry import Entry, shown_to
from casework.cases.routes.handlers import Desk, again, page_of
from casework.cases.routes.opened import Opened, unlocked
from casework.cases.routes.words import called
from casework.db import Database, utc_now
from casework.files import Store
from casework.investigations.forms.evidence import GivingForm
from casework.investigations.queries.evidence import EvidenceShown
from casework.people import Actor
from casework.settings import N_
from casework.vault import Compartment, Unreadable, Vault
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import see

from . import evidence_words as words
from .evidence import entry_of

DAMAGED = N_("This paper is damaged and cannot be given.")
MEANWHILE = N_("It was set aside meanwhile, or lies in another room now: it is not given.")


def can_be_given(entry: EvidenceShown) -> bool:
    """What is privileged or medical is given to nobody from here."""
    return entry.room == Compartment.FILE.value and entry.aside_at is None


def _entry(asked: Asked) -> EvidenceShown:
    entry = entry_of(asked.db, asked.shown, asked.item)
    if not can_be_given(entry):
        raise NotFoundException
    return entry


def _copies(shown: Record, entry: EvidenceShown) -> bool:
    """A paper of the file; one that lies in somebody's dialogue is not shown to another."""
    paper = next((one for one in shown.papers if one.id == entry.paper_id), None)
    return paper is not None and paper.room == Compartment.FILE.value


def _fill(asked: Asked, form: Any) -> None:
    there = [(str(one.id), called(one)) for one in asked.shown.parties if one.ended_at is None]
    form.party.choices = [("", "–"), *there]
    if not _copies(asked.shown, _entry(asked)):
        del form.copy


def _start(asked: Asked) -> dict[str, Any]:
    return {"copy": True, "version": _entry(asked).version}


def _about(asked: Asked) -> dict[str, Any]:
    return {"says": words.named(_entry(asked))}


def _never(_deed: Deed) -> str:
    """Given by a handler of its own: a paper is copied outside the transaction."""
    raise NotFoundException


GIVE = Doing(
    "/evidence/{item:int}/giving", Action.WORK_CASE, N_("Give evidence to somebody to comment on"),
    N_("Give it to them"), GivingForm, _never, start=_start, fill=_fill, rooms=nowhere, more=_about,
    template="investigations/evidence_giving.html",
)  # fmt: skip


class Copy(NamedTuple):
    """The file's once more, under a key of its own."""

    file_id: int
    key: bytes
    name: str
    type: str
    size: int


@post(
    "/cases/{number:str}/evidence/{item:int}/giving", sync_to_thread=True, status_code=200,
    opt={"needs": Action.WORK_CASE, "title": GIVE.title},
)  # fmt: skip
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
    policy.require(actor, Action.WORK_CASE, opened.matter)
    desk, form = Desk(request, GIVE, opened, database, actor), GivingForm(Typed(typed))
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number)
        asked = Asked(shown, actor, item, db, {}, typed)
        _fill(asked, form)
        entry = _entry(asked)
        paper = db.get(Paper, entry.paper_id) if "copy" in form and form.copy.data else None
        known = unlocked(db, actor, paper)
    if not form.validate():
        return again(desk, form)
    try:
        copy = _copied(vault, store, known)
        with database.transaction() as db:
            if nonces.take(db, nonces.of(typed)):
                _give(db, db.get_one(Case, opened.case.id), entry, form, copy, by=actor)
    except IllegalStep as refused:
        return again(desk, form, refused)
    return see(f"{opened.path}/evidence/{item}#given")


def _copied(keys: Vault, store: Store, paper: Opened | None) -> Copy | None:
    if paper is None:
        return None
    try:
        made = copying.copied(keys, store, paper.row.file_id, paper.key, paper.row.size)
    except Unreadable:
        raise copying.refused(DAMAGED) from None
    return Copy(*made, paper.name, paper.row.type, paper.row.size)


def _give(
    db: Session, case: Case, entry: EvidenceShown, form: GivingForm, copy: Copy | None, *, by: Actor
) -> None:  # fmt: skip
    party = db.get_one(Party, int(said(form.party)))
    dialogue = letting_in.quarters(db, case, party, by=by)
    row = db.get_one(Evidence, entry.id)  # as it is now that the case is held
    if row.aside_at is not None or row.room != entry.room:
        raise copying.refused(MEANWHILE)
    placed = papers.add(db, case, dialogue, by=by, **copy._asdict()) if copy else None
    heading = said(form.heading)
    given.give(
        db, case, dialogue, party_id=party.id, kind=giving.EVIDENCE, asks=giving.COMMENT, heading=heading,
        text=said(form.text), paper_id=placed.id if placed else None, about_id=entry.id, due_on=form.due_on.data, by=by,
    )  # fmt: skip
    file = members.enter(db, case, by, Compartment.FILE)
    on = clocks.place(db, case.site_id).day(utc_now())
    told.put(
        db, case, file, by=by, party_id=party.id, about=giving.EVIDENCE, what=heading, told_on=on, how="message",
        was_told=True,
    )  # fmt: skip


ROUTES: list[Any] = [page_of(GIVE), give]
