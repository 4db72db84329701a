"""What can be done with one charge or claim: a step of its table, a version of the statement, a day, its end."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from litestar.exceptions import NotFoundException

from casework.access import Action
from casework.cases.forms.fields import number_of, on, options, said
from casework.cases.models import Deadline, Proceeding
from casework.cases.queries import clocks
from casework.cases.routes.doing import FILE, Asked, Deed, Doing, Key
from casework.db import utc_now
from casework.legal.actions import days, proceedings, statements
from casework.legal.forms.proceedings import (
    DayForm,
    DeterminationForm,
    EndForm,
    MoveForm,
    SettlementForm,
    StatementForm,
    StepForm,
    SubmissionForm,
)
from casework.legal.lifecycle.proceeding import STARTS, STEPS
from casework.legal.queries import proceedings as queries
from casework.legal.queries.proceedings import Shown
from casework.settings import N_
from casework.vault import Compartment
from casework.web.text import _, day, gettext

KEEP = Action.KEEP_PROCEEDINGS
PRIVILEGED: Key = (Compartment.PRIVILEGED, 0)
PATHS = {
    step.name: {"submit": "submission", "determine": "determination", "settle": "settlement"}.get(
        step.verb, f"step?step={step.name.replace(' ', '+')}"
    )
    for step in STEPS
}
"""Where each step of the table is taken."""
PLAIN = {step.name for step in STEPS if not step.verb}


def one(asked: Asked) -> Shown:
    """The charge or claim that the address names, or the 404 of every address that is not there."""
    found = next((one for one in queries.of_case(asked.db, asked.shown) if one.row.id == asked.item), None)
    if found is None:
        raise NotFoundException
    return found


def today(asked: Asked) -> date:
    return clocks.place(asked.db, asked.shown.case.site_id).day(utc_now())


def _start(asked: Asked) -> dict[str, Any]:
    return {"version": str(one(asked).row.version), "on": today(asked)}


def _start_step(asked: Asked) -> dict[str, Any]:
    return {**_start(asked), "step": asked.query.get("step", "")}


def _fill_step(asked: Asked, form: Any) -> None:
    """One that the table has here; the steps with a verb of their own have pages of their own."""
    names = {step.step.name for step in one(asked).can} | {""}
    if form.step.data not in names & PLAIN:
        raise NotFoundException


def _named(asked: Asked) -> dict[str, Any]:
    name = asked.typed.get("step") or asked.query.get("step", "")
    found = next((step.label for step in STEPS if step.name == name), "")
    return {"whose": one(asked), "label": gettext(found) if found else ""}


def _whose(asked: Asked) -> dict[str, Any]:
    return {"whose": one(asked), "label": ""}


def _take(deed: Deed) -> str:
    row, form = deed.one(Proceeding), deed.form
    proceedings.take(
        deed.db, deed.case, row, deed.file, form.step.data, on=on(form.on), by=deed.by, version=form.seen,
        reason=said(form.reason),
    )  # fmt: skip
    return _back(row)


def _room(asked: Asked) -> Sequence[Key]:
    """Privileged for who holds that, else the file: the line above the form says which."""
    return (PRIVILEGED if PRIVILEGED in asked.shown.rooms else FILE,)


def _put_in(_asked: Asked) -> Sequence[Key]:
    return (PRIVILEGED,)


def _start_statement(asked: Asked) -> dict[str, Any]:
    """From the newest version that the writer reads."""
    found = one(asked)
    last = next((version.text for version in found.versions if version.text), "")
    return {"version": str(found.row.version), "text": last}


def _write(deed: Deed) -> str:
    row = deed.one(Proceeding)
    room = deed.rooms.get(PRIVILEGED) or deed.file
    statements.write(deed.db, deed.case, row, room, deed.form.text.data, by=deed.by)
    return _back(row)


def _fill_submission(asked: Asked, form: Any) -> None:
    form.statement.choices = [
        (str(v.id), _("Version %(number)s of %(day)s", number=v.position, day=day(v.at, asked.actor.zone)))
        for v in one(asked).versions
    ]
    _papers(asked, form)


def _papers(asked: Asked, form: Any) -> None:
    lying = [p for p in asked.shown.papers if p.room == Compartment.FILE.value and p.name is not None]
    form.paper.choices = [("", "–"), *((str(p.id), p.name) for p in lying)]


def _submit(deed: Deed) -> str:
    row, form = deed.one(Proceeding), deed.form
    statements.submit(
        deed.db, deed.case, row, deed.file, number_of(form.statement) or 0, on=on(form.on), how=said(form.how),
        paper_id=number_of(form.paper), by=deed.by, version=form.seen,
    )  # fmt: skip
    return _back(row)


def _determine(deed: Deed) -> str:
    row, form = deed.one(Proceeding), deed.form
    statements.determine(
        deed.db, deed.case, row, deed.file, form.result.data, on=on(form.on), text=said(form.text),
        paper_id=number_of(form.paper), by=deed.by, version=form.seen,
    )  # fmt: skip
    return _back(row)


def _settle(deed: Deed) -> str:
    row, form = deed.one(Proceeding), deed.form
    day_, terms = on(form.on), said(form.terms)
    statements.settle(deed.db, deed.case, row, deed.file, terms, on=day_, by=deed.by, version=form.seen)
    return _back(row)


def _fill_rules(asked: Asked, form: Any) -> None:
    row = one(asked).row
    known = {
        rule.key: _("%(rule)s: from when %(start)s (%(source)s)", rule=gettext(rule.name),
                    start=gettext(STARTS.get(rule.starts, rule.starts)), source=rule.source)
        for rule in days.rules(row.law, row.kind)
    }  # fmt: skip
    form.rule.choices = [("", _("none of them: I type the day")), *options(known)]


def _set(deed: Deed) -> str:
    row, form = deed.one(Proceeding), deed.form
    if form.rule.data:
        days.set_by_rule(deed.db, deed.case, row, form.rule.data, on(form.start), by=deed.by)
    else:
        days.set_by_hand(
            deed.db, deed.case, row, deed.file, what=said(form.what), on=on(form.on), source=said(form.source),
            by=deed.by,
        )  # fmt: skip
    return _back(row)


def _of_day(asked: Asked) -> dict[str, Any]:
    """Whose day it is that the address names, while it runs."""
    for found in queries.of_case(asked.db, asked.shown):
        for due in found.days:
            if due.id == asked.item and due.ended_at is None:
                return {"whose": found, "label": gettext(due.what) if due.what else ""}
    raise NotFoundException


def _running(asked: Asked, _form: Any) -> None:
    _of_day(asked)


def _move(deed: Deed) -> str:
    due, row = _day(deed)
    days.move(deed.db, deed.case, row, due, deed.file, on=on(deed.form.on), reason=deed.form.reason.data, by=deed.by)
    return _back(row)


def _end(deed: Deed) -> str:
    due, row = _day(deed)
    days.end(deed.db, deed.case, row, due, deed.form.how.data, by=deed.by)
    return _back(row)


def _day(deed: Deed) -> tuple[Deadline, Proceeding]:
    due: Deadline = deed.one(Deadline)
    return due, deed.db.get_one(Proceeding, due.proceeding_id)


def _back(row: Proceeding) -> str:
    return f"/proceedings#proceeding-{row.id}"


FORM = "legal/proceeding_form.html"
DOINGS = (
    Doing(
        "/proceedings/{item:int}/step", KEEP, N_("The next step of a charge or claim"), N_("Write it down"), StepForm,
        _take, start=_start_step, fill=_fill_step, more=_named, template=FORM,
    ),
    Doing(
        "/proceedings/{item:int}/statement", KEEP, N_("Write the position statement"), N_("Keep this version"),
        StatementForm, _write, start=_start_statement, rooms=_room, more=_whose, template=FORM,
        says=N_("Who holds the privileged room writes there, everybody else in the file: the line below says which."),
    ),
    Doing(
        "/proceedings/{item:int}/submission", KEEP, N_("The statement was submitted"), N_("Write it down"),
        SubmissionForm, _submit, start=_start, fill=_fill_submission, more=_whose, template=FORM,
    ),
    Doing(
        "/proceedings/{item:int}/determination", KEEP, N_("It was determined"), N_("Write it down"),
        DeterminationForm, _determine, start=_start, fill=_papers, more=_whose, template=FORM,
    ),
    Doing(
        "/proceedings/{item:int}/settlement", KEEP, N_("It was settled"), N_("Write it down"), SettlementForm, _settle,
        start=_start, rooms=_put_in, more=_whose, template=FORM,
        says=N_("That it was settled, and when, everybody on the case reads; the terms counsel alone."),
    ),
    Doing(
        "/proceedings/{item:int}/days", KEEP, N_("Set a day"), N_("Set it"), DayForm, _set, fill=_fill_rules,
        more=_whose, template=FORM,
        says=N_("By a clock of the law from a day that you know, or as an order says. Check each with counsel."),
    ),
    Doing(
        "/proceedings/days/{item:int}/move", KEEP, N_("Move a day"), N_("Move it"), MoveForm, _move, fill=_running,
        more=_of_day, template=FORM, says=N_("The earlier day stays to be read, with why it went."),
    ),
    Doing(
        "/proceedings/days/{item:int}/end", KEEP, N_("Settle a day"), N_("Settle it"), EndForm, _end, fill=_running,
        more=_of_day, template=FORM,
    ),
)  # fmt: skip
