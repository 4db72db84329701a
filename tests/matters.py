"""A referral and somebody's leaving as the vault knows them: matters with rooms and no case."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.db import new_id, utc_now
from casework.eap.models import CourtOrder, Referral, ReferralNote, ReferralParty, SupportMessage
from casework.exits.models import Exit, ExitNote
from casework.people import Actor
from casework.vault import EAP_RECOVERY_ID, Compartment, Holder, HolderKind, pairs, rooms, succession
from casework.vault.models import CompartmentRow, PublicKey, Seal
from casework.vault.pairs import PublicHalf

SAID = "Nights without sleep since June."


@dataclass(frozen=True)
class Matter:
    """`text`: what lies in its room, in the row of that id. `guest`: who has a receipt."""

    id: int
    number: str
    text: int
    guest: Holder | None = None


def publish_eap(db: Session, public: bytes | None = None) -> None:
    """Employee assistance's own recovery key, where there is none yet."""
    own = (PublicKey.kind == HolderKind.RECOVERY.value, PublicKey.owner == EAP_RECOVERY_ID)
    if db.scalar(select(PublicKey.id).where(*own)) is None:
        succession.publish(db, EAP_RECOVERY_ID, public or vault.hpke.public_of(vault.hpke.new_private()))


def halves(db: Session, *people: Actor | int) -> list[PublicHalf]:
    ids = [one if isinstance(one, int) else one.id for one in people]
    return [pairs.current(db, HolderKind.PERSON, id_) for id_ in ids]


def referral(db: Session, *coordinators: Actor | int) -> Matter:
    """With a message of its employee, who has a receipt."""
    publish_eap(db)
    id_, party, message, note = (new_id() for _ in range(4))
    number = f"S-{id_ % 1_000_000:06}"
    private = vault.hpke.new_private()
    rooms.found_case(db, id_)
    row = Referral(id=id_, number=number, begun_on=date(2026, 11, 2))
    for name, value in (("kind", "self"), ("state", "consented"), ("need", "counselling")):
        setattr(row, name, vault.field.seal(db, getattr(Referral, name), id_, value, case=id_))
    db.add(row)
    db.flush()
    own = pairs.publish(db, HolderKind.REPORTER, party, vault.hpke.public_of(private), case=id_)
    to = halves(db, *coordinators)
    support = rooms.build(db, id_, Compartment.SUPPORT, to=[*to, own], recovery=EAP_RECOVERY_ID)
    notes = rooms.build(db, id_, Compartment.REFERRAL, to=to, recovery=EAP_RECOVERY_ID)
    db.add(ReferralParty(id=party, referral_id=id_, role="employee", added_on=date(2026, 11, 2)))
    sealed = support.seal(SupportMessage.text, message, SAID)
    db.add(SupportMessage(id=message, referral_id=id_, of=party, text=sealed, at=utc_now()))
    said = notes.seal(ReferralNote.text, note, "Arranged for the second week.")
    db.add(ReferralNote(id=note, referral_id=id_, text=said, by=0, at=utc_now()))
    db.flush()
    return Matter(id_, number, message, Holder(HolderKind.REPORTER, party, 1, private))


def order(db: Session, counsel: Actor, *coordinators: Actor | int) -> Matter:
    """A subpoena that counsel is asked about."""
    publish_eap(db)
    id_ = new_id()
    rooms.found_case(db, id_)
    room = rooms.build(
        db, id_, Compartment.ORDER, to=halves(db, counsel, *coordinators), recovery=EAP_RECOVERY_ID
    )  # fmt: skip
    row = CourtOrder(
        id=id_, number=f"O-{id_ % 1_000_000:06}", counsel_id=counsel.id, entered_by=0, entered_at=utc_now()
    )
    row.what, row.asked_for = room.seal(CourtOrder.what, id_, SAID), room.seal(CourtOrder.asked_for, id_, "everything")
    row.answer = vault.field.seal(db, CourtOrder.answer, id_, "waiting", case=id_)
    db.add(row)
    db.flush()
    return Matter(id_, row.number, id_)


def leaving(db: Session, *interviewers: Actor | int) -> Matter:
    """Somebody's exit, with an interviewer's note."""
    id_, note = new_id(), new_id()
    rooms.found_case(db, id_)
    row = Exit(
        id=id_, number=f"L-{id_ % 1_000_000:06}", ends_on=date(2026, 12, 31), planned_by=0, planned_at=utc_now(),
        way=vault.field.seal(db, Exit.way, id_, "voluntary", case=id_),
    )  # fmt: skip
    interview, plan = (
        rooms.build(db, id_, name, to=halves(db, *interviewers))
        for name in (Compartment.INTERVIEW, Compartment.LEAVING)
    )
    row.name = plan.seal(Exit.name, id_, "Sanna Rask")
    db.add(row)
    db.flush()
    said = interview.seal(ExitNote.text, note, SAID)
    db.add(ExitNote(id=note, exit_id=id_, text=said, by=0, at=utc_now()))
    db.flush()
    return Matter(id_, row.number, note)


def said(db: Session, who: Holder | None, matter: Matter, room: Compartment) -> str:
    """What the room says, to whoever can open it."""
    assert who is not None
    columns = {Compartment.SUPPORT: SupportMessage, Compartment.ORDER: CourtOrder, Compartment.INTERVIEW: ExitNote}
    model = columns[room]
    column = CourtOrder.what if room is Compartment.ORDER else model.text  # type: ignore[attr-defined]
    opened = rooms.enter(db, who, matter.id, room)
    return opened.open(column, matter.text, getattr(db.get_one(model, matter.text), column.key))


def held(db: Session, who: Actor | int, matter: Matter) -> set[str]:
    """Rooms of which a person has a seal of any epoch."""
    query = select(CompartmentRow.name).join(Seal, Seal.compartment_id == CompartmentRow.id)
    own = (Seal.holder_kind == HolderKind.PERSON.value, Seal.holder_id == (who if isinstance(who, int) else who.id))
    return set(db.scalars(query.where(*own, Seal.case_id == matter.id)))
