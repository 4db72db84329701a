"""`/cases/{number}/plan`: the plan as it holds, its versions side by side, and whose it shares."""

from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from casework.access import Action, policy
from casework.cases.queries import direction
from casework.cases.queries.record import Record
from casework.cases.queries.record.opening import FILE
from casework.cases.routes.doing import Answer
from casework.cases.routes.entry import Entry, shown_to
from casework.cases.routes.words import name_of
from casework.db import Database, utc_now
from casework.investigations.plans import ADDED, CHANGED, DROPPED, KINDS, compare
from casework.investigations.queries import plan as queries
from casework.investigations.queries import sharing, templates
from casework.people import Actor
from casework.settings import N_
from casework.web.page import page
from casework.web.text import gettext

from . import plan_words as words

OPT = {"needs": Action.READ_CASE}
HOW = {ADDED: N_("Added"), CHANGED: N_("Changed"), DROPPED: N_("Dropped")}


@get("/cases/{number:str}/plan", sync_to_thread=True, opt=OPT)
def show(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number)
        plan = queries.of_case(db, shown.case.id, shown.rooms.get(FILE))
        shared = sharing.of_case(db, actor, shown.case.id)
        used = templates.named(db, plan.newest.templates if plan.newest else ())
        offers, mine = bool(sharing.offered(db, actor, shown.case.id)), actor.id in plan.writers(db)
    newest = plan.newest
    return page(
        request, "investigations/plan.html", shown=shown, plan=plan, newest=newest, now=utc_now(), base=_base(shown),
        parts=words.parts(shown, actor, plan.now), dropped=words.dropped(shown, actor, plan),
        used=words.drawn_from(used, KINDS), shared=words.others([one for one in shared if one.ours]),
        sharing=[one for one in shared if not one.ours], offers=offers, mine=mine,
        keeps=bool(policy.may_ever(actor, Action.KEEP_TEMPLATES)),
        by=name_of(shown, actor, newest.by) if newest else "",
        agreed=name_of(shown, actor, newest.agreed_by) if newest and newest.agreed else "",
        legend=shown.legal.legend, warning=direction.WARNING,
        versions=[(one, name_of(shown, actor, one.by)) for one in plan.versions],
    )  # fmt: skip


@get("/cases/{number:str}/plan/versions/{version:int}", sync_to_thread=True, opt=OPT)
def version(
    request: Request[Any, Any, Any],
    version: FromPath[int],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    """As it was, and what was different from the version before it. `?with=`: from another one."""
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number)
        plan = queries.of_case(db, shown.case.id, shown.rooms.get(FILE))
        used = templates.named(db, found.templates) if (found := plan.version(version)) else []
    if found is None:
        raise NotFoundException
    other = _other(request.query_params.get("with", ""), version)
    changes = compare(plan.items, other, version) if plan.version(other) else []
    return page(
        request, "investigations/plan_version.html", shown=shown, plan=plan, version=found, base=_base(shown),
        parts=words.parts(shown, actor, plan.of(version)), used=words.drawn_from(used, KINDS), other=other,
        by=name_of(shown, actor, found.by), agreed=name_of(shown, actor, found.agreed_by) if found.agreed else "",
        changes=[
            (
                gettext(HOW[one.how]),
                words.words_of(shown, one.before) if one.before else "",
                words.words_of(shown, one.after) if one.after else "",
                (one.after.why if one.after else one.before.why_dropped if one.before else "") or "",
            )
            for one in changes
        ],
    )  # fmt: skip


def _other(asked: str, version: int) -> int:
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else version - 1


def _base(shown: Record) -> str:
    return f"/cases/{shown.case.number}"


ROUTES: list[Any] = [show, version]
