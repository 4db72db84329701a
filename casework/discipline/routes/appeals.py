"""`/cases/{number}/appeals`: what somebody on the case asks to be looked at again, and what is decided on it by
somebody with no part in it."""

from typing import Any

from sqlalchemy import select

from casework.access import Action, policy
from casework.cases.actions import appeals
from casework.cases.forms.fields import on, said, who
from casework.cases.lifecycle import OUTCOMES, giving
from casework.cases.lifecycle.ladder import ORGANISATION
from casework.cases.models import Appeal, Decision
from casework.cases.queries import given, part
from casework.cases.queries.given import GivenShown
from casework.cases.queries.rows import Rows
from casework.cases.routes.course import parties_in, today
from casework.cases.routes.doing import Asked, Deed, Doing
from casework.cases.routes.handlers import routes
from casework.cases.routes.words import called, name_of
from casework.discipline.actions import appeals as verbs
from casework.discipline.forms.appeals import AppealDecisionForm, AppealForm, chosen
from casework.settings import N_
from casework.vault import Compartment
from casework.web import text
from casework.web.text import _, gettext

FREE = N_("A lead or an alternate with no part decides it; whoever leads can add one to the case.")


def _standing(asked: Asked) -> list[tuple[int, str]]:
    """Decisions that an appeal can be against."""
    query = select(Decision).where(Decision.case_id == asked.shown.case.id, Decision.ended_at.is_(None))
    found = []
    for row in asked.db.scalars(query.where(Decision.decided_at.is_not(None)).order_by(Decision.decided_at)):
        whom = called(asked.shown.party(row.party_id)) if row.party_id else _("The organisation")
        found.append((row.id, f"{whom}: {gettext((OUTCOMES | ORGANISATION)[row.outcome])}"))
    return found


def _answers(asked: Asked) -> list[tuple[GivenShown, str]]:
    """What people wrote to a letter of theirs, which can be taken as an appeal; the newest first."""
    found = []
    for (compartment, subject), room in asked.shown.rooms.items():
        if compartment is Compartment.DIALOGUE:
            name = called(asked.shown.party(subject))
            found += [(one, name) for one in given.answered(asked.db, room, giving.LETTER)
                      if one.answer is not None and one.answer.text]  # fmt: skip
    return sorted(found, key=lambda one: one[0].answered_at or one[0].given_at, reverse=True)


def _start(asked: Asked) -> dict[str, Any]:
    wanted = asked.query.get("given", "")
    for one, _name in _answers(asked):
        if str(one.id) == wanted and one.answer is not None and one.answered_at is not None:
            day = one.answered_at.astimezone(text.zone_of(asked.actor.zone)).date()
            return {"given": wanted, "party": str(one.party_id), "grounds": one.answer.text, "received_on": day}
    return {"received_on": today(asked)}


def _fill(asked: Asked, form: Any) -> None:
    who(form.party, parties_in(asked))
    who(form.decision, _standing(asked))


def _offered(asked: Asked) -> dict[str, Any]:
    base = f"/cases/{asked.shown.case.number}"
    last = {
        called(party): appeals.window(asked.db, asked.shown.case, party.id)
        for party in asked.shown.parties
        if not party.ended_at and party.role in ("complainant", "respondent")
    }
    return {
        "answers": [(f"{base}/appeals?given={one.id}", name, one.heading or "") for one, name in _answers(asked)],
        "windows": [(name, text.day(day, "UTC")) for name, day in last.items() if day is not None],
        "base": base,
    }  # fmt: skip


def _appeal(deed: Deed) -> str:
    values = chosen(deed.form)
    if values["given_id"] is not None:
        values["given_id"] = _theirs(deed, values["given_id"], values["party_id"])
    appeals.appeal(
        deed.db, deed.case, deed.file, by=deed.by, received_on=on(deed.form.received_on), version=deed.form.seen,
        **values,
    )  # fmt: skip
    return "#statements"


def _theirs(deed: Deed, given_id: int, party_id: int | None) -> int | None:
    """The answer that it came with, if it is this person's and the writer reads it."""
    room = deed.rooms.get((Compartment.DIALOGUE, party_id or 0))
    known = {one.id for one in given.answered(deed.db, room, giving.LETTER)} if room else set()
    return given_id if given_id in known else None


def _taken_part(asked: Asked) -> dict[str, Any]:
    """Who had a part so far and which, what came since the appeal, and whether anybody here is free to decide."""
    shown = asked.shown
    row = asked.one(shown.appeals)
    had = part.of(shown.case, Rows(asked.db, shown.case.id))
    since = [paper for paper in shown.papers if paper.at.date() >= row.at] if row else []
    return {
        "appeal": row,
        "appellant": called(shown.party(row.party_id)) if row.party_id else "",
        "grounds": [gettext(appeals.GROUNDS[word]) for word in row.more.get("ground", "").split("\n") if word],
        "part": [(name_of(shown, asked.actor, id_), ", ".join(gettext(one) for one in what))
                 for id_, what in had.items()],
        "since": [(f"/cases/{shown.case.number}/papers/{paper.id}", paper.name or "") for paper in since],
        "base": f"/cases/{shown.case.number}",
        "may": bool(policy.judge(asked.actor, Action.DECIDE_APPEAL, shown.matter)),
        "free": FREE,
    }  # fmt: skip


def _decide(deed: Deed) -> str:
    form, row = deed.form, deed.one(Appeal)
    decision = verbs.against(deed.db, deed.case, row)
    verbs.decide(
        deed.db, deed.case, deed.file, row, by=deed.by, result=form.result.data, reason=form.reason.data,
        version=form.seen, instead=form.instead(decision.party_id if decision else None),
        to_do=verbs.open_again(said(form.to_do), form.due_on.data),
    )  # fmt: skip
    return "#statements"


ROUTES = routes(
    Doing(
        "/appeals", Action.TAKE_STEP, N_("Record an appeal"), N_("Record it"), AppealForm, _appeal, start=_start,
        fill=_fill, more=_offered, template="discipline/appeal.html",
        says=N_("Somebody asks for what was decided to be looked at again. New evidence goes into the case as papers."),
    ),
    Doing(
        "/appeals/{item:int}/decision", Action.DECIDE_APPEAL, N_("Decide on an appeal"), N_("Decide"),
        AppealDecisionForm, _decide, start=lambda asked: {"effective_on": today(asked)}, more=_taken_part,
        template="discipline/appeal_decision.html",
    ),
)  # fmt: skip
