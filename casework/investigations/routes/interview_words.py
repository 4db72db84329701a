"""What several pages of interviews need: whom it is of, what everything is called, and where each step is taken."""

from datetime import datetime
from typing import Any

from litestar.exceptions import NotFoundException

from casework.cases.lifecycle.heard import ROLES, STATES
from casework.cases.models import Interview
from casework.cases.queries import clocks
from casework.cases.queries.record import Record
from casework.cases.routes.doing import Asked, Deed
from casework.cases.routes.words import called
from casework.db import utc_now
from casework.investigations.actions.interview_rights import WARNED
from casework.investigations.lifecycle import rights
from casework.investigations.queries import interviews as queries
from casework.investigations.queries.interviews import Happened, Shown
from casework.settings import N_
from casework.web.text import _, gettext, zone_of

HAPPENED = {
    "invite": N_("They were invited"),
    "begin": N_("It began"),
    "end": N_("It ended"),
    "cancel": N_("It does not take place"),
    "decline": N_("They declined"),
    "plan": N_("They are heard after all"),
    "hand": N_("They were given the statement"),
    "take back": N_("The statement was taken back"),
    "sign": N_("They signed the statement"),
    "correct": N_("They corrected and signed the statement"),
    "refuse": N_("They did not sign the statement"),
    "another": N_("Another statement is drawn up"),
    WARNED: N_("The warning of counsel’s direction was read out"),
}
"""What a line of the record says."""


def who(shown: Record, one: Shown) -> str:
    """Whom it hears, as the reader may call them."""
    if one.row.party_id is not None:
        return called(shown.party(one.row.party_id))
    return one.name or _("a name that is damaged and cannot be opened")


def zone(asked: Asked) -> str:
    return clocks.place(asked.db, asked.shown.case.site_id).zone


def zone_of_case(deed: Deed) -> str:
    return clocks.place(deed.db, deed.case.site_id).zone


def now_there(name: str) -> datetime:
    return utc_now().astimezone(zone_of(name))


def one_of(asked: Asked) -> Shown:
    """The interview that the address names, or the 404 of every address that is not there."""
    found = queries.one(asked.db, asked.shown, asked.item)
    if found is None:
        raise NotFoundException
    return found


def there(asked: Asked, _form: Any) -> None:
    one_of(asked)


def whose(asked: Asked) -> dict[str, Any]:
    """For `investigations/interview_form.html`."""
    one = one_of(asked)
    return {"one": one, "who": who(asked.shown, one), "zone": zone(asked), "question": ""}


def versioned(asked: Asked) -> dict[str, Any]:
    return {"version": str(one_of(asked).row.version)}


def happened_now(asked: Asked) -> dict[str, Any]:
    """Something of record, by default at this moment on the site's clock."""
    now = now_there(zone(asked))
    return {**versioned(asked), "on": now.date(), "at": now.time().replace(second=0, microsecond=0)}


def role(word: str) -> str:
    return gettext(ROLES[word]) if word in ROLES else word


def state(word: str) -> str:
    return gettext(STATES[word]) if word in STATES else word


def said(one: Happened) -> str:
    """A line of the record, as a reader has it."""
    if one.right:
        return gettext(rights.LABELS.get(one.right, one.right))
    return gettext(HAPPENED.get(one.kind, one.kind))


def row_of(deed: Deed) -> Interview:
    found: Interview = deed.one(Interview)
    return found


def back(row: Interview, anchor: str = "") -> str:
    return f"/interviews/{row.id}{anchor}"
