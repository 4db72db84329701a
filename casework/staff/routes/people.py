"""/people: who works here, and in what standing."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency

from casework.access import Action, may_ever
from casework.db import Database, utc_now
from casework.mail import office_of
from casework.people import Actor, accounts
from casework.settings import N_, Settings
from casework.staff.actions import people as actions
from casework.staff.forms.people import InviteForm
from casework.staff.queries import notices
from casework.staff.queries import people as queries
from casework.web.forms import Typed
from casework.web.page import page
from casework.web.text import _

Asked = Request[Any, Any, Any]
MAKES = {"needs": Action.MAKE_ACCOUNTS, "step_up": True}
TAKEN = N_("There is an account with this address already.")


@get("/people", sync_to_thread=True, opt={"needs": Action.SEE_PEOPLE})
def show(request: Asked, database: NamedDependency[Database], actor: NamedDependency[Actor]) -> Response[str]:
    with database.reading() as db:
        people = queries.everybody(db, utc_now())
        told = notices.recent(db, actor, utc_now())
    makes, imports = may_ever(actor, Action.MAKE_ACCOUNTS), may_ever(actor, Action.IMPORT_DIRECTORY)
    hands = may_ever(actor, Action.SEE_HANDOVER)
    return page(
        request, "staff/people.html", people=people, told=told, makes=bool(makes), imports=bool(imports),
        hands=bool(hands),
    )  # fmt: skip


@get("/people/new", sync_to_thread=True, opt=MAKES)
def new(request: Asked, database: NamedDependency[Database]) -> Response[str]:
    return _invite(request, database, InviteForm(data={"mailed": True}))


@post("/people", sync_to_thread=True, status_code=200, opt=MAKES)
def invite(
    request: Asked,
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    typed: NamedDependency[FormMultiDict],
) -> Response[str]:
    """The link is on this answer and nowhere else; or in a mail to them and not here."""
    form = InviteForm(Typed(typed))
    if not form.validate():
        return _invite(request, database, form, 422)
    told = {name: form[name].data or "" for name in ("name", "email", "duty", "number")}
    try:
        with database.transaction() as db:
            link = actions.invite(db, by=actor, **told, now=utc_now(), mailed=bool(form.mailed.data))
    except accounts.Taken:
        form.email.errors = [*form.email.errors, _(TAKEN)]
        return _invite(request, database, form, 422)
    return handed_over(request, settings, link, told["name"])


def _invite(request: Asked, database: Database, form: InviteForm, status: int = 200) -> Response[str]:
    with database.reading() as db:
        mails = office_of(db) is not None
    return page(request, "staff/invite.html", status=status, form=form, mails=mails)


def handed_over(request: Asked, settings: Settings, link: actions.Link, name: str) -> Response[str]:
    """The page that shows a link, once."""
    address = f"{settings.origin}/enrol/{link.token}"
    return page(request, "staff/link.html", link=link, address=address, whose=name)


HANDLERS = [show, new, invite]
