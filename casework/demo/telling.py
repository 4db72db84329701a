"""One case as it is told: through the verbs that everybody uses, each at the moment when it would have been done."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from casework.access import relations
from casework.cases.actions import declarations, opening
from casework.cases.actions.newcomers import NewParty, NewReporter
from casework.cases.models import Allegation, Case, Measure, Party, Task
from casework.cases.queries import matter as matters
from casework.cases.queries import routing
from casework.db import as_of
from casework.people import VISITOR, Actor, ActorKind
from casework.vault import Holder, HolderKind
from casework.vault.receipts import Receipt
from casework.vault.room import Room

from .organisation import READERS, Northfield
from .plan import Planned
from .texts import Employee, Matter

SPARE = timedelta(minutes=25)
"""Nothing is told of the last minutes: they belong to whoever looks at the demo."""


@dataclass
class Told:
    """A case in the telling: where it stands, who is on it, and what time it is there."""

    db: Session
    place: Northfield
    planned: Planned
    now: datetime
    rng: Random
    moment: datetime
    case: Case
    file: Room
    dialogue: Room | None
    reporter: Actor | None
    party: Party | None
    pace: float = 1.0
    said: int = 0
    noted: int = 0
    allegations: list[Allegation] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    parties: dict[str, Party] = field(default_factory=dict)

    @property
    def matter(self) -> Matter:
        return self.planned.matter

    @property
    def specialist(self) -> Actor:
        keys = READERS[self.matter.site]
        return self.place.staff[keys[len(self.matter.title) % len(keys)]]

    @property
    def lead(self) -> Actor:
        return self.place.staff["lead"]

    @property
    def today(self) -> date:
        return self.moment.astimezone(ZoneInfo(self.place.zone(self.matter.site))).date()

    @contextmanager
    def at(self, days: float = 0.0, by: Actor | None = None) -> Iterator[Actor]:
        """So many days later, in working hours; whoever acts has seen the names and declared."""
        self.moment = later(
            self.moment, days * self.pace, self.now - SPARE, self.place.zone(self.matter.site), self.rng
        )
        actor = by or self.specialist
        with as_of(self.moment):
            if actor.kind is ActorKind.PERSON:
                self._declare(actor)
            yield actor

    def _declare(self, actor: Actor) -> None:
        if actor.id not in matters.of(self.db, self.case).declared:
            declarations.declare(self.db, self.case, by=actor, conflict=False)


def later(moment: datetime, days: float, limit: datetime, zone: str, rng: Random) -> datetime:
    """`days` on, on a working day between half past eight and five; never at or after `limit`."""
    if days <= 0:
        return min(moment + timedelta(minutes=rng.randint(2, 9)), max(moment, limit))
    local = (moment + timedelta(days=days)).astimezone(ZoneInfo(zone))
    local += timedelta(days=max(0, 7 - local.weekday()) if local.weekday() >= 5 else 0)
    found = datetime.combine(local, time(8 + rng.randint(0, 8), rng.randint(0, 59)), local.tzinfo)
    if found <= moment:
        found = moment + timedelta(minutes=rng.randint(10, 90))
    return found if found < limit else moment + (limit - moment) * rng.uniform(0.1, 0.4)


def begin(db: Session, place: Northfield, planned: Planned, now: datetime, receipt: Receipt, *, rng: Random) -> Told:
    """The case as it comes in: from the form, or told to a specialist who writes it down."""
    received = now - timedelta(days=planned.age)
    if planned.matter.channel == "form":
        # People report in the evening too.
        received = received.replace(hour=rng.choice((6, 9, 11, 12, 16, 18, 19, 20, 21)), minute=rng.randint(0, 59))
    else:
        received = later(received - timedelta(days=1), 0.9, now - SPARE, place.zone(planned.matter.site), rng)
    received = min(received, now - SPARE)
    with as_of(received):
        opened = _open(db, place, planned.matter, received, receipt)
    told = Told(
        db, place, planned, now, rng, received, opened.case, opened.file, opened.dialogue, None, opened.party
    )  # fmt: skip
    if opened.party is not None:
        told.parties["complainant"] = opened.party
        if opened.party.receipt is not None:
            holder = Holder(HolderKind.REPORTER, opened.party.id, 1, receipt.private)
            told.reporter = Actor(ActorKind.REPORTER, opened.party.id, holder=holder)
    return told


def _open(db: Session, place: Northfield, matter: Matter, received: datetime, receipt: Receipt) -> opening.Opened:
    by = VISITOR if matter.channel == "form" else place.staff[READERS[matter.site][0]]
    return opening.open_case(
        db,
        kind=matter.kind,
        channel=matter.channel,
        site_id=place.sites[matter.site],
        title="" if matter.channel == "form" else matter.title,
        narrative=matter.what,
        particulars=_particulars(matter),
        readers=routing.readers_for(db, matter.kind, place.sites[matter.site]),
        by=by,
        received_at=received,
        reporter=_reporter(db, matter, receipt),
        parties=[new_party("manager", matter.complainant)]
        if matter.channel == "manager" and matter.complainant
        else [],
        department=_department(matter),
    )


def _reporter(db: Session, matter: Matter, receipt: Receipt) -> NewReporter | None:
    """Whoever came through a manager is a party, and not somebody with a receipt."""
    if matter.channel == "manager":
        return None
    who = matter.complainant
    if who is None or matter.mode == "anonymous":
        return NewReporter("anonymous", receipt=receipt)
    return NewReporter(
        matter.mode,
        name=who.name,
        contact=who.email,
        receipt=receipt if matter.channel == "form" else None,
        employee_tag=relations.employee_tag(db, who.number),
        relation=who.relation,
        department=who.department,
    )


def new_party(role: str, who: Employee) -> NewParty:
    return NewParty(
        role, who.name, relation=who.relation, employer=who.employer, department=who.department, number=who.number
    )


def _particulars(matter: Matter) -> dict[str, str]:
    if matter.channel != "form":
        return matter.particulars
    named = ", ".join(who.name for who in matter.respondents)
    return matter.particulars | ({"people": named} if named else {})


def _department(matter: Matter) -> str:
    around = (*matter.respondents, *((matter.complainant,) if matter.complainant else ()), *matter.witnesses)
    return around[0].department if around else ""
