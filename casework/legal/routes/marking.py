"""`…/privilege/{item}`: something becomes privileged, or is put back; what was taken from it follows."""

from typing import Any

from casework.access import Action
from casework.cases.actions import privilege
from casework.cases.forms.privilege import MarkForm, RefuseForm
from casework.cases.models import PrivilegeClaim
from casework.cases.routes.doing import FILE, Deed, Doing
from casework.cases.routes.handlers import routes
from casework.cases.routes.privilege import item_of, mine, named, of_claim
from casework.legal.actions import copies
from casework.settings import N_


def _mark(deed: Deed) -> str:
    item = item_of(deed)
    privilege.mark(deed.db, deed.case, item, why=(deed.form.why.data or "").strip(), by=deed.by)
    copies.follow(deed.db, deed.case, item, by=deed.by)
    return "#timeline"


def _refuse(deed: Deed) -> str:
    row = deed.one(PrivilegeClaim)
    privilege.refuse(deed.db, deed.case, row, reason=deed.form.reason.data, by=deed.by)
    copies.back(deed.db, deed.case, row, by=deed.by)
    return "/privilege"


ROUTES: list[Any] = routes(
    Doing(
        "/privilege/{item:int}", Action.WORK_CASE, N_("Mark as privileged"), N_("Mark it"), MarkForm, _mark,
        rooms=mine, more=named, template="cases/mark.html",
    ),
    Doing(
        "/privilege/claims/{item:int}/refusal", Action.DECIDE_PRIVILEGE, N_("It is not privileged"),
        N_("Put it into the file"), RefuseForm, _refuse, rooms=lambda _asked: (FILE,), more=of_claim,
        template="cases/claim.html",
        says=N_("It goes into the file with all its earlier texts, for everybody who works the case."),
    ),
)  # fmt: skip
