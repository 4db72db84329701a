"""What was decided of whom, the warnings of it, and what comes before: hearing, bodies that are asked, reviews."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped

from casework.db import Base, keyed, new_id, plain, sealed, server

from .case import Case
from .people import Party


class Decision(Base):
    """What follows for one respondent, or for the organisation (`party_id` is none). Proposed, then decided by somebody
    who did not investigate, or `alone_because` says why. It is never edited: `replaces_id` names the one before,
    `ended_how` what became of this one (superseded, set aside, taken back).

    `findings`: ids, as JSON. `days` and `paid`: of a disciplinary suspension. `at_once`: a termination without notice,
    `known_on`: when whoever may dismiss knew of the facts. `agreement`: the one that applies, if any."""

    __tablename__ = "decision"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    party_id: Mapped[int | None] = plain(ForeignKey(Party.id), index=True)
    outcome: Mapped[str] = plain(String(20))
    what: Mapped[bytes | None] = sealed()
    reason: Mapped[bytes] = sealed()
    findings: Mapped[str] = plain(Text, default="[]")
    effective_on: Mapped[date] = plain(Date)
    days: Mapped[int | None] = plain()
    paid: Mapped[str] = plain(String(10), default="")
    warning_months: Mapped[int | None] = plain()
    at_once: Mapped[bool] = plain(default=False)
    known_on: Mapped[date | None] = plain(Date)
    agreement: Mapped[bytes | None] = server()
    proposed_by: Mapped[int] = plain()
    proposed_at: Mapped[datetime] = plain()
    decided_by: Mapped[int | None] = plain()
    decided_at: Mapped[datetime | None] = plain()
    in_force_at: Mapped[datetime | None] = plain()
    alone_because: Mapped[bytes | None] = sealed()
    departure: Mapped[bytes | None] = sealed()
    replaces_id: Mapped[int | None] = plain()
    appeal_id: Mapped[int | None] = plain()
    ended_at: Mapped[datetime | None] = plain()
    ended_by: Mapped[int | None] = plain()
    ended_how: Mapped[str] = plain(String(20), default="")
    why_ended: Mapped[bytes | None] = sealed()


class IssuedWarning(Base):
    """A step of the ladder that stands until a day. `employee_tag`: by which it is found from another case of the same
    person, who decides there sees level and days, and nothing else of this case."""

    __tablename__ = "warning"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    party_id: Mapped[int] = plain(ForeignKey(Party.id), index=True)
    decision_id: Mapped[int] = plain(ForeignKey(Decision.id), index=True)
    level: Mapped[str] = plain(String(20))
    employee_tag: Mapped[bytes | None] = keyed(index=True)
    issued_on: Mapped[date] = plain(Date)
    expires_on: Mapped[date] = plain(Date)
    ended_on: Mapped[date | None] = plain(Date)
    ended_by: Mapped[int | None] = plain()
    ended_how: Mapped[str] = plain(String(20), default="")
    why_ended: Mapped[bytes | None] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()


class Hearing(Base):
    """Somebody is heard before it is decided of them: called, held, waived in writing, in their absence, cancelled.
    `starts_at`: as it stands now; `first_at`: as it was proposed first, from which another time is counted."""

    __tablename__ = "hearing"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    party_id: Mapped[int] = plain(ForeignKey(Party.id), index=True)
    kind: Mapped[str] = plain(String(20), default="disciplinary")
    state: Mapped[str] = plain(String(20), default="called")
    called_on: Mapped[date] = plain(Date)
    first_at: Mapped[datetime] = plain()
    starts_at: Mapped[datetime] = plain()
    place: Mapped[bytes] = sealed()
    short_because: Mapped[bytes | None] = sealed()
    companion: Mapped[bytes | None] = sealed()
    companion_is: Mapped[str] = plain(String(30), default="")
    present: Mapped[bytes | None] = sealed()
    minutes: Mapped[bytes | None] = sealed()
    reason: Mapped[bytes | None] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    ended_by: Mapped[int | None] = plain()
    ended_at: Mapped[datetime | None] = plain()
    version: Mapped[int] = plain(default=1)


class Consultation(Base):
    """A body that is informed, heard or has to consent before a decision takes effect. `law` and `body`: whose rule it
    is, as a country pack has it (which body it is can say what somebody's health is); `voids`: without it the decision
    is void. `state`: needed, informed, heard, consented,
    objected, time over, not there (no such body), fell away."""

    __tablename__ = "consultation"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    decision_id: Mapped[int] = plain(ForeignKey(Decision.id), index=True)
    law: Mapped[str] = plain(String(10))
    body: Mapped[bytes] = server()
    occasion: Mapped[str] = plain(String(30))
    duty: Mapped[str] = plain(String(20))
    voids: Mapped[bool] = plain(default=False)
    state: Mapped[str] = plain(String(20), default="needed")
    informed_on: Mapped[date | None] = plain(Date)
    due_on: Mapped[date | None] = plain(Date)
    answered_on: Mapped[date | None] = plain(Date)
    told: Mapped[bytes | None] = sealed()
    answer: Mapped[bytes | None] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    changed_by: Mapped[int | None] = plain()
    changed_at: Mapped[datetime | None] = plain()


class RetaliationReview(Base):
    """Before somebody is disciplined who reported or bore witness: is it because of that? By somebody without part."""

    __tablename__ = "retaliation_review"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    party_id: Mapped[int] = plain(ForeignKey(Party.id), index=True)
    cleared: Mapped[bool] = plain()
    answers: Mapped[bytes] = sealed()
    reason: Mapped[bytes] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()


class JustCause(Base):
    """The seven questions of just cause, answered in words, where an agreement asks them; the newest answers hold."""

    __tablename__ = "just_cause"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    party_id: Mapped[int] = plain(ForeignKey(Party.id), index=True)
    answers: Mapped[bytes] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
