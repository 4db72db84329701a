"""/me: one's own sessions, password, time zone, fingerprint; what came too late and was kept; why one waits."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.params import FromPath

from casework.db import Database, utc_now
from casework.people import Actor, drafts
from casework.people.passkeys import place_of
from casework.settings import N_, Settings
from casework.staff.actions import door
from casework.staff.actions import me as actions
from casework.staff.forms.me import ZoneForm
from casework.staff.forms.passwords import PasswordForm
from casework.staff.queries import factors
from casework.staff.queries import me as queries
from casework.staff.queries.enrol import organisation_name
from casework.vault import Vault
from casework.web.forms import Typed
from casework.web.page import page, see
from casework.web.titles import titles_of

Asked = Request[Any, Any, Any]
SAVED = {
    "zone": N_("Saved."),
    "told": N_("Saved."),
    "email": N_("Your address is changed. Both addresses are told, where mail can be sent."),
    "password": N_("Your password is changed, and your other sessions have ended."),
    "phone": N_("Codes come from the new phone now, and your other sessions have ended."),
    "few": N_("You signed in with one of your last printed codes. It is time to make new ones, or to take a phone."),
    "passkey": N_("The passkey is added."),
    "no-passkey": N_("The passkey is removed here, and your other sessions have ended. Remove it from its device too."),
    "no-phone": N_("Your phone is no second factor any more, and your other sessions have ended."),
}
"""What `/me?saved=` says."""


@get("/me", sync_to_thread=True, opt={"own": True})
def show(
    request: Asked,
    database: NamedDependency[Database],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
) -> Response[str]:
    return _me(request, database, settings, actor, ZoneForm(data={"zone": actor.zone}))


@post("/me/zone", sync_to_thread=True, status_code=200, opt={"own": True})
def zone(
    request: Asked,
    database: NamedDependency[Database],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Response[Any]:
    form = ZoneForm(Typed(typed))
    if not form.validate():
        return _me(request, database, settings, actor, form, 422)
    actions.choose_zone(database, actor, form.zone.data)
    return see("/me?saved=zone")


@post("/me/sessions/{session_id:int}/end", sync_to_thread=True, status_code=303, opt={"own": True})
def end_session(
    session_id: FromPath[int], database: NamedDependency[Database], actor: NamedDependency[Actor]
) -> Response[Any]:
    door.revoke(database, actor, session_id, utc_now())
    return see("/me")


@get("/me/password", sync_to_thread=True, opt={"own": True, "step_up": True})
def show_password(request: Asked) -> Response[str]:
    return page(request, "staff/password.html", form=PasswordForm())


@post("/me/password", sync_to_thread=True, status_code=200, opt={"own": True, "step_up": True})
def password(
    request: Asked,
    database: NamedDependency[Database],
    vault: NamedDependency[Vault],
    actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Response[Any]:
    form = PasswordForm(Typed(typed))
    if not form.validate_for(actor.name, organisation_name(database)):
        return page(request, "staff/password.html", status=422, form=form)
    actions.change_password(database, vault, actor, form.password.data or "", utc_now())
    return see("/me?saved=password")


@get("/kept", sync_to_thread=True, opt={"own": True})
def kept(request: Asked, database: NamedDependency[Database], actor: NamedDependency[Actor]) -> Response[Any]:
    found = queries.kept(database, actor, titles_of(request.app), utc_now())
    return page(request, "staff/kept.html", kept=found) if found else see("/me")


@post("/kept/{draft_id:int}/drop", sync_to_thread=True, status_code=303, opt={"own": True})
def drop(draft_id: FromPath[int], database: NamedDependency[Database], actor: NamedDependency[Actor]) -> Response[Any]:
    with database.transaction() as db:
        drafts.drop(db, actor.id, draft_id)
    return see("/kept")


@get("/waiting", sync_to_thread=True, opt={"own": True})
def waiting(request: Asked, database: NamedDependency[Database], actor: NamedDependency[Actor]) -> Response[Any]:
    """Until a lead has admitted them a person sees why, and nothing else."""
    if actor.admitted:
        return see("/signed-in")
    return page(request, "staff/waiting.html", me=queries.me(database, actor, utc_now()))


def _me(
    request: Asked, database: Database, settings: Settings, actor: Actor, form: ZoneForm, status: int = 200
) -> Response[str]:
    saved = SAVED.get(request.query_params.get("saved", ""), "")
    me, mine = queries.me(database, actor, utc_now()), factors.mine(database, actor, place_of(settings.origin))
    return page(request, "staff/me.html", status=status, me=me, factors=mine, form=form, saved=saved)


HANDLERS = [show, zone, end_session, show_password, password, kept, drop, waiting]
