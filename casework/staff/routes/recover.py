"""POST /recover: a forgotten password, by the recovery code and the phone together."""

from typing import Any

from litestar import Request, Response, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency

from casework.db import Database, utc_now
from casework.settings import N_, Settings
from casework.staff.actions.recover import recover as take_back
from casework.staff.address import address_of
from casework.staff.forms.passwords import RecoverForm
from casework.staff.queries.enrol import organisation_name
from casework.vault import Vault
from casework.web.forms import Typed
from casework.web.page import page, see

from .door import refused

Asked = Request[Any, Any, Any]
WRONG = N_("These do not fit together, or the code from your phone was used already. Wait for the next code.")


@post("/recover", sync_to_thread=True, status_code=200, opt={"public": True})
def recover(
    request: Asked,
    database: NamedDependency[Database],
    vault: NamedDependency[Vault],
    settings: NamedDependency[Settings],
    typed: NamedDependency[FormMultiDict],
) -> Response[Any]:
    form = RecoverForm(Typed(typed))
    if not form.validate_for(form.email.data or "", organisation_name(database)):
        return page(request, "staff/recover.html", status=422, form=form)
    entered = take_back(
        database,
        vault,
        email=form.email.data or "",
        recovery_code=form.recovery_code.data or "",
        code=form.code.data or "",
        password=form.password.data or "",
        address=address_of(request, settings),
        now=utc_now(),
    )
    if entered.complete:
        return see("/sign-in?recovered=1")
    headers = {"Retry-After": str(entered.wait)} if entered.wait else {}
    status = 429 if entered.wait else 422
    return page(request, "staff/recover.html", status=status, headers=headers, form=refused(form, entered, WRONG))


HANDLERS = [recover]
