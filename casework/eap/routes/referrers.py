"""What whoever suggested it is shown, with a receipt or an account: the same octets and the same questions to the
database, whatever came of it; unless the employee signed a release and a coordinator told them something under it."""

from typing import Any

from casework.db import Database
from casework.eap.actions import looking
from casework.eap.forms.asking import AdditionForm
from casework.eap.models import Referral, ReferralParty
from casework.eap.queries import disclosures, record
from casework.people import place, shown
from casework.vault import Holder
from casework.web import nonces


def around(
    database: Database, party_id: int, holder: Holder | None, *, message: str = "", wrong: str = "", added: bool = False
) -> dict[str, Any]:
    """For `eap/_attendance.html` and `eap/_addition.html`. That they looked is on the trail of employee assistance,
    each time. `holder`: their key, which opens what a release lets them know. `message`: what was typed and is not
    sent yet; `wrong`: what kept it."""
    with database.reading() as db:
        party = db.get_one(ReferralParty, party_id)
        referral = db.get_one(Referral, party.referral_id)
        readers = list(shown.people(db, record.holders(db, referral)).values())
        here, told = place.of(db), disclosures.to_referrer(db, referral, holder)
    looking.looked(database, party.id, referral.number)
    form = AdditionForm(data={"message": message})
    if wrong:
        form.message.errors = [wrong]
    return {
        "here": here, "party": party, "number": referral.number, "readers": readers, "form": form, "added": added,
        "told": told, "nonce": nonces.make(), "sending": True,
    }  # fmt: skip
