"""`…/letters/{item}/handing`, `…/giving`, `…/withdrawal`: a finished letter reaches its reader, or is taken back."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from litestar import Request, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException

from casework.access import Action
from casework.cases.actions import letting_in
from casework.cases.models import Letter, Paper, Party
from casework.cases.queries.record import Record
from casework.cases.routes import download
from casework.cases.routes.doing import FILE, Answer, Asked, Deed, Doing, Key
from casework.cases.routes.entry import Entry
from casework.cases.routes.handlers import Desk, answer, page_of, routes
from casework.cases.routes.opened import damaged, unlocked
from casework.db import Database, utc_now
from casework.files import Store
from casework.files.keeping import keep
from casework.letters.actions import letters as verbs
from casework.letters.actions.letters import Sealed
from casework.letters.forms.letters import GiveForm, HandForm, WithdrawForm
from casework.letters.lifecycle import FINISHED, WITHDRAWN
from casework.letters.queries import letters
from casework.letters.queries.letters import LetterShown, Printed, Written
from casework.letters.writing import template
from casework.letters.writing.kinds import KINDS
from casework.people import Actor
from casework.settings import N_
from casework.vault import Compartment, Vault
from casework.web import text
from casework.web.page import see
from casework.web.text import _, gettext

from .letter import to


def _letter(asked: Asked) -> LetterShown:
    found = letters.one(asked.db, asked.shown, asked.item)
    if found is None or found.written is None or found.privileged or found.state == WITHDRAWN:
        raise NotFoundException
    return found


def _finished(asked: Asked) -> LetterShown:
    found = _letter(asked)
    if found.state != FINISHED or found.printed is None:
        raise NotFoundException
    return found


def _about(shown: Record, letter: LetterShown) -> dict[str, Any]:
    title = gettext(KINDS[letter.kind].title)
    return {"says": f"{title}, {to(shown, letter)}" + (f": {letter.subject}" if letter.printed else "")}


def _more(asked: Asked) -> dict[str, Any]:
    return _about(asked.shown, _letter(asked))


def _of_finished(asked: Asked) -> dict[str, Any]:
    return _about(asked.shown, _finished(asked))


def _theirs(asked: Asked) -> dict[str, Any]:
    if (found := _finished(asked)).party_id is None:
        raise NotFoundException
    return _about(asked.shown, found)


def _rooms(asked: Asked) -> tuple[Key, ...]:
    found = _letter(asked)
    return (FILE,) if found.party_id is None else (FILE, (Compartment.DIALOGUE, found.party_id))


def _until_today(asked: Asked, form: Any) -> None:
    form.today = _today(asked)


def _today(asked: Asked) -> date:
    return utc_now().astimezone(text.zone_of(asked.actor.zone)).date()


def _now(asked: Asked) -> dict[str, Any]:
    return {"on": _today(asked)}


def _words(deed: Deed) -> tuple[Letter, Written, Printed]:
    """The letter as it was finished; 404 where there is none to hand over."""
    row = deed.one(Letter)
    if row.printed is None:
        raise NotFoundException
    written = letters.written(deed.file, row)
    return row, written, letters.printed(deed.file, row)


def _hand(deed: Deed) -> Answer:
    row, written, printed = _words(deed)
    verbs.hand(
        deed.db, deed.case, deed.file, row, written.kind, printed, by=deed.by, how=deed.form.how.data,
        on=deed.form.on.data,
    )  # fmt: skip
    return see(f"/cases/{deed.case.number}/letters/{row.id}")


def _withdraw(deed: Deed) -> Answer:
    row = deed.one(Letter)
    verbs.withdraw(deed.db, deed.case, deed.file, row, by=deed.by, why=str(deed.form.why.data))
    return see(f"/cases/{deed.case.number}/letters/{row.id}")


def _give(deed: Deed, copy: Sealed) -> Answer:
    row, written, printed = _words(deed)
    party = deed.db.get(Party, row.party_id)
    if party is None:
        raise NotFoundException
    dialogue = letting_in.quarters(deed.db, deed.case, party, by=deed.by)
    on = deed.now.astimezone(text.zone_of(deed.by.zone)).date()
    verbs.give(
        deed.db, deed.case, deed.file, dialogue, row, written, printed, copy, by=deed.by,
        text=template.plain(printed.blocks), name=_("Letter of %(on)s.pdf", on=text.day(on)), on=on,
    )  # fmt: skip
    return see(f"/cases/{deed.case.number}/letters/{row.id}")


def _not_without_a_copy(_: Deed) -> Answer:
    raise NotFoundException


GIVING = Doing(
    "/letters/{item:int}/giving", Action.WORK_CASE, N_("Give it to them in their dialogue"), N_("Give it to them"),
    GiveForm, _not_without_a_copy, rooms=_rooms, more=_theirs, template="letters/act.html",
)  # fmt: skip


@post(
    "/cases/{number:str}/letters/{item:int}/giving", sync_to_thread=True, status_code=200,
    opt={"needs": Action.WORK_CASE, "title": GIVING.title},
)  # fmt: skip
def give(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    vault: NamedDependency[Vault],
    store: NamedDependency[Store],
    actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Answer:
    """Its pages are sealed once more, with a key of their own that lies in the reader's dialogue."""
    desk = Desk(request, GIVING, opened, database, actor)
    with database.reading() as db:
        row = db.get(Letter, desk.item)
        paper = db.get(Paper, row.paper_id) if row is not None and row.case_id == opened.case.id else None
        known = unlocked(db, actor, paper)
    if known is None:
        raise NotFoundException
    try:
        data = b"".join(known.pieces(store, vault))
    except download.DamagedFile:
        return damaged(request, opened.case.number, known.name)
    copy = Sealed(*keep(vault, store, data), len(data))
    return answer(replace(desk, doing=replace(GIVING, do=partial(_give, copy=copy))), typed)


ROUTES: list[Any] = [
    page_of(GIVING),
    give,
    *routes(
        Doing(
            "/letters/{item:int}/handing", Action.WORK_CASE, N_("It was handed over by hand"), N_("Keep that"),
            HandForm, _hand, start=_now, fill=_until_today, more=_of_finished, template="letters/act.html",
        ),
        Doing(
            "/letters/{item:int}/withdrawal", Action.WORK_CASE, N_("Take a letter back"), N_("Take it back"),
            WithdrawForm, _withdraw, more=_more, template="letters/act.html",
            says=N_("Its pages stay in the file. What was given and not answered is no longer shown to them."),
        ),
    ),
]  # fmt: skip
