"""`/exits`: what waits, who leaves by the directory, and the exits that the reader holds a key of."""

from datetime import timedelta
from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency

from casework.access import Action, policy
from casework.db import Database, utc_now
from casework.exits.lifecycle import STATES, WAYS
from casework.exits.queries import directory, listing
from casework.people import Actor
from casework.settings import N_
from casework.web import nonces, text
from casework.web.page import page
from casework.web.text import gettext

from .doing import Answer

SOON = timedelta(days=14)
OPEN, ANY = "open", "any"
PLACES = (
    ("/exits/questionnaires", Action.KEEP_QUESTIONNAIRES, N_("Questionnaires")),
    ("/exits/colleagues", Action.ADMIT_INTERVIEWER, N_("Colleagues’ keys")),
    ("/exits/figures", Action.SEE_EXIT_FIGURES, N_("Figures")),
)


@get("/exits", sync_to_thread=True, opt={"needs": Action.SEE_EXITS})
def show(request: Request[Any, Any, Any], database: NamedDependency[Database], actor: NamedDependency[Actor]) -> Answer:
    """Statements do not grow with what there is; who can plan nothing is shown nobody of the directory."""
    today = utc_now().astimezone(text.zone_of(actor.zone)).date()
    asked, after = request.query_params.get("state", OPEN), request.query_params.get("after", "")
    states = {OPEN: listing.OPEN, ANY: ()}.get(asked) or ((asked,) if asked in STATES else ())
    plans = bool(policy.may_ever(actor, Action.PLAN_EXIT))
    hears = bool(policy.may_ever(actor, Action.READ_ANSWERS))
    with database.reading() as db:
        found = listing.page(db, actor, states, after)
        review = listing.to_review(db, actor) if hears and not after else []
        invite = listing.to_invite(db, actor, today + SOON) if plans and not after else []
        coming = directory.coming(db, actor.id, today) if plans and not after else []
    return page(
        request,
        "exits/list.html",
        rows=found.rows,
        review=review,
        invite=invite,
        coming=coming,
        more_coming=len(coming) == directory.MOST,
        plans=plans,
        state=asked if asked in (*STATES, ANY) else OPEN,
        states=[(OPEN, gettext(N_("under way"))), *((name, gettext(words)) for name, words in STATES.items()),
                (ANY, gettext(N_("any")))],
        ways=[(name, gettext(words)) for name, words in WAYS.items()],
        words={name: gettext(label) for name, label in STATES.items()},
        places=places(request, actor),
        nonce=nonces.make(),
        next=f"/exits?state={asked if asked in (*STATES, ANY) else OPEN}&after={found.after}" if found.after else None,
        first=f"/exits?state={asked if asked in (*STATES, ANY) else OPEN}" if after else None,
    )  # fmt: skip


def places(request: Request[Any, Any, Any], actor: Actor) -> list[tuple[str, str]]:
    """What else there is about leavers, as far as it may be of use."""
    there = {route.path for route in request.app.routes}
    return [(path, gettext(label)) for path, needs, label in PLACES if path in there and policy.may_ever(actor, needs)]


HANDLERS: list[Any] = [show]
