"""What happens now and then: a hearing put off, a talk that came to nothing, a review before somebody is disciplined
who had borne witness, and somebody who fares worse since they spoke up."""

from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from casework.access import Action, policy
from casework.cases.actions import aftercare, letting_in, links, parties
from casework.cases.actions.newcomers import NewParty
from casework.cases.lifecycle.aftercare import QUESTIONS
from casework.cases.lifecycle.kinds import DISCIPLINARY, GRAVE
from casework.cases.models import Aftercare, Case, Hearing, Party
from casework.cases.queries import facts, matter, visible
from casework.db import Database, utc_now
from casework.discipline.actions import hearings, reviewing, taking_up
from casework.investigations.actions import mediation_words, mediations
from casework.investigations.actions.mediations import Proposal
from casework.investigations.queries import mediation as sides_of
from casework.vault import Compartment

from . import going_on
from .checking_in import HEADING
from .going_on import On
from .organisation import Northfield
from .texts import directory

PUT_OFF = "Their steward is away until Thursday; they propose the Friday after, within the days they have."
TALK = "Two hours with a mediator from outside, whom both chose."
YES = "Wants it, and said so on the phone and in an e-mail."
NOTHING = (
    "They met once. Each said what it was like; neither would say what should be otherwise. Both asked that it be "
    "looked into instead, and the mediator agrees."
)
REVIEWED = {
    "known": "The supervisor who reported this knew of the other matter only from us, when this review began.",
    "timing": "The report came first, by nine days. The other matter was reported by somebody else.",
    "alike": "Two colleagues on the same line had the same talk and the same letter this year. Neither has spoken up.",
    "without": "Yes. The log shows it, and the log is read every Monday by somebody who knows neither.",
}
CLEARED = "It would have come to the same without what they said in the other matter."
WORSE = (
    "Two Sundays in a row I am on the late shift, for the first time in six years.",
    "My review was moved, and nobody says to when.",
    "He does not greet me. Since last week others at the table get up when I sit down.",
    "Worse than before I wrote.",
)
ASKED = "I said that I would ask. A few words to each question are enough, and none are fine too."
TAKEN_UP = (
    "In a check-in after another matter somebody told us that shifts and the tone around them have changed since they "
    "spoke up. They agree that it is looked into, and that what they said goes along."
)


def tell(database: Database, place: Northfield, now: datetime) -> None:
    """Each on a case where it can have been so, if there is one."""
    with database.transaction() as db:
        put_off(db, place, now)
        came_to_nothing(db, place, now)
        reviewed(db, place, now)
        fares_worse(db, place, now)
        asked_how_they_fare(db, place, now)


def put_off(db: Session, place: Northfield, now: datetime) -> None:
    """By the respondent, whose companion cannot come."""
    query = select(Hearing, Case).join(Case, Case.id == Hearing.case_id).where(Hearing.state == "called")
    found = db.execute(query.order_by(Hearing.starts_at.desc()).limit(1)).one_or_none()
    if found is not None:
        on, row = going_on.take_up(db, place, found[1], now), found[0]
        with on.at(1):
            to = max(row.starts_at, utc_now()) + timedelta(days=3)
            hearings.bring(
                db, on.case, on.file, row, by=on.by, companion="Dina Kessler", companion_is="trade union official"
            )
            hearings.move(db, on.case, on.file, row, by=on.by, to=to, asked_by="worker", why=PUT_OFF)


def came_to_nothing(db: Session, place: Northfield, now: datetime) -> None:
    """Both wanted a talk; now it is looked into."""
    for case in db.scalars(_cases("planned", "under investigation").where(Case.kind != DISCIPLINARY)):
        roles = select(Party).where(Party.case_id == case.id, Party.ended_at.is_(None), Party.mode != "anonymous")
        both = {one.role: one.id for one in db.scalars(roles.where(Party.role.in_(("complainant", "respondent"))))}
        grave = any(one.issue in GRAVE for one in facts.of(db, case).allegations)
        if len(both) == len(("complainant", "respondent")) and not grave:
            _talked(going_on.take_up(db, place, case, now), list(both.values()))
            return


