"""`/referrals`: those whose keys the reader holds; what waits for somebody stands first."""

from typing import Any, NamedTuple

from litestar import Request, get
from litestar.di import NamedDependency

from casework.access import Action
from casework.db import Database
from casework.eap.kinds import KINDS
from casework.eap.lifecycle import STATES
from casework.eap.needs import NEEDS
from casework.eap.queries import coordinators, listing
from casework.eap.queries.listing import OPEN, Listed
from casework.people import Actor
from casework.settings import N_
from casework.web import text
from casework.web.page import page
from casework.web.text import _, gettext, ngettext

from .doing import Answer

ANY = "any"
NAMELESS = N_("Somebody who has not given a name")


class Row(NamedTuple):
    """Flat: the template writes it down and does nothing else."""

    waits: str
    name: str
    number: str
    kind: str
    need: str
    state: str
    began: str
    day: str


@get("/referrals", sync_to_thread=True, opt={"needs": Action.SEE_REFERRALS})
def show(request: Request[Any, Any, Any], database: NamedDependency[Database], actor: NamedDependency[Actor]) -> Answer:
    """`?state=`: one of the workflow's, `any`, or the open ones; `?after=`: as the page before gave it."""
    query = request.query_params
    state = query.get("state", OPEN)
    state = state if state in STATES or state == ANY else OPEN
    after = listing.read_cursor(query.get("after", ""))
    with database.reading() as db:
        found = listing.page(db, actor, "" if state == ANY else state, after)
        ready = coordinators.published(db)
    rows = [row_of(one, actor) for one in sorted(found.rows, key=lambda one: not one.waits)]
    path = f"/referrals?state={state}" if state != OPEN else "/referrals"
    following = f"{path}{'&' if '?' in path else '?'}after={found.after}" if found.after else None
    return page(
        request, "eap/list.html", rows=rows, states=_states(state), chosen=state, ready=ready,
        next=following, first=path if after else None,
    )  # fmt: skip


def row_of(one: Listed, actor: Actor) -> Row:
    began = _("today") if one.days < 1 else ngettext("%(num)s day ago", "%(num)s days ago", one.days)
    waits = ngettext("A message to read", "%(num)s messages to read", one.unread) if one.unread else ""
    return Row(
        waits or gettext(one.waits),
        *(one.name or _(NAMELESS), one.number, gettext(KINDS.get(one.kind, one.kind))),
        gettext(NEEDS[one.need]) if one.need in NEEDS else "",
        *(gettext(STATES[one.state]), began, text.day(one.begun_on, actor.zone)),
    )


def _states(chosen: str) -> list[tuple[str, str, bool]]:
    words = {OPEN: _("Open"), ANY: _("Any state")} | {name: gettext(label) for name, label in STATES.items()}
    return [(name, label, name == chosen) for name, label in words.items()]


ROUTES: list[Any] = [show]
