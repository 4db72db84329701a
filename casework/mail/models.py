"""Mail that waits, and what each person wants to be told."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped

from casework.db import Base, new_id, plain, server
from casework.people.models import Person


class Outbox(Base):
    """One mail that waits to be sent; the row goes when it is. `lease` and `leased_until`: who sends it now.

    Given up (`given_up_at`): address and words are gone, and why stays for the administrator, as a word and a number.
    """

    __tablename__ = "outbox"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    person_id: Mapped[int] = plain(ForeignKey(Person.id), index=True)
    notice: Mapped[str] = plain(String(40))
    address: Mapped[bytes | None] = server()
    subject: Mapped[bytes | None] = server()
    body: Mapped[bytes | None] = server()
    queued_at: Mapped[datetime] = plain()
    due_at: Mapped[datetime] = plain(index=True)
    expires_at: Mapped[datetime] = plain()
    tries: Mapped[int] = plain(default=0)
    lease: Mapped[int | None] = plain()
    leased_until: Mapped[datetime | None] = plain()
    refusal: Mapped[str] = plain(String(40), default="")
    given_up_at: Mapped[datetime | None] = plain()


class ToldOnce(Base):
    """That somebody was told of something on a day: not again on that day, whichever process asks."""

    __tablename__ = "told_once"

    person_id: Mapped[int] = plain(ForeignKey(Person.id), primary_key=True, autoincrement=False)
    notice: Mapped[str] = plain(String(40), primary_key=True)
    day: Mapped[date] = plain(Date, primary_key=True)


class ToldChoice(Base):
    """Somebody chose whether to be told of one kind of news; without a row it is as the notice has it."""

    __tablename__ = "told_choice"

    person_id: Mapped[int] = plain(ForeignKey(Person.id), primary_key=True, autoincrement=False)
    notice: Mapped[str] = plain(String(40), primary_key=True)
    wanted: Mapped[bool] = plain()
