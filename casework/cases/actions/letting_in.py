"""Somebody on the case comes to their own dialogue: the room is made when it is first needed, and the way in is a link
together with a code that is given in person."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, Forbidden
from casework.audit import Tag
from casework.cases.models import Case, Party, PartyGuest
from casework.cases.queries.matter import CaseMatter
from casework.db import Database, new_id, utc_now
from casework.mail import Notice, outbox
from casework.people import Actor, guests
from casework.settings import N_
from casework.vault import Compartment, HolderKind, Room, Vault
from casework.vault.models import Seal
from casework.vault.receipts import Receipt

from . import case as cases
from . import members, newcomers

LASTS = (30, 90, 180, 365)
"""Days that a way in can be made for."""
USUAL = 180
AGAIN = timedelta(minutes=10)
"""For so long a second sending of the same form is a double click, and is shown the same."""
OVER = N_("They are no longer part of the case.")


@dataclass(frozen=True, slots=True)
class Ticket:
    """What one form makes: shown once, or again to a second click; the database keeps neither code nor link."""

    code: str = field(repr=False)
    token: str = field(repr=False)
    both: Receipt

    @property
    def path(self) -> str:
        return f"/answer/{self.token}"


def prepare(keys: Vault, nonce: str) -> Ticket:
    """Outside any transaction: a code is stretched."""
    code = vault.receipts.code_of_form(keys, nonce, "party")
    token = vault.receipts.token_of_form(keys, nonce, "party")
    return Ticket(code, token, vault.receipts.derive_both(keys, token, code))


def quarters(db: Session, case: Case, party: Party, *, by: Actor) -> Room:
    """Their dialogue, for whoever reads it; made for those who work the case when it is first needed."""
    found = cases.begin(db, case, by, Action.WORK_CASE)
    if (Compartment.DIALOGUE, party.id) not in {(one.compartment, one.subject) for one in found.readers}:
        return build(db, case, found, party)
    return members.enter(db, case, by, Compartment.DIALOGUE, party.id)


def build(db: Session, case: Case, found: CaseMatter, party: Party, receipt: Receipt | None = None) -> Room:
    """Dialogue and identity of somebody who had none, sealed to those on the case who may be sealed to now: not to
    somebody suspended, or enrolled anew and not admitted. With a receipt the dialogue is theirs too."""
    now = members.able(db, found.holders)
    file = [id_ for id_, held in found.holders.items() if id_ in now and Compartment.FILE in held]
    leads = [id_ for id_, held in found.holders.items() if id_ in now and Compartment.IDENTITY in held] or file
    halves = members.halves(db, {*file, *leads})
    wanted = newcomers.quarters(db, party, receipt, [halves[id_] for id_ in file], [halves[id_] for id_ in leads])
    return vault.building.build_all(db, case.id, wanted)[0]


def let_in(
    db: Session, case: Case, party: Party, ticket: Ticket, *, by: Actor, days: int = USUAL, address: str = ""
) -> PartyGuest:  # fmt: skip
    """From now on this link opens their dialogue with this code, and no earlier link does. A receipt of theirs goes on
    as it is. With an address the link is mailed there, and never the code; nothing keeps the address."""
    if days not in LASTS:
        raise ValueError(f"no way in lasts {days} days")
    if party.ended_at is not None:
        raise Forbidden(OVER)
    cases.begin(db, case, by, Action.WORK_CASE)
    end_all(db, party)
    room = quarters(db, case, party, by=by)
    id_, now = new_id(), utc_now()
    half = vault.pairs.publish(db, HolderKind.REPORTER, id_, ticket.both.public, case=case.id)
    vault.rooms.admit(db, room, half)
    row = PartyGuest(
        id=id_,
        case_id=case.id,
        party_id=party.id,
        by_both=ticket.both.lookup,
        made_at=now,
        made_by=by.id,
        ends_at=now + timedelta(days=days),
    )
    db.add(row)
    if address:
        lasts = timedelta(days=days)
        outbox.send_link(db, Notice.ANSWER_LINK, to=by.id, path=ticket.path, lasts=lasts, address=address)
    cases.touch(db, case, by, Tag.WAY_IN_MADE, quiet=True, party=party.id)
    return row


def made_just_now(db: Session, party_id: int, ticket: Ticket, now: datetime) -> PartyGuest | None:
    """The way in of this very form, while it opens something and was made only now."""
    mine = select(PartyGuest).where(PartyGuest.party_id == party_id, PartyGuest.by_both == ticket.both.lookup)
    return db.scalar(mine.where(PartyGuest.ends_at > now, PartyGuest.made_at > now - AGAIN))


def standing(db: Session, party_id: int, now: datetime) -> PartyGuest | None:
    """The way in that opens their dialogue now, if there is one."""
    return db.scalar(select(PartyGuest).where(PartyGuest.party_id == party_id, PartyGuest.ends_at > now))


def shut(db: Session, case: Case, party: Party, *, by: Actor) -> bool:
    """No link opens it any more; False when none did."""
    cases.begin(db, case, by, Action.WORK_CASE)
    if not end_all(db, party):
        return False
    cases.touch(db, case, by, Tag.WAY_IN_ENDED, quiet=True, party=party.id)
    return True


def end_all(db: Session, party: Party) -> bool:
    """Whoever is in by link and code is out, their room has another key, and a backup of before, put back, does not
    know the way either. True when one of them still led there."""
    now, stood = utc_now(), False
    for row in db.scalars(select(PartyGuest).where(PartyGuest.party_id == party.id)).all():
        stood |= row.ends_at > now
        end(db, row, now)
    return stood


def end(db: Session, row: PartyGuest, now: datetime) -> None:
    """One of them; also when its time is over, so that nothing is sealed to it any more."""
    held = vault.rooms.remove(
        db, row.case_id, Compartment.DIALOGUE, HolderKind.REPORTER, row.id, subject=row.party_id
    )  # fmt: skip
    if held or row.ends_at > now:
        guests.replaced(db, row.id, row.by_both)
        row.ends_at = min(row.ends_at, now)


def sweep(database: Database, now: datetime) -> int:
    """Ways whose time is over: nothing is sealed to them any more. How many; one transaction each."""
    over = (
        select(PartyGuest.id)
        .join(Seal, (Seal.holder_kind == HolderKind.REPORTER.value) & (Seal.holder_id == PartyGuest.id))
        .where(PartyGuest.ends_at <= now)
        .distinct()
    )
    with database.reading() as db:
        found = list(db.scalars(over))
    for id_ in found:
        with database.transaction() as db:
            if (row := db.get(PartyGuest, id_)) is not None:
                end(db, row, now)
    return len(found)
