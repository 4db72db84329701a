"""A charge, a claim or a lawsuit on a case: an agency's or a court's, with its course and its days."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped

from casework.db import Base, new_id, plain, sealed, server

from .case import Case


class Proceeding(Base):
    """`kind`: agency charge, agency complaint, tribunal claim, lawsuit. `agency` and `bases` are the server's tier as
    an allegation's are; its number there and who stands against whom lie in the file. `law`: whose clocks it has."""

    __tablename__ = "proceeding"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    kind: Mapped[str] = plain(String(20))
    state: Mapped[str] = plain(String(30))
    state_since: Mapped[datetime] = plain()
    law: Mapped[str] = plain(String(10), default="")
    agency: Mapped[bytes] = server()
    bases: Mapped[bytes] = server()
    number: Mapped[bytes | None] = sealed()
    parties: Mapped[bytes | None] = sealed()
    filed_on: Mapped[date | None] = plain(Date)
    noticed_on: Mapped[date | None] = plain(Date)
    received_on: Mapped[date] = plain(Date)
    opened_by: Mapped[int] = plain()
    opened_at: Mapped[datetime] = plain()
    ended_on: Mapped[date | None] = plain(Date)
    version: Mapped[int] = plain(default=1)


class ProceedingStep(Base):
    """One step that was taken, on which day, and what is to be said of it."""

    __tablename__ = "proceeding_step"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    proceeding_id: Mapped[int] = plain(ForeignKey(Proceeding.id), index=True)
    step: Mapped[str] = plain(String(30))
    to_state: Mapped[str] = plain(String(30))
    on: Mapped[date] = plain("on_day", Date)
    reason: Mapped[bytes | None] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()


class Deadline(Base):
    """A day by which something of a proceeding is due. `rule`: of a country pack, empty when it was typed, and then
    `what` says it in the file. One that moves is never edited: a newer row names it in `replaces_id`, with why."""

    __tablename__ = "deadline"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    proceeding_id: Mapped[int] = plain(ForeignKey(Proceeding.id), index=True)
    rule: Mapped[str] = plain(String(60), default="")
    source: Mapped[str] = plain(String(200), default="")
    what: Mapped[bytes | None] = sealed()
    due_on: Mapped[date] = plain(Date)
    replaces_id: Mapped[int | None] = plain()
    reason: Mapped[bytes | None] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    ended_at: Mapped[datetime | None] = plain()
    ended_by: Mapped[int | None] = plain()
    how: Mapped[str] = plain(String(20), default="")