def _talked(on: On, both: list[int]) -> None:
    db, case, file, by = on.db, on.case, on.file, on.by
    with on.at(5):
        new = Proposal("mediation", TALK, both, both, mediator="Ms Adair, from outside")
        row = mediations.propose(db, case, file, new, by=by)
        for side in sides_of.sides(db, row.id):
            mediation_words.note_consent(db, case, file, side, said="yes", on=on.today, words=YES, by=by)
        mediations.agree(db, case, row, {(Compartment.FILE, 0): file}, by=by)
    with on.at(2):
        mediations.meet(db, case, file, row, on=on.today, note="", by=by)
        mediations.end(db, case, file, row, why=NOTHING, by=by)


def reviewed(db: Session, place: Northfield, now: datetime) -> None:
    """The respondent of a hearing is a witness in another matter: the lead, who has no part, looks at both."""
    for case in db.scalars(_cases("hearing")):
        on = going_on.take_up(db, place, case, now, "lead")
        party = db.scalars(
            select(Party).where(Party.case_id == case.id, Party.role == "respondent", Party.ended_at.is_(None))
        ).first()
        other = next(
            (one for one in db.scalars(_cases("in triage", "planned", "under investigation")) if _both(on, one)), None
        )
        who = directory().get(on.file.open(Party.name, party.id, party.name)) if party and party.name else None
        if party is not None and other is not None and who is not None:
            there = going_on.take_up(db, place, other, now)
            with on.at(2):
                links.add(db, case, by=on.by, number=other.number, relation="same facts")
            with there.at(2):
                new = NewParty("witness", who.name, relation=who.relation, department=who.department, number=who.number)
                parties.add(db, other, there.file, new, by=there.by)
            with on.at(1):
                reviewing.review(
                    db, case, on.file, by=on.by, party_id=party.id, cleared=True, answers=REVIEWED, reason=CLEARED
                )
            return


def _both(on: On, other: Case) -> bool:
    found = visible.find(on.db, on.by, other.number)
    return found is not None and bool(policy.judge(on.by, Action.READ_CASE, matter.of(on.db, other)))


def fares_worse(db: Session, place: Northfield, now: datetime) -> None:
    """They rang before they were asked; with their consent a case of its own is opened."""
    found = _next_check(db, place, now)
    if found is None:
        return
    on, row = found
    said = dict(zip((QUESTIONS[1], QUESTIONS[2], QUESTIONS[4], QUESTIONS[5]), WORSE, strict=True))
    with on.at(1):
        room = letting_in.quarters(db, on.case, db.get_one(Party, row.party_id), by=on.by)
        aftercare.write_down(db, on.case, row, room, by=on.by, answers=said)
        taking_up.take_up(db, on.case, row, by=on.by, kind=on.case.kind, words=TAKEN_UP, answers=said)


def asked_how_they_fare(db: Session, place: Northfield, now: datetime) -> None:
    """In writing, and they have not answered yet."""
    if (found := _next_check(db, place, now)) is not None:
        on, row = found
        with on.at(1):
            room = letting_in.quarters(db, on.case, db.get_one(Party, row.party_id), by=on.by)
            aftercare.ask(
                db, on.case, row, room, by=on.by, heading=HEADING, text=ASKED, questions=QUESTIONS
            )  # fmt: skip


def _next_check(db: Session, place: Northfield, now: datetime) -> tuple[On, Aftercare] | None:
    open_ = select(Aftercare, Case).join(Case, Case.id == Aftercare.case_id).where(Aftercare.ended_at.is_(None))
    query = open_.where(Aftercare.asked_at.is_(None), Case.state == "aftercare", Case.unattended_at.is_(None))
    found = db.execute(query.order_by(Aftercare.due_on, Aftercare.id).limit(1)).one_or_none()
    return (going_on.take_up(db, place, found[1], now), found[0]) if found is not None else None


def _cases(*states: str) -> Select[Case]:
    return select(Case).where(Case.state.in_(states), Case.unattended_at.is_(None)).order_by(Case.received_at)
