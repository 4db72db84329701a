"""What the employee reads of their own referral, with their receipt; and the little that whoever referred them sees."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.cases.lifecycle import Point
from casework.eap.kinds import EMPLOYEE, PLANNED
from casework.eap.lifecycle import OF_EMPLOYEE, OVER, REFERRAL
from casework.eap.models import Provider, Referral, ReferralParty
from casework.people import shown
from casework.vault import Compartment, Holder

from . import appointments, facts, parties, record, stated, told
from .appointments import Planned
from .stated import Stated
from .told import Line


@dataclass(frozen=True, slots=True)
class Own:
    """Everything of the page that this employee can open. `steps`: what is theirs to decide now. `provider`: who helps
    or is asked, with how to reach them. `names`: of coordinators, by id, short; `readers`: all of them, in words."""

    party: ReferralParty
    referral: Referral
    stated: Stated
    wishes: str
    lines: list[Line]
    grounds: list[Line]
    points: list[Point]
    meetings: list[Planned]
    provider: Provider | None
    steps: tuple[str, ...]
    readers: list[str]
    names: dict[int, str]

    @property
    def over(self) -> bool:
        return self.stated.state in OVER

    @property
    def waiting(self) -> bool:
        """The last word was a coordinator's."""
        return bool(self.lines) and not self.lines[0].of

    @property
    def planned(self) -> list[Planned]:
        return [one for one in self.meetings if one.outcome == PLANNED]


def of(db: Session, holder: Holder, party_id: int) -> Own:
    """NoSeal when the receipt's key opens it no more."""
    party = db.get_one(ReferralParty, party_id)
    referral = db.get_one(Referral, party.referral_id)
    room = vault.rooms.enter(db, holder, referral.id, Compartment.SUPPORT)
    people = {one.id: one for one in parties.of_referral(db, referral.id)}
    known = stated.of(db, referral)
    said = told.lines(db, room, referral, people)
    readers = record.holders(db, referral)
    return Own(
        party=party,
        referral=referral,
        stated=known,
        wishes=told.opened(room, Referral.wishes, referral.id, referral.wishes) or "",
        lines=[line for line in said if line.of in ("", EMPLOYEE)],
        grounds=told.of_referrer(said),
        points=record.points(referral, known, told.taken(db, referral)),
        meetings=appointments.of(db, [referral.id]),
        provider=_provider(db, referral),
        steps=decisions(db, referral),
        readers=list(shown.people(db, readers).values()),
        names=shown.names(db, {line.by for line in said if line.by}),
    )


def decisions(db: Session, referral: Referral) -> tuple[str, ...]:
    """What is the employee's to decide now."""
    found = REFERRAL.next_steps(facts.of(db, referral))
    return tuple(one.step.name for one in found if one.possible and one.step.name in OF_EMPLOYEE)


def role(db: Session, party_id: int) -> str:
    """Employee or referrer; nothing where the referral is gone."""
    return db.scalar(select(ReferralParty.role).where(ReferralParty.id == party_id)) or ""


def _provider(db: Session, referral: Referral) -> Provider | None:
    now = [one for one in appointments.placed(db, [referral.id]) if one.ended_at is None]
    return db.get(Provider, now[-1].provider_id) if now else None
