"""The page of whoever came back: a report's for who reported, their own side for anybody else on a case."""

from dataclasses import replace
from typing import Any

from litestar import Request, Response

from casework.db import Database
from casework.intake.actions.stays import Stay
from casework.intake.queries import dialogue, stands
from casework.intake.queries.stands import Stands, Step
from casework.people import place
from casework.vault import Unreadable
from casework.web import nonces
from casework.web.page import page
from casework.web.text import _, day


def own_page(
    request: Request[Any, Any, Any],
    database: Database,
    stay: Stay,
    *,
    status: int = 200,
    message: str = "",
    wrong: tuple[str, ...] = (),
    **more: Any,
) -> Response[str]:
    """Everything of this person's, in their own words and ours. `wrong`: what kept a message from being sent."""
    holder = stay.actor.holder
    assert holder is not None
    try:
        with database.reading() as db:
            own = dialogue.of(db, holder, stay.party_id)
            here = place.of(db, own.case.site_id)
            standing = stands.of(db, own.case, own.party) if own.reported else None
    except Unreadable:
        return page(request, "intake/shut.html", status=409)
    known = {
        "own": own,
        "here": here,
        "by_link": stay.by_link,
        "stands": standing,
        "steps": _steps(standing, here.zone) if standing is not None else [],
        "zone": here.zone,
        "message": message,
        "wrong": wrong,
        "nonce": nonces.make(),
    }
    name = "follow" if own.reported else "side"
    return page(request, f"intake/{name}.html", status=status, **{"kept": [], **known, **more})


def _steps(standing: Stands, zone: str) -> list[Step]:
    """In the reader's language; what is still to come says by when."""
    steps = [replace(step, label=_(step.label)) for step in standing.steps]
    if steps[stands.READ].kind == "now":
        words = _("by %(day)s", day=day(standing.told_by, zone))
        steps[stands.READ] = replace(steps[stands.READ], label=_("We read it and tell you so"), words=words)
    return steps
