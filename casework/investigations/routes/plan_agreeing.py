"""A version of a plan is agreed to, and a linked case looks at it, or no longer does."""

from typing import Any

from litestar.exceptions import NotFoundException

from casework.cases.forms.fields import number_of, said
from casework.cases.models import PlanShare
from casework.cases.routes.doing import Asked, Deed, Doing, nowhere
from casework.cases.routes.handlers import routes
from casework.investigations.actions import plans, sharing
from casework.investigations.forms.plan import AgreeForm, ShareForm, UnshareForm
from casework.investigations.queries import sharing as sharing_queries
from casework.settings import N_

from .planning import PLAN, WORK, plan_of


def _fill_agree(asked: Asked, form: Any) -> None:
    plan = plan_of(asked)
    if plan.newest is None or plan.newest.agreed:
        raise NotFoundException
    if asked.actor.id not in plan.writers(asked.db):
        del form.alone


def _number(asked: Asked) -> dict[str, Any]:
    newest = plan_of(asked).newest
    return {"version": str(newest.number) if newest else ""}


def _agree(deed: Deed) -> str:
    form = deed.form
    alone = said(form.alone) if "alone" in form else ""
    plans.agree(deed.db, deed.case, deed.file, form.seen, alone_because=alone, by=deed.by)
    return PLAN


def _fill_share(asked: Asked, form: Any) -> None:
    found = sharing_queries.offered(asked.db, asked.actor, asked.shown.case.id)
    form.other.choices = [*form.other.choices, *((str(one.id), one.number) for one in found)]


def _share(deed: Deed) -> str:
    sharing.share(deed.db, deed.case, number_of(deed.form.other) or 0, by=deed.by)
    return PLAN


def _shared(asked: Asked, _form: Any) -> None:
    here = sharing_queries.of_case(asked.db, asked.actor, asked.shown.case.id)
    asked.one(here)


def _unshare(deed: Deed) -> str:
    """From either of the two, as a link is."""
    row = deed.db.get(PlanShare, deed.item)
    if row is not None and deed.case.id in (row.case_id, row.other_id):
        sharing.end(deed.db, deed.case, row, by=deed.by)
    return PLAN


ROUTES = routes(
    Doing(
        "/plan/agreement", WORK, N_("Agree to the plan"), N_("Agree to it"), AgreeForm, _agree, start=_number,
        fill=_fill_agree, says=N_("What is changed afterwards makes a new version, with a reason."),
    ),
    Doing(
        "/plan/sharing", WORK, N_("Investigate it together with a linked case"), N_("Share it"), ShareForm, _share,
        fill=_fill_share, rooms=nowhere,
        says=N_("This case then shows the questions, papers and risks of the other one’s plan, to who reads both. No "
                "name, no room and no key goes over it."),
    ),
    Doing(
        "/plan/sharing/{item:int}/end", WORK, N_("End the sharing of a plan"), N_("End it"), UnshareForm, _unshare,
        fill=_shared, rooms=nowhere,
    ),
)  # fmt: skip
