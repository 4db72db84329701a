"""What an officer does with a data-subject request, each a form of its own."""

from datetime import timedelta
from typing import Any

from litestar.exceptions import NotFoundException
from sqlalchemy.orm import Session

from casework.access import Action
from casework.cases.forms.fields import NOTHING, on, said
from casework.db import utc_now
from casework.legal.actions import answering, searching
from casework.legal.actions import requests as actions
from casework.legal.actions.searching import Wanted
from casework.legal.forms.requests import (
    AnswerForm,
    CheckForm,
    ExtendForm,
    HitForm,
    RefuseForm,
    SearchForm,
    SentForm,
    UnclearForm,
    WithdrawForm,
)
from casework.legal.lifecycle.request import law_of
from casework.legal.models import RequestAnswer, SearchHit
from casework.legal.queries.requests import Shown
from casework.people import CASE_HOLDING
from casework.people.standing import standing
from casework.settings import N_
from casework.vault import Compartment
from casework.web.text import _

from .matter_doing import Doing, routes
from .request_doing import REQUEST, Deed

WORK = Action.WORK_REQUEST


def _exemptions(shown: Shown) -> list[tuple[str, str]]:
    return [(key, f"{one.name} ({one.source})") for key, one in law_of(shown.row.country).exemptions.items()]


def _named(shown: Shown, key: str) -> str:
    return dict(_exemptions(shown)).get(key, "")


def _fill_people(db: Session, shown: Shown, form: Any, _item: int) -> None:
    """Admitted people who may hold cases; nobody is asked twice, or about themselves."""
    asked = {task.name for task in shown.tasks}
    known = (str(shown.asked.get(name, "")) for name in ("name", "contact"))
    about = actions.themselves(db, shown.row.employee_tag, *known)
    able = [who for who in standing(db).values() if who.able and who.roles & CASE_HOLDING and who.id not in about]
    people = [who for who in able if who.name not in asked]
    form.people.choices = [(str(who.id), f"{who.name}, {who.duty}" if who.duty else who.name) for who in people]


def _start_search(shown: Shown, _item: int) -> dict[str, Any]:
    terms = list(shown.wanted.get("terms", ())) or [shown.asked.get("name", "")]
    if number := shown.asked.get("number"):
        terms = list(dict.fromkeys([*terms, number]))
    today = utc_now().date()
    half = today + max((shown.row.due_on - today) / 2, timedelta(days=1))
    return {"terms": "\n".join(terms), "words": shown.wanted.get("words", ""), "due_on": half}


def _search(deed: Deed) -> None:
    form, name = deed.form, deed.form.lines[0] if deed.form.lines else ""
    wanted = Wanted(name, form.lines, said(form.words))
    people = [int(id_) for id_ in form.people.data or ()]
    searching.ask(deed.db, deed.row, wanted, people, on(form.due_on), by=deed.by, version=form.seen)


def _hit(shown: Shown, item: int) -> Any:
    found = next((hit for hit in shown.hits if hit.id == item), None)
    if found is None:
        raise NotFoundException
    return found


def _start_hit(shown: Shown, item: int) -> dict[str, Any]:
    named = {words: key for key, words in _exemptions(shown)}
    return {"exemption": named.get(_hit(shown, item).exemption, "")}


def _fill_hit(_db: Session, shown: Shown, form: Any, item: int) -> None:
    _hit(shown, item)
    form.exemption.choices = [("", _("No: it goes into the answer")), *_exemptions(shown)]


def _leave_out(deed: Deed) -> None:
    hit = deed.db.get_one(SearchHit, deed.item)
    words = dict(deed.form.exemption.choices).get(said(deed.form.exemption), "") if deed.form.exemption.data else ""
    answering.leave_out(deed.db, deed.row, hit, words, by=deed.by, version=deed.form.seen)


def _fill_exemption(_db: Session, shown: Shown, form: Any, _item: int) -> None:
    form.exemption.choices = [NOTHING, *_exemptions(shown)]


