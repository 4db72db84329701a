"""How a case is to be investigated, what was tried instead of it, and what the police were told."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from casework.db import Base, new_id, plain, sealed

from .case import Case
from .people import Allegation, Party


class Plan(Base):
    """One version of a case's plan; `templates`: ids of the versions that it was drawn from. `reason`: why it is not
    as it was. Agreed to by somebody else, or `alone_because`."""

    __tablename__ = "plan"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id))
    number: Mapped[int] = plain()
    templates: Mapped[str] = plain(String(200), default="")
    reason: Mapped[bytes | None] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    agreed_by: Mapped[int | None] = plain()
    agreed_at: Mapped[datetime | None] = plain()
    alone_because: Mapped[bytes | None] = sealed()


class PlanItem(Base):
    """One thing of a plan, in the versions from `from_version` to before `until_version`. A change is another row of
    the same `origin_id`, with its reason; what was dropped stays, with why. `kind`: question, person, paper, risk."""

    __tablename__ = "plan_item"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    origin_id: Mapped[int] = plain()
    from_version: Mapped[int] = plain()
    until_version: Mapped[int | None] = plain()
    kind: Mapped[str] = plain(String(20))
    position: Mapped[int] = plain()
    allegation_id: Mapped[int | None] = plain(ForeignKey(Allegation.id), index=True)
    party_id: Mapped[int | None] = plain(ForeignKey(Party.id), index=True)
    risk: Mapped[str] = plain(String(20), default="")
    measures: Mapped[str] = plain(String(200), default="")
    text: Mapped[bytes | None] = sealed()
    why: Mapped[bytes | None] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    owner_id: Mapped[int | None] = plain(index=True)
    due_on: Mapped[date | None] = plain(Date)
    done_on: Mapped[date | None] = plain(Date)
    done_by: Mapped[int | None] = plain()
    result: Mapped[bytes | None] = sealed()
    dropped_by: Mapped[int | None] = plain()
    dropped_at: Mapped[datetime | None] = plain()
    why_dropped: Mapped[bytes | None] = sealed()


class PlanShare(Base):
    """The case is investigated together with another one, whose plan it looks at: no name and no room goes with it."""

    __tablename__ = "plan_share"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    other_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    ended_at: Mapped[datetime | None] = plain()
    ended_by: Mapped[int | None] = plain()


class Mediation(Base):
    """A try to settle it between the two sides: proposed, agreed, under way, signed; ended with or without. `way`:
    mediation, or an informal resolution. The mediator is one of the staff, or somebody from outside in words."""

    __tablename__ = "mediation"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    way: Mapped[str] = plain(String(20))
    state: Mapped[str] = plain(String(20), default="proposed")
    state_since: Mapped[datetime] = plain()
    what: Mapped[bytes] = sealed()
    mediator_id: Mapped[int | None] = plain()
    mediator: Mapped[bytes | None] = sealed()
    agreement: Mapped[bytes | None] = sealed()
    written_by: Mapped[int | None] = plain()
    written_at: Mapped[datetime | None] = plain()
    why_ended: Mapped[bytes | None] = sealed()
    ended_by: Mapped[int | None] = plain()
    ended_at: Mapped[datetime | None] = plain()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    version: Mapped[int] = plain(default=1)


class MediationSide(Base):
    """One of the two sides. `asked`: they asked for it of their own accord. `consents`, `signs`: yes, no, or empty
    while it is open; how is in the things given to them (`consent_id`, `agreement_id`), or in the words of who wrote
    it down."""

    __tablename__ = "mediation_side"
    __table_args__ = (UniqueConstraint("mediation_id", "party_id"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    mediation_id: Mapped[int] = plain(ForeignKey(Mediation.id))
    party_id: Mapped[int] = plain(ForeignKey(Party.id), index=True)
    asked: Mapped[bool] = plain(default=False)
    consent_id: Mapped[int | None] = plain()
    consents: Mapped[str] = plain(String(5), default="")
    consents_on: Mapped[date | None] = plain(Date)
    consent_words: Mapped[bytes | None] = sealed()
    consent_by: Mapped[int | None] = plain()
    agreement_id: Mapped[int | None] = plain()
    signs: Mapped[str] = plain(String(5), default="")
    signs_on: Mapped[date | None] = plain(Date)
    sign_words: Mapped[bytes | None] = sealed()
    sign_by: Mapped[int | None] = plain()


class MediationSession(Base):
    """That they met, when, and where it stands: never what was said."""

    __tablename__ = "mediation_session"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    mediation_id: Mapped[int] = plain(ForeignKey(Mediation.id), index=True)
    on: Mapped[date] = plain("on_day", Date)
    note: Mapped[bytes | None] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()


class PoliceReport(Base):
    """Whether it was reported to the police or another authority, and all around it. Never edited: what changes is a
    newer row, and the newest holds."""

    __tablename__ = "police_report"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    state: Mapped[str] = plain(String(20))
    decided_on: Mapped[date] = plain(Date)
    decided_by: Mapped[bytes] = sealed()
    wishes: Mapped[bytes | None] = sealed()
    preserved: Mapped[bytes | None] = sealed()
    authority: Mapped[bytes | None] = sealed()
    reference: Mapped[bytes | None] = sealed()
    reported_on: Mapped[date | None] = plain(Date)
    asked_to_wait: Mapped[bytes | None] = sealed()
    wait_from: Mapped[date | None] = plain(Date)
    wait_until: Mapped[date | None] = plain(Date)
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
