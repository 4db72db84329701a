"""`/cases/{number}/holds`: what holds this case, to who has its key, and holding it in one go with a reason."""

from typing import Any

from casework.access import Action, Forbidden
from casework.cases.forms.fields import said
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.queries import holds as held
from casework.cases.routes.doing import Answer, Asked, Deed, Doing, nowhere
from casework.cases.routes.handlers import routes
from casework.legal.actions import one_case
from casework.legal.forms.holds import CaseHoldForm
from casework.legal.queries import hold_readers
from casework.legal.queries import holds as queries
from casework.settings import N_, Said
from casework.vault import Compartment
from casework.web.page import see
from casework.web.text import _

NOTICE = N_(
    "Proceedings about case %(number)s are expected. Until you are told otherwise: delete nothing, change nothing and "
    "give nothing away that has to do with it: papers, mail, chats, notes, photographs, calendars, on whatever device, "
    "also outside Casework. What deletes by itself, switch off. Ask counsel before you replace a phone or a computer."
)
ABOUT = N_("Proceedings about case %(number)s.")


def words(number: str) -> tuple[str, str]:
    """Of which proceedings, and what custodians are told, in the language of who writes."""
    return _(ABOUT, number=number), _(NOTICE, number=number)


def _hold(deed: Deed) -> Answer:
    about, notice = words(deed.case.number)
    try:
        row = one_case.place(deed.db, deed.case, why=said(deed.form.why), about=about, notice=notice, by=deed.by)
    except Forbidden as refused:
        raise IllegalStep("hold", [Why("hold", Said(str(refused.args[0])))]) from None
    return see(f"/holds/{row.number}")


def _held(asked: Asked) -> dict[str, Any]:
    """The holds whose key the reader has, that there is one at all, and who would be told of another."""
    lines = queries.of_case(asked.db, asked.actor, asked.shown.case)
    first = hold_readers.first(asked.db, one_case.scopes(asked.shown.case), asked.actor.id)
    readers = hold_readers.names(asked.db, first)
    told = sorted(
        asked.shown.people.get(id_, "")
        for id_, rooms in asked.shown.matter.holders.items()
        if Compartment.FILE in rooms
    )
    return {
        "holds": lines, "held": held.of_case(asked.db, asked.shown.case.id), "told": told,
        "readers": sorted(name for id_, name in readers.items() if id_ != asked.actor.id),
        "mine": asked.actor.id in readers,
    }  # fmt: skip


ROUTES: list[Any] = routes(
    Doing(
        "/holds", Action.PLACE_HOLD, N_("Holds"), N_("Hold this case"), CaseHoldForm, _hold, rooms=nowhere, more=_held,
        template="legal/case_holds.html",
    )
)  # fmt: skip
