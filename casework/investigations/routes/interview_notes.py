"""`…/interviews/{id}/notes`: a field a question, each saved by itself while they talk, or all at once by a button."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from litestar import MediaType, Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import ClientException, NotFoundException
from litestar.params import FromPath

from casework.access import Action, policy
from casework.cases.lifecycle.heard import TALKING
from casework.cases.models import Case, Interview, InterviewAnswer
from casework.cases.queries import clocks
from casework.cases.routes.doing import FILE, Answer, Deed, Doing
from casework.cases.routes.doing import Asked as OnCase
from casework.cases.routes.entry import Entry, shown_to
from casework.cases.routes.handlers import routes
from casework.cases.routes.readers import lines_of
from casework.db import Database
from casework.investigations import comparing
from casework.investigations.actions import interview_notes as verbs
from casework.investigations.actions.interview_notes import LARGEST, NotNow, Saved, Written
from casework.investigations.forms.interviews import NoteCorrectionForm
from casework.investigations.queries import interviews as queries
from casework.investigations.questions import LONGEST
from casework.people import Actor
from casework.settings import N_
from casework.web import nonces
from casework.web.forms import unreadable
from casework.web.page import page, see
from casework.web.text import _

from . import interview_words as words
from .interview_planning import of_answer

Asked = Request[Any, Any, Any]
OPT = {"needs": Action.WORK_CASE, "title": N_("Notes of an interview")}
PATH = "/cases/{number:str}/interviews/{interview_id:int}/notes"
LONG_QUESTION = N_("The question is too long: at most %(most)s characters. Shorten it below; nothing was saved yet.")
TOO_LONG = N_("It is too long to be kept under one question: at most %(most)s characters. Add a question for the rest.")
Opened = NamedDependency[Entry]
Data = NamedDependency[Database]
Who = NamedDependency[Actor]
Typing = NamedDependency[FormMultiDict]


@get(PATH, sync_to_thread=True, opt=OPT)
def show(request: Asked, interview_id: FromPath[int], opened: Opened, database: Data, actor: Who) -> Answer:
    """While they talk; before and after it the interview's own page has them."""
    return _page(request, opened, database, actor, interview_id)


@post(PATH, sync_to_thread=True, status_code=200, opt=OPT)
def save_all(
    request: Asked, interview_id: FromPath[int], opened: Opened, database: Data, actor: Who, typed: Typing
) -> Answer:  # fmt: skip
    """Without scripts, or by the button: every field, and a question more where one was typed."""
    policy.require(actor, Action.WORK_CASE, opened.matter)
    written, question = _written(typed), _question(typed)
    if join := _number(typed.get("join", "")):
        written = _joined(database, opened, actor, interview_id, written, join)
    again = partial(_page, request, opened, database, actor, interview_id, written=written, question=question)
    if any(len(one.text) > LARGEST for one in written):
        return again(said=_(TOO_LONG, most=LARGEST))
    if len(question) > LONGEST:
        return again(said=_(LONG_QUESTION, most=LONGEST))
    try:
        saved = _save(database, opened, interview_id, written, actor)
    except NotNow:
        return again()
    if any(one.theirs is not None for one in saved):
        return again(saved=saved)
    _ask_more(database, opened, interview_id, typed, actor)
    path = f"{opened.path}/interviews/{interview_id}"
    return see(f"{path}/end" if typed.get("then") == "end" else f"{path}/notes")


@post(f"{PATH}/{{answer_id:int}}", sync_to_thread=True, status_code=200, opt=OPT)
def save(
    request: Asked, interview_id: FromPath[int], answer_id: FromPath[int], opened: Opened, database: Data, actor: Who,
    typed: Typing,
) -> Answer:  # fmt: skip
    """One field. A script is answered in a line of JSON; a form (what came too late, sent again) by a page."""
    policy.require(actor, Action.WORK_CASE, opened.matter)
    written = [replace(one, answer_id=answer_id) for one in _written(typed)][:1]
    script = request.headers.get("accept", "").startswith("application/json")
    if not written:
        raise ClientException
    if any(len(one.text) > LARGEST for one in written):
        return _json({"said": _(TOO_LONG, most=LARGEST)}, 422)
    try:
        [saved] = _save(database, opened, interview_id, written, actor)
    except NotNow as refused:
        if script:
            return _json({"said": _(str(refused))}, 409)
        return _page(request, opened, database, actor, interview_id, written=written)
    if script:
        return _json(_told(database, saved), 409 if saved.theirs is not None else 200)
    if saved.theirs is not None:
        return _page(request, opened, database, actor, interview_id, written=written, saved=[saved])
    return see(f"{opened.path}/interviews/{interview_id}/notes#question-{answer_id}")


def _save(
    database: Database, opened: Entry, interview_id: int, written: list[Written], actor: Actor
) -> list[Saved]:  # fmt: skip
    if interview_id >= 2**63 or any(one.answer_id >= 2**63 for one in written):
        raise NotFoundException
    try:
        with database.transaction() as db:
            return verbs.save(db, interview_id, opened.case.id, written, by=actor)
    except LookupError as none:
        raise NotFoundException from none


