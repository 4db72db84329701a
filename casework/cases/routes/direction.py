"""`…/direction`: a case at counsel's direction, and its end."""

from typing import Any

from sqlalchemy.orm import Session

from casework.access import Action
from casework.cases.actions import direction, members
from casework.cases.forms.direction import DirectionForm, EndForm
from casework.cases.forms.fields import number_of, on, who
from casework.cases.models import Direction
from casework.db import utc_now
from casework.people import Role
from casework.settings import N_
from casework.web import text

from .doing import Asked, Deed, Doing, nowhere
from .handlers import routes


def counsel(db: Session) -> list[tuple[int, str]]:
    """Whom a form offers; who comes from outside is put on a case by name first."""
    able = members.able(db).values()
    return [(one.id, one.name) for one in able if one.has(Role.COUNSEL) and not one.has(Role.OUTSIDE)]


def _fill(asked: Asked, form: Any) -> None:
    found = dict(counsel(asked.db))
    here = {one.person_id for one in asked.shown.members if ("file", 0) in one.rooms}
    outside = {id_: one.name for id_, one in members.able(asked.db, here).items() if one.has(Role.COUNSEL)}
    walled = asked.shown.matter.walled
    who(form.counsel, [(id_, name) for id_, name in (found | outside).items() if id_ not in walled])


def _start(asked: Asked) -> dict[str, Any]:
    return {"from_on": utc_now().astimezone(text.zone_of(asked.actor.zone)).date()}


def _direct(deed: Deed) -> str:
    form = deed.form
    direction.direct(
        deed.db, deed.case, counsel_id=number_of(form.counsel) or 0, from_on=on(form.from_on),
        until_on=form.until_on.data, why=form.why.data, by=deed.by,
    )  # fmt: skip
    return "#legal"


def _end(deed: Deed) -> str:
    direction.end(deed.db, deed.case, deed.one(Direction), by=deed.by)
    return "#legal"


ROUTES = routes(
    Doing(
        "/direction",
        Action.DIRECT,
        N_("Put the case under counsel’s direction"),
        N_("Put it under counsel’s direction"),
        DirectionForm,
        _direct,
        start=_start,
        fill=_fill,
        says=N_(
            "Its pages and papers then say that they are prepared at the direction of counsel, and whoever takes a"
            " statement is shown what to read out first. Facts do not become privileged by it."
        ),
    ),
    Doing(
        "/direction/{item:int}/end",
        Action.DIRECT,
        N_("End counsel’s direction"),
        N_("End it"),
        EndForm,
        _end,
        rooms=nowhere,
        says=N_("What was prepared until now stays what it was. Counsel goes on reading the file until removed."),
    ),
)
