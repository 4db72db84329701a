"""`/cases/{number}/warnings`: what stands against a respondent, for whoever decides on them; and the retaliation review
of who spoke up."""

from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException

from casework.access import Action, policy
from casework.cases.forms.fields import number_of, who
from casework.cases.lifecycle.ladder import OUTCOMES
from casework.cases.models import IssuedWarning
from casework.cases.queries import spoke_up
from casework.cases.queries.rows import Rows
from casework.cases.routes.doing import Answer, Asked, Deed, Doing
from casework.cases.routes.entry import Entry, shown_to
from casework.cases.routes.handlers import routes
from casework.cases.routes.words import called
from casework.db import Database
from casework.discipline.actions import reviewing, warnings
from casework.discipline.forms.decisions import EndForm
from casework.discipline.forms.hearings import ReviewForm
from casework.discipline.queries import deciding as queries
from casework.people import Actor
from casework.settings import N_
from casework.web.page import page

from .decisions import look

SPOKE = {
    spoke_up.LINKED: N_("reported or bore witness in a linked case"),
    "reporter": N_("reported here"),
    "complainant": N_("complained here"),
    "witness": N_("bore witness here"),
}


@get(
    "/cases/{number:str}/warnings", sync_to_thread=True,
    opt={"needs": Action.SEE_WARNINGS, "title": N_("Warnings that stand")},
)  # fmt: skip
def show(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    policy.require(actor, Action.SEE_WARNINGS, opened.matter)
    found = look(database, actor, opened)
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number)
    return page(
        request, "discipline/warnings.html", shown=shown, path=opened.path, found=list(found.values()), levels=OUTCOMES,
        called={party.id: called(party) for party in shown.parties},
    )  # fmt: skip


def _end(deed: Deed) -> str:
    warnings.end_early(deed.db, deed.case, deed.file, deed.one(IssuedWarning), by=deed.by, why=deed.form.why.data)
    return "/warnings"


def _of_this_case(asked: Asked, _form: Any) -> None:
    row = asked.db.get(IssuedWarning, asked.item)
    if row is None or row.case_id != asked.shown.case.id or row.ended_on is not None:
        raise NotFoundException


def _whom(asked: Asked, form: Any) -> None:
    spoke = _spoke(asked)
    who(form.party, [(party.id, called(party)) for party in asked.shown.parties if party.id in spoke])


def _spoke(asked: Asked) -> dict[int, str]:
    case = asked.shown.case
    return spoke_up.of(asked.db, case, Rows(asked.db, case.id), asked.actor)


def _reviewed(asked: Asked) -> dict[str, Any]:
    spoke = _spoke(asked)
    return {
        "spoke": [(party, SPOKE[spoke[party.id]]) for party in asked.shown.parties if party.id in spoke],
        "reviews": queries.reviews(asked.db, asked.shown), "questions": reviewing.QUESTIONS,
        "may": policy.judge(asked.actor, Action.REVIEW_RETALIATION, asked.shown.matter),
        "called": {party.id: called(party) for party in asked.shown.parties},
    }  # fmt: skip


def _review(deed: Deed) -> str:
    form = deed.form
    reviewing.review(
        deed.db, deed.case, deed.file, by=deed.by, party_id=number_of(form.party) or 0,
        cleared=form.cleared.data == "yes", answers={name: form[name].data for name in reviewing.QUESTIONS},
        reason=form.reason.data,
    )  # fmt: skip
    return "/retaliation-review"


ROUTES: list[Any] = [
    show,
    *routes(
        Doing(
            "/warnings/{item:int}/end", Action.SEE_WARNINGS, N_("A warning ends early"), N_("It ends"), EndForm, _end,
            fill=_of_this_case, says=N_("It leaves the ladder today."),
        ),
        Doing(
            "/retaliation-review", Action.REVIEW_RETALIATION, N_("Retaliation review"), N_("Keep this review"),
            ReviewForm, _review, fill=_whom, more=_reviewed, template="discipline/retaliation.html",
            says=N_("Whoever reports or bears witness is not disciplined for it. Somebody without part looks at it."),
        ),
    ),
]  # fmt: skip
