"""`/cases/{number}/letters/new`, `…/{item}`, `…/writing`: a letter is written beside how it will read."""

from collections.abc import Sequence
from typing import Any

from litestar import Request, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import HTTPException
from litestar.params import FromPath

from casework import vault as keys
from casework.access import Action, policy
from casework.cases.actions import members
from casework.cases.actions.case import Changed
from casework.cases.lifecycle import IllegalStep
from casework.cases.models import Case, Letter
from casework.cases.routes.doing import FILE, Answer
from casework.cases.routes.download import saved
from casework.cases.routes.entry import Entry
from casework.cases.routes.readers import lines_of
from casework.db import Database
from casework.files import Store
from casework.files.keeping import keep
from casework.letters.actions import letters as verbs
from casework.letters.actions.letters import Sealed, Used
from casework.letters.forms.letters import LetterForm, data_of, places_of
from casework.letters.lifecycle import DRAFT
from casework.letters.writing.kinds import KINDS
from casework.letters.writing.sheet import SHEET
from casework.people import Actor
from casework.press import apart
from casework.settings import N_
from casework.vault import Compartment, Vault
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import page, see
from casework.web.text import _, gettext

from . import letter
from .composed import Composed, compose, for_press
from .desk import Desk, Matter, Wanted, find
from .start import begin, companions

SAVE, LOOK, PDF, FINISH = "save", "look", "pdf", "finish"
QUICKER = N_("Somebody else changed this draft meanwhile. What you typed is below; what they wrote is on the case.")
OPT: dict[str, Any] = {"needs": Action.WORK_CASE, "title": N_("Write a letter")}