def _joined(
    database: Database, opened: Entry, actor: Actor, interview_id: int, written: list[Written], join: int
) -> list[Written]:  # fmt: skip
    """Of one question both texts put together: what is kept, and what was typed beside it."""
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number)
        found = queries.answers(db, shown.rooms, interview_id)
    theirs = {one.id: one.notes or "" for one in found}
    return [
        replace(one, text=comparing.together(theirs.get(join, ""), one.text)) if one.answer_id == join else one
        for one in written
    ]


def _ask_more(database: Database, opened: Entry, interview_id: int, typed: FormMultiDict, actor: Actor) -> None:
    question = _question(typed)
    if not question:
        return
    with database.transaction() as db:
        if nonces.take(db, f"{typed.get('nonce', '')} {question}"):
            case, row = db.get_one(Case, opened.case.id), db.get_one(Interview, interview_id)
            verbs.ask_by(db, case, row, question, by=actor)


def _question(typed: FormMultiDict) -> str:
    return " ".join(_kept(str(typed.get("question", ""))).split())


def _written(typed: FormMultiDict) -> list[Written]:
    """What the form says of each question, in its order."""
    on_page, turn = verbs.read_seen(str(typed.get("seen", "")))
    ids, versions = typed.getall("shown[]", ["0"]), typed.getall("version[]", [])
    return [
        Written(_number(id_), _kept(str(text)), _number(version), on_page, turn)
        for id_, text, version in zip(ids, typed.getall("notes[]", []), versions, strict=False)
    ]


def _kept(text: str) -> str:
    """As typed, with one kind of line end and without what no keyboard types."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return plain.translate(dict.fromkeys(map(ord, unreadable(plain))))


def _number(said: Any) -> int:
    text = str(said)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else 0


def _told(database: Database, saved: Saved) -> dict[str, Any]:
    if saved.theirs is None:
        return {"version": saved.version}
    with database.reading() as db:
        name = queries.name_of(db, saved.by)
    return {"version": saved.version, "theirs": saved.theirs, "by": name}


def _json(told: Mapping[str, Any], status: int) -> Answer:
    return Response(dict(told), status_code=status, media_type=MediaType.JSON, headers={"Cache-Control": "no-store"})


def _page(
    request: Asked, opened: Entry, database: Database, actor: Actor, interview_id: int, *,
    written: list[Written] | None = None, saved: list[Saved] | None = None, said: str = "", question: str = "",
) -> Answer:  # fmt: skip
    """The notes; with what was typed where it could not be kept, and what others wrote meanwhile beside it."""
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number)
        one = queries.one(db, shown, interview_id)
        if one is None:
            raise NotFoundException
        zone = clocks.place(db, shown.case.site_id).zone
    path = f"{opened.path}/interviews/{interview_id}"
    if one.row.state != TALKING and not written:
        return see(f"{path}#questions")
    mine = {each.answer_id: each.text for each in written or ()}
    theirs = {each.answer_id: each for each in saved or () if each.theirs is not None}
    over = one.row.state != TALKING
    return page(
        request, "investigations/interview_late.html" if over else "investigations/interview_notes.html",
        status=200 if written is None else 422 if said else 409, shown=shown, one=one,
        who=words.who(shown, one), words=words, path=path, zone=zone, lines=lines_of(shown, actor, (FILE,)), mine=mine,
        theirs=theirs, said=said, question=question, seen=verbs.seen(verbs.new_page(), 1),
        nonce=nonces.make(), most=LARGEST, longest=LONGEST,
    )  # fmt: skip


def _start(asked: OnCase) -> dict[str, Any]:
    one, answer = of_answer(asked)
    return {"version": str(one.row.version), "text": answer.now or ""}


def _there(asked: OnCase, _form: Any) -> None:
    of_answer(asked)


def _whose(asked: OnCase) -> dict[str, Any]:
    one, answer = of_answer(asked)
    return {**words.whose(replace(asked, item=one.row.id)), "question": answer.question}


def _correct(deed: Deed) -> str:
    answer = deed.one(InterviewAnswer)
    row = deed.db.get_one(Interview, answer.interview_id)
    form = deed.form
    verbs.correct(
        deed.db, deed.case, row, deed.file, answer, text=form.text.data, reason=form.reason.data, by=deed.by,
        version=form.seen,
    )  # fmt: skip
    return words.back(row, f"#question-{answer.id}")


ROUTES: list[Any] = [
    show,
    save_all,
    save,
    *routes(
        Doing(
            "/interviews/notes/{item:int}/correction", Action.WORK_CASE, N_("Correct the notes of an interview"),
            N_("Correct it"), NoteCorrectionForm, _correct, start=_start, fill=_there, more=_whose,
            template="investigations/interview_form.html",
        )
    ),
]  # fmt: skip
