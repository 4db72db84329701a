"""`…/interview`: an interviewer speaks with the leaver and writes down what they say, question by question."""

from typing import Any

from litestar import Request, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency

from casework.access import Action, Forbidden
from casework.cases.forms.fields import CaseForm, text
from casework.cases.lifecycle import IllegalStep
from casework.db import Database, utc_now
from casework.exits.actions import answers
from casework.exits.actions.answers import Said
from casework.exits.actions.questionnaires import for_way
from casework.exits.lifecycle import WORKFLOW
from casework.exits.models import Exit
from casework.exits.queries import questionnaires
from casework.exits.queries.opened import Shown
from casework.exits.queries.questionnaires import BOTH, Version
from casework.exits.questionnaires import coded, read, unanswered
from casework.people import Actor
from casework.settings import N_
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import page, see

from . import readers
from .asking import SEND, Asking, fields_of, languages_of, seen_in
from .doing import INTERVIEW, Answer, Desk, Doing, there
from .entry import Entry

OPT = {"needs": Action.READ_ANSWERS, "title": N_("Speak with them, and write the answers down")}
PATH = "/exits/{number:str}/interview"
Asked = Request[Any, Any, Any]


class TalkForm(CaseForm):
    note = text(
        N_("What else was said"),
        N_("A note of the talk, for interviewers alone. The leaver reads none of it: write what you would stand by."),
        needed=False,
    )


DOING = Doing(
    "/interview", Action.READ_ANSWERS, N_("Speak with them"), N_("The answers are complete"), TalkForm, lambda _: "",
    room=INTERVIEW,
)  # fmt: skip


@get(PATH, sync_to_thread=True, opt=OPT)
def form(
    request: Asked, entry: NamedDependency[Entry], database: NamedDependency[Database], actor: NamedDependency[Actor]
) -> Answer:
    desk = Desk(request, DOING, entry, database, actor)
    with database.reading() as db:
        shown = there(db, desk)
    if WORKFLOW.why_not("complete", shown.facts):
        return see(entry.path)
    version = for_way(database, shown.way)
    asking = Asking(version, version.asks.language(""), {})
    return _page(desk, shown, asking, TalkForm(data={"nonce": nonces.make()}))


@post(PATH, sync_to_thread=True, status_code=200, opt=OPT)
def record(
    request: Asked,
    entry: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Answer:
    """Complete only when every question that the answers lead to was there to be seen; until then the page comes back
    with what was typed."""
    desk, sent = Desk(request, DOING, entry, database, actor), TalkForm(Typed(typed))
    with database.reading() as db:
        shown = there(db, desk)
    asking = _asking(database, shown, typed)
    fine, send = sent.validate(), typed.get("then") == SEND
    more = send and not asking.asked <= seen_in(typed)
    if not fine or asking.errors:
        return _page(desk, shown, asking, sent, 422)
    if more or not send:
        return _page(desk, shown, asking, sent, more=more)
    try:
        _keep(desk, asking, sent, typed)
    except IllegalStep as refused:
        return _page(desk, shown, asking, sent, 409, refusals=refused.reasons)
    except Forbidden as refused:
        return _page(desk, shown, asking, sent, 409, refusals=[refused.args[0]])
    return see(f"{entry.path}#interview")


def _keep(desk: Desk, asking: Asking, sent: TalkForm, typed: FormMultiDict) -> None:
    asks = asking.version.asks
    complete = not unanswered(asks, asking.answers)
    counted = coded(asks, asking.answers)
    said = Said(asking.version.id, asks.name, asking.version.number, asking.answers, counted, complete)
    with desk.database.transaction() as db:
        if nonces.take(db, nonces.of(typed)):
            exit_ = db.get_one(Exit, desk.entry.exit.id)
            answers.write_down(db, exit_, said, by=desk.actor, now=utc_now(), note=str(sent.note.data or ""))


def _asking(database: Database, shown: Shown, typed: FormMultiDict) -> Asking:
    version = _version(database, shown, str(typed.get("version", "")))
    given, errors = read(version.asks, fields_of(typed))
    if typed.get("then") == SEND:
        errors = {**unanswered(version.asks, given), **errors}
    return Asking(version, version.asks.language(str(typed.get("speak") or typed.get("language") or "")), given, errors)


def _version(database: Database, shown: Shown, said: str) -> Version:
    """The one that the form was made from: it goes on counting though another was published meanwhile."""
    with database.reading() as db:
        found = questionnaires.of(db, int(said)) if said.isascii() and said.isdecimal() and len(said) < 20 else None
    fits = (questionnaires.audience_of(shown.way), BOTH)
    return found if found is not None and found.asks.audience in fits else for_way(database, shown.way)


def _page(
    desk: Desk, shown: Shown, asking: Asking, sent: TalkForm, status: int = 200, *, more: bool = False,
    refusals: Any = (),
) -> Answer:  # fmt: skip
    if status != 200:
        sent.nonce.data = nonces.make()
    return page(
        desk.request, "exits/interview.html", status=status, entry=desk.entry, whom=shown.name, form=sent,
        lines=readers.of_room(shown, desk.actor, (INTERVIEW,)), refusals=refusals, asking=asking,
        asks=asking.version.asks, language=asking.language, answers=asking.answers, asked=asking.asked,
        errors=asking.errors, languages=languages_of(asking), more=more,
    )  # fmt: skip


HANDLERS: list[Any] = [form, record]