def compiled(shown: Shown) -> str:
    """A draft of the answer: what was found, and what is held back under which exemption. To be worked on."""
    parts = [_("Your request of %(day)s", day=shown.row.received_on.isoformat()) + f" ({shown.row.number})"]
    for hit in shown.hits:
        if not hit.left_out and hit.text is not None:
            parts += [f"{hit.label}\n{hit.text}"]
    held_back = [hit.exemption for hit in shown.hits if hit.left_out]
    cut = sorted({why for hit in shown.hits if not hit.left_out for why in hit.cuts})
    if reasons := list(dict.fromkeys([*held_back, *(_named(shown, why) for why in cut)])):
        parts.append(_("Something was held back, because of:") + "\n" + "\n".join(f"– {one}" for one in reasons if one))
    parts.append(_("You can complain to the supervisory authority, and go to court."))
    return "\n\n".join(parts)


def _start_answer(shown: Shown, _item: int) -> dict[str, Any]:
    return {"text": shown.answers[0].text if shown.answers and shown.answers[0].text else compiled(shown)}


def _one_answer(deed: Deed) -> RequestAnswer:
    row = deed.db.get(RequestAnswer, deed.item)
    if row is None or row.request_id != deed.row.id:
        raise NotFoundException
    return row


def _there(_db: Session, shown: Shown, _form: Any, item: int) -> None:
    if not any(one.id == item for one in shown.answers):
        raise NotFoundException


def _end(step: str) -> Any:
    def do(deed: Deed) -> None:
        words = {"why": said(deed.form.why)}
        if step == "refuse":
            words["exemption"] = dict(deed.form.exemption.choices).get(said(deed.form.exemption), "")
        actions.end(deed.db, deed.row, step, words, by=deed.by, version=deed.form.seen)

    return do


def _unclear(deed: Deed) -> None:
    actions.unclear(deed.db, deed.row, on(deed.form.on), by=deed.by, version=deed.form.seen)


def _check(deed: Deed) -> None:
    form = deed.form
    actions.check(deed.db, deed.row, said(form.how), on(form.on), by=deed.by, version=form.seen)


def _extend(deed: Deed) -> None:
    form = deed.form
    actions.extend(deed.db, deed.row, said(form.why), on(form.on), by=deed.by, version=form.seen)


def _write(deed: Deed) -> None:
    answering.write(deed.db, deed.row, said(deed.form.text), by=deed.by, version=deed.form.seen)


def _sent(deed: Deed) -> None:
    form = deed.form
    answering.sent(deed.db, deed.row, _one_answer(deed), on(form.on), form.how.data, by=deed.by, version=form.seen)


def _today(_shown: Shown, _item: int) -> dict[str, Any]:
    return {"on": utc_now().date()}


ROUTES = routes(
    REQUEST,
    Doing(
        "/unclear", WORK, N_("It is unclear who asks"), N_("The clock stands still"), UnclearForm, _unclear, _today,
        says=N_("Only where there is reasonable doubt, and they were asked for what would settle it."),
    ),
    Doing("/identity", WORK, N_("Their identity was checked"), N_("Write it down"), CheckForm, _check, _today),
    Doing(
        "/extension", WORK, N_("It takes longer"), N_("They were told"), ExtendForm, _extend, _today,
        says=N_("Two months more, only where they were told so with the reasons within the first month."),
    ),
    Doing(
        "/searches", WORK, N_("Ask for searches"), N_("Ask them"), SearchForm, _search, _start_search, _fill_people,
        says=N_(
            "Whoever works a case that they are a party to, coordinators and exit interviewers are asked in any case. "
            "Each searches what they hold and hands over redacted copies. You get no key."
        ),
        room=Compartment.SEARCH.value,
    ),
    Doing(
        "/hits/{item:int}", WORK, N_("Something that was found"), N_("Save"), HitForm, _leave_out, _start_hit,
        _fill_hit,
    ),
    Doing(
        "/answers", WORK, N_("Write the answer"), N_("Save as a version"), AnswerForm, _write, _start_answer,
        says=N_("Saving makes a new version; the earlier ones stay."),
    ),
    Doing(
        "/answers/{item:int}/sending", WORK, N_("The answer was sent"), N_("It was sent"), SentForm, _sent, _today,
        _there,
        says=N_("Casework sends nothing by itself. Print it, send it, then say how."),
    ),
    Doing("/refusal", WORK, N_("Refuse it"), N_("Refuse it"), RefuseForm, _end("refuse"), fill=_fill_exemption),
    Doing("/withdrawal", WORK, N_("They withdrew it"), N_("End the request"), WithdrawForm, _end("withdraw")),
)  # fmt: skip
