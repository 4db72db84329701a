"""The one door through which an identity's key goes to somebody: leads and alternates among themselves, anybody else by
a request of which the reporter was told, or is told later for a reason that is written down."""

import json
from typing import Any

from sqlalchemy.orm import InstrumentedAttribute, Session

from casework.access import Forbidden
from casework.cases.lifecycle.disclosing import DISCLOSED, DISCLOSURE
from casework.cases.models import Case, IdentityDisclosure, Party
from casework.cases.queries import disclosing
from casework.db import new_id, utc_now
from casework.people import Actor
from casework.people.standing import Standing
from casework.settings import N_
from casework.vault import Compartment, HolderKind, NoSeal, Room
from casework.vault import rooms as doors
from casework.vault.holder import Holder

CLOSED = N_(
    "Who the reporter is stays shut to them: ask for it on the page of disclosures. The reporter is told before."
)
NO_DIALOGUE = N_("You lack the key of their dialogue: somebody who writes with them has to do this.")
NOTHING = N_("The reporter is anonymous: nobody here knows who it is.")
WHOLE = ("name", "contact", "papers")
"""Who gets the key can read all of it."""


def give(db: Session, case: Case, room: Room, person: Standing, *, by: Actor, why: str = "") -> None:
    """Before the key goes to somebody of staff: it is written down, or refused. IllegalStep where the yes that it rests
    on is not there."""
    row = disclosing.covering(db, room.subject, person.id)
    if row is None:
        if not disclosing.knows_anyway(person):
            raise Forbidden(CLOSED)
        among_leads(db, case.id, room.subject, person, by=by, why=why)
        return
    talk = dialogue(db, row, by)
    party, request = db.get_one(Party, row.party_id), disclosing.opened(row, room, talk)
    if request.by_consent and talk is None:
        raise Forbidden(NO_DIALOGUE)
    row.state = DISCLOSURE.after("disclose", disclosing.facts(row, party, request))
    row.shown = sealed(room, IdentityDisclosure.shown, row.id, {"shows": WHOLE, "to": person.name, "how": "key"})
    row.ended_at, row.ended_by = utc_now(), by.id


def dialogue(db: Session, row: IdentityDisclosure, by: Actor) -> Room | None:
    holder: Holder | None = by.holder
    if holder is None or holder.kind is not HolderKind.PERSON:
        return None
    try:
        return doors.enter(db, holder, row.case_id, Compartment.DIALOGUE, row.party_id)
    except NoSeal:
        return None


def sealed(room: Room, column: Any, id_: int, said: dict[str, Any]) -> bytes:
    return room.seal(column, id_, json.dumps(said, ensure_ascii=False))


def among_leads(db: Session, case_id: int, party_id: int, person: Standing, *, by: Actor, why: str) -> None:
    """They may know; that one more does, and why, stands in the room itself. Put in by who need not read it there."""
    id_, now = new_id(), utc_now()

    def put(column: InstrumentedAttribute[Any], said: dict[str, Any]) -> bytes:
        text = json.dumps(said, ensure_ascii=False)
        return doors.drop(db, case_id, Compartment.IDENTITY, party_id, column, id_, text)

    db.add(
        IdentityDisclosure(
            id=id_, case_id=case_id, party_id=party_id, state=DISCLOSED, person_id=person.id,
            asked=put(IdentityDisclosure.asked, {"kind": "staff", "who": person.name, "why": why, "shows": WHOLE}),
            ground=put(IdentityDisclosure.ground, {"kind": "work"}),
            shown=put(IdentityDisclosure.shown, {"shows": WHOLE, "to": person.name, "how": "key"}),
            by=by.id, at=now, ended_at=now, ended_by=by.id,
        )
    )  # fmt: skip