@get("/cases/{number:str}/letters/new", sync_to_thread=True, opt=OPT)
def new(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    """`?kind=` and `party=`, or what it is about (`interview=`, `hearing=`, `decision=`, `appeal=`); `replaces=`."""
    desk, query = _desk(request, opened, database, actor), request.query_params
    kind = str(query.get("kind", ""))
    about = str(query.get(KINDS[kind].about, "")) if kind in KINDS and KINDS[kind].about else ""
    with database.reading() as db:
        matter = find(db, desk, Wanted("", kind, str(query.get("party", "")), about, str(query.get("replaces", ""))))
    if matter.replaces is not None and matter.replaces.written is not None:
        written = matter.replaces.written
    else:
        written = begin(matter.shown, matter.kind, matter.reader, matter.words, matter.about, matter.zone)
    return _shown(desk, matter, LetterForm(data=data_of(written)))


@get("/cases/{number:str}/letters/{item:int}", sync_to_thread=True, opt=OPT)
def show(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    item: FromPath[int],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    """A draft as its form; what is finished as it reads."""
    desk = _desk(request, opened, database, actor)
    with database.reading() as db:
        found = letter.read(db, desk, item)
        if found.letter.state != DRAFT or found.letter.written is None:
            return letter.page_of(db, desk, found)
        matter = find(db, desk, Wanted(letter=str(item)))
    return _shown(desk, matter, LetterForm(data={**data_of(found.letter.written), "version": found.letter.version}))


@post("/cases/{number:str}/letters/writing", sync_to_thread=True, status_code=200, opt=OPT)
def write(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    vault: NamedDependency[Vault],
    store: NamedDependency[Store],
    actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Answer:
    """`then`: look, pdf, save or finish. Nothing is lost: what does not pass comes back with what was typed."""
    desk, form = _desk(request, opened, database, actor), LetterForm(Typed(typed))
    asked = ("letter", "kind", "party", "about", "replaces")
    with database.reading() as db:
        matter = find(db, desk, Wanted(*(str(form[name].data or "") for name in asked)))
    form.narrow(matter.allowed)
    fits, then = form.validate(), typed.get("then", SAVE)
    if not fits or then == LOOK:
        return _shown(desk, matter, form, 200 if then == LOOK else 422)
    made = _composed(desk, matter, form)
    if then == PDF:
        return _as_pdf(desk, matter, made)
    if then == FINISH and (against := made.stands_against(str(form.passed.data or ""))):
        return _shown(desk, matter, form, 422, against)
    sealed = Sealed(*_kept(vault, store, _set(desk, matter, made, draft=False))) if then == FINISH else None
    try:
        id_ = _save(desk, matter, form, made, sealed, nonces.of(typed))
    except IllegalStep as refused:
        return _shown(desk, matter, form, 409, [_(why) for why in refused.reasons])
    except Changed:
        return _shown(desk, matter, form, 409, [_(QUICKER)])
    return see(f"{desk.path}/{id_}" if id_ else desk.path)


def _save(
    desk: Desk, matter: Matter, form: LetterForm, made: Composed, sealed: Sealed | None, number: str
) -> int:  # fmt: skip
    """The letter's id; 0 where this very form was sent before."""
    written = form.written(matter.kind, matter.reader.role)
    with desk.database.transaction() as db:
        if not nonces.take(db, number):
            return matter.letter.id if matter.letter else 0
        case = db.get_one(Case, desk.entry.case.id)
        file = keys.rooms.enter(db, members.holder_of(desk.actor), case.id, Compartment.FILE)
        version = form.seen
        if matter.letter is None:
            row = verbs.draft(
                db, case, file, written, Used(matter.words.number, matter.head.number), by=desk.actor,
                party_id=matter.reader.party_id, about_id=matter.about.id if matter.about else None,
                replaces_id=matter.replaces.id if matter.replaces else None,
            )  # fmt: skip
            db.flush()
            version = row.version
        else:
            row = db.get_one(Letter, matter.letter.id)
            if sealed is None:
                verbs.change(db, case, file, row, written, by=desk.actor, version=version)
        if sealed is not None:
            verbs.finish(
                db, case, file, row, written, made.printed, sealed, matter.head.number, by=desk.actor,
                version=version, name=f"{_('Letter %(n)s', n=row.position)}, {gettext(KINDS[matter.kind].title)}.pdf",
            )  # fmt: skip
        return row.id


def _composed(desk: Desk, matter: Matter, form: LetterForm) -> Composed:
    written = form.written(matter.kind, matter.reader.role)
    return compose(matter.shown, desk.actor, matter.reader, written, matter.head, matter.law, matter.day)


def _set(desk: Desk, matter: Matter, made: Composed, *, draft: bool) -> bytes:
    """Its pages, by a process of its own."""
    data = for_press(made, desk.entry.case.number, matter.now, draft=draft)
    try:
        return apart.made("pdf", data, sheet=SHEET)
    except apart.NotMade as wrong:
        raise HTTPException(status_code=500) from wrong


def _kept(vault: Vault, store: Store, data: bytes) -> tuple[int, bytes, int]:
    return (*keep(vault, store, data), len(data))


def _as_pdf(desk: Desk, matter: Matter, made: Composed) -> Answer:
    data = _set(desk, matter, made, draft=True)
    return saved(iter([data]), "letter-draft.pdf", "application/pdf", len(data))


def _desk(request: Request[Any, Any, Any], opened: Entry, database: Database, actor: Actor) -> Desk:
    policy.require(actor, Action.WORK_CASE, opened.matter)
    return Desk(request, opened, database, actor)


def _shown(desk: Desk, matter: Matter, form: LetterForm, status: int = 200, against: Sequence[str] = ()) -> Answer:
    if not hasattr(form, "allowed"):
        form.narrow(matter.allowed)
    form.nonce.data = nonces.make()
    about = matter.about.id if matter.about else ""
    for name, value in (
        ("letter", matter.letter.id if matter.letter else ""), ("kind", matter.kind), ("about", about),
        ("party", matter.reader.party_id or ""), ("replaces", matter.replaces.id if matter.replaces else ""),
    ):  # fmt: skip
        form[name].data = str(value)
    made = _composed(desk, matter, form)
    return page(
        desk.request,
        "letters/write.html",
        status=status,
        shown=matter.shown,
        title=gettext(KINDS[matter.kind].title),
        to=made.to,
        form=form,
        made=made,
        passing=any(hit.passable for hit in made.hits),
        against=against,
        known=places_of(matter.allowed),
        hints={"place_companion": companions(matter.here, matter.kind, matter.shown.case.kind)},
        base=desk.path,
        lines=lines_of(matter.shown, desk.actor, (FILE,)),
    )


ROUTES: list[Any] = [new, show, write]
