"""How a case comes in: sent with the form, or told to a specialist who writes it down."""

from datetime import datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from casework.access import relations
from casework.cases.actions import opening
from casework.cases.actions.newcomers import NewParty, NewReporter
from casework.cases.actions.reporting import Report
from casework.cases.queries import routing
from casework.cases.queries.sheet import Sheet
from casework.db import as_of
from casework.intake.actions import report
from casework.people import Actor, ActorKind
from casework.vault import Holder, HolderKind
from casework.vault.receipts import Receipt

from .organisation import READERS, Northfield
from .plan import Planned
from .telling import SPARE, Told, later
from .texts import Employee, Matter

EVENINGS_TOO = (6, 9, 11, 12, 16, 18, 19, 20, 21)
CLOSEST = {
    "harassment": "harassment",
    "discrimination": "discrimination",
    "grievance": "grievance",
    "disciplinary": "misconduct",
}
"""What the form calls it."""


def begin(db: Session, place: Northfield, planned: Planned, now: datetime, receipt: Receipt, *, rng: Random) -> Told:
    """The case as it comes in, at its own moment."""
    received = now - timedelta(days=planned.age)
    by_form = planned.matter.channel == "form"
    if by_form:
        received = received.replace(hour=rng.choice(EVENINGS_TOO), minute=rng.randint(0, 59))
    else:
        received = later(received - timedelta(days=1), 0.9, now - SPARE, place.zone(planned.matter.site), rng)
    received = min(received, now - SPARE)
    with as_of(received):
        come = _sent if by_form else _told_to
        opened = come(db, place, planned, received, receipt)
    told = Told(db, place, planned, now, rng, received, opened.case, opened.file, opened.dialogue, None, opened.party)
    if opened.party is not None:
        told.parties["complainant"] = opened.party
        if opened.party.receipt is not None:
            holder = Holder(HolderKind.REPORTER, opened.party.id, 1, receipt.private)
            told.reporter = Actor(ActorKind.REPORTER, opened.party.id, holder=holder)
    return told


def _sent(db: Session, place: Northfield, planned: Planned, received: datetime, receipt: Receipt) -> opening.Opened:
    """With the form, by somebody who saw who would read it, and may have left somebody out."""
    matter = planned.matter
    who = matter.complainant
    named = ", ".join(one.name for one in matter.respondents)
    sent = Report(
        kind=CLOSEST[matter.kind],
        site_id=place.sites[matter.site],
        what=matter.what,
        mode=matter.mode if who else "anonymous",
        name=who.name if who else "",
        contact=who.email if who else "",
        who_am_i="happened" if matter.kind != "disciplinary" else "saw",
        avoid=frozenset(place.staff[key].id for key in planned.avoid),
        particulars=matter.particulars | ({"people": named} if named else {}),
    )
    shown = frozenset(one.id for one in place.staff.values())
    return report.send(db, sent, Sheet("", shown, shown, shown), receipt, (), received)


def _told_to(db: Session, place: Northfield, planned: Planned, received: datetime, _: Receipt) -> opening.Opened:
    """By phone, in person, by letter or through a manager."""
    matter = planned.matter
    return opening.open_case(
        db,
        kind=matter.kind,
        channel=matter.channel,
        site_id=place.sites[matter.site],
        title=matter.title,
        narrative=matter.what,
        particulars=matter.particulars,
        readers=routing.readers_for(db, matter.kind, place.sites[matter.site]),
        by=place.staff[READERS[matter.site][0]],
        received_at=received,
        reporter=_reporter(db, matter),
        parties=_with_it(matter),
        department=_department(matter),
    )


def _with_it(matter: Matter) -> list[NewParty]:
    """A manager who passes something on is on the case from the start."""
    return [new_party("manager", matter.complainant)] if matter.channel == "manager" and matter.complainant else []


def _reporter(db: Session, matter: Matter) -> NewReporter | None:
    """Whoever came through a manager is a party, and not somebody with a receipt."""
    who = matter.complainant
    if matter.channel == "manager" or who is None:
        return None
    return NewReporter(
        matter.mode,
        name=who.name,
        contact=who.email,
        employee_tag=relations.employee_tag(db, who.number),
        relation=who.relation,
        department=who.department,
    )


def new_party(role: str, who: Employee) -> NewParty:
    return NewParty(
        role, who.name, relation=who.relation, employer=who.employer, department=who.department, number=who.number
    )


def _department(matter: Matter) -> str:
    around = (*matter.respondents, *((matter.complainant,) if matter.complainant else ()), *matter.witnesses)
    return around[0].department if around else ""
