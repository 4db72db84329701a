"""What whoever suggested it is shown, with a receipt or an account: the same octets and the same questions to the
database, whatever came of it."""

from typing import Any

from casework.db import Database
from casework.eap.actions import looking
from casework.eap.forms.asking import AdditionForm
from casework.eap.models import Referral, ReferralParty
from casework.eap.queries import record
from casework.people import place, shown
from casework.web import nonces


def around(
    database: Database, party_id: int, *, message: str = "", wrong: str = "", added: bool = False
) -> dict[str, Any]:
    """For `eap/_attendance.html` and `eap/_addition.html`. That they looked is on the trail of employee assistance,
    each time. `message`: what was typed and is not sent yet; `wrong`: what kept it."""
    with database.reading() as db:
        party = db.get_one(ReferralParty, party_id)
        referral = db.get_one(Referral, party.referral_id)
        readers = list(shown.people(db, record.holders(db, referral)).values())
        here = place.of(db)
    looking.looked(database, party.id, referral.number)
    form = AdditionForm(data={"message": message})
    if wrong:
        form.message.errors = [wrong]
    return {
        "here": here, "party": party, "number": referral.number, "readers": readers, "form": form, "added": added,
        "nonce": nonces.make(), "sending": True,
    }  # fmt: skip
