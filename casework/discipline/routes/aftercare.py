"""`/cases/{number}/aftercare`: whoever reported or bore witness is asked how they fare since; what became worse is a
case of its own."""

from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency

from casework.access import Action, policy
from casework.cases.actions import aftercare, letting_in
from casework.cases.forms.fields import CaseForm
from casework.cases.lifecycle.aftercare import ANSWERED, DONE, QUESTIONS, STATES, TALKED, TO_REMIND
from casework.cases.models import Aftercare, Case, Party
from casework.cases.queries import checks
from casework.cases.queries.checks import CheckShown
from casework.cases.queries.record import Record
from casework.cases.routes.doing import Answer, Asked, Deed, Doing, in_file, nowhere
from casework.cases.routes.entry import Entry, shown_to
from casework.cases.routes.handlers import routes
from casework.cases.routes.words import called
from casework.db import Database
from casework.discipline.actions import taking_up
from casework.discipline.forms.aftercare import AskForm, GiveUpForm, RemindForm, TakeUpForm, TalkForm
from casework.people import Actor
from casework.settings import N_
from casework.vault import Room
from casework.web import text
from casework.web.page import page, see
from casework.web.text import _, gettext, ngettext

PATH = "/aftercare"
HEADING = N_("How are you since?")
WORDS = N_(
    "Nobody may treat you worse because you reported something or said what you know. So we ask whether anything has "
    "changed for you. Answer what you want to answer. If something has become worse we look into it, and we ask you "
    "before anything that you write here goes anywhere."
)
AGAIN = N_("We asked how you fare since, and have not heard from you. The questions are still open; we ask no more.")
OPT = {"needs": Action.WORK_CASE, "title": N_("Aftercare")}


@get(f"/cases/{{number:str}}{PATH}", sync_to_thread=True, opt=OPT)
def show(
    request: Request[Any, Any, Any], opened: NamedDependency[Entry], database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:  # fmt: skip
    policy.require(actor, Action.WORK_CASE, opened.matter)
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number)
        found = [_line(shown, one) for one in checks.of_case(db, shown)]
    by_party: dict[str, list[dict[str, Any]]] = {}
    for line in found:
        by_party.setdefault(line["who"], []).append(line)
    return page(request, "discipline/aftercare.html", shown=shown, people=list(by_party.items()))


def _line(shown: Record, one: CheckShown) -> dict[str, Any]:
    base = f"/cases/{shown.case.number}{PATH}/{one.id}"
    acts = []
    if one.state not in DONE:
        if one.asked_at is None:
            acts.append((f"{base}/question", _("Ask in writing")))
        elif one.state == TO_REMIND:
            acts.append((f"{base}/reminder", _("Ask once more")))
        acts += [(f"{base}/talk", _("Write down a talk")), (f"{base}/end", _("Give it up"))]
    if one.state in (ANSWERED, TALKED) and one.led_to is None:
        acts.append((f"{base}/case", _("It has become worse: open a case")))
    led = next((link for link in shown.links if link.id == one.led_to), None)
    return {
        "who": _begun(called(shown.party(one.party_id))),
        "day": ngettext("%(num)s day after the end", "%(num)s days after the end", one.day),
        "due": text.day(one.due_on, "UTC"),
        "state": gettext(STATES[one.state]),
        "answers": [(gettext(question), words) for question, words in (one.answers or {}).items()],
        "hidden": one.state in (ANSWERED, TALKED) and not one.reads,
        "why": one.why or "",
        "led": one.led_to is not None,
        "link": f"/cases/{led.number}" if led else "",
        "acts": acts,
    }


def _begun(words: str) -> str:
    """As it begins a line."""
    return words[:1].upper() + words[1:]


def _check(asked: Asked) -> CheckShown:
    found: CheckShown = asked.one(checks.of_case(asked.db, asked.shown))
    return found


def _about(asked: Asked) -> dict[str, Any]:
    one = _check(asked)
    who, day = called(asked.shown.party(one.party_id)), text.day(one.due_on, "UTC")
    return {"says": _("%(who)s, due %(day)s", who=who, day=day), "questions": [gettext(one) for one in QUESTIONS]}


def _back(case: Case) -> Answer:
    return see(f"/cases/{case.number}{PATH}")


def _dialogue(deed: Deed, row: Aftercare) -> Room:
    """Their own, made when they have none yet."""
    return letting_in.quarters(deed.db, deed.case, deed.db.get_one(Party, row.party_id), by=deed.by)


def _ask(deed: Deed) -> Answer:
    row = deed.one(Aftercare)
    aftercare.ask(
        deed.db, deed.case, row, _dialogue(deed, row), by=deed.by, heading=_(HEADING), text=deed.form.words.data,
        questions=[gettext(question) for question in QUESTIONS],
    )  # fmt: skip
    return _back(deed.case)


def _remind(deed: Deed) -> Answer:
    row = deed.one(Aftercare)
    aftercare.remind(deed.db, deed.case, row, _dialogue(deed, row), by=deed.by, text=deed.form.words.data)
    return _back(deed.case)


def _talk(deed: Deed) -> Answer:
    row = deed.one(Aftercare)
    aftercare.write_down(deed.db, deed.case, row, _dialogue(deed, row), by=deed.by, answers=deed.form.answers())
    return _back(deed.case)


def _give_up(deed: Deed) -> Answer:
    aftercare.give_up(deed.db, deed.case, deed.one(Aftercare), deed.file, by=deed.by, why=deed.form.why.data)
    return _back(deed.case)


def _take_up(deed: Deed) -> Answer:
    """What they said goes along only where they agreed to it, and where this reader can read it."""
    form, row = deed.form.value(), deed.one(Aftercare)
    shown = shown_to(deed.db, deed.by, deed.case.number, limit=1)
    said = next((one.answers for one in checks.of_case(deed.db, shown) if one.id == row.id), None)
    answers = {gettext(question): words for question, words in (said or {}).items()} if form["consents"] else None
    new = taking_up.take_up(
        deed.db, deed.case, row, by=deed.by, kind=form["kind"], words=form["words"], answers=answers
    )  # fmt: skip
    return see(f"/cases/{new.number}")


def _doing(path: str, title: str, button: str, form: type[CaseForm], do: Any, **more: Any) -> Doing:
    return Doing(
        f"{PATH}/{{item:int}}/{path}", Action.WORK_CASE, title, button, form, do, more=_about,
        template="discipline/check.html", **{"rooms": nowhere, **more},
    )  # fmt: skip


ROUTES: list[Any] = [
    show,
    *routes(
        _doing("question", N_("Ask how they fare"), N_("Ask them"), AskForm, _ask,
               start=lambda _a: {"words": _(WORDS)}),
        _doing("reminder", N_("Ask once more"), N_("Ask them"), RemindForm, _remind,
               start=lambda _a: {"words": _(AGAIN)}),
        _doing("talk", N_("Write down a talk"), N_("Write it down"), TalkForm, _talk),
        _doing("end", N_("Give a check up"), N_("Give it up"), GiveUpForm, _give_up, rooms=in_file),
        _doing("case", N_("Open a case of retaliation"), N_("Open the case"), TakeUpForm, _take_up,
               start=lambda asked: {"kind": asked.shown.case.kind}),
    ),
]  # fmt: skip
