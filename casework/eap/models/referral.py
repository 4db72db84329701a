"""A referral, its people, and what is said in it."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped

from casework.db import MATTER, Base, keyed, new_id, plain, sealed, server


class Referral(Base):
    """`id` is the vault's case. `number`: six random digits, unique. `kind`: self, informal, management. `need`: one of
    `NEEDS`. `begun_on`: the day alone, so that times tell nothing of who wrote."""

    __tablename__ = "referral"
    __table_args__ = MATTER

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    number: Mapped[str] = plain(String(12), unique=True)
    kind: Mapped[bytes] = server()
    state: Mapped[bytes] = server()
    need: Mapped[bytes] = server()
    wishes: Mapped[bytes | None] = sealed()
    begun_on: Mapped[date] = plain(Date, index=True)
    version: Mapped[int] = plain(default=1)


class ReferralParty(Base):
    """The employee, or who referred them; the owner of a pair of their own. Name, contact and words lie in the
    `support` room. `receipt` finds somebody without an account; `staff`: a tag of the account that suggested it."""

    __tablename__ = "referral_party"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    referral_id: Mapped[int] = plain(ForeignKey(Referral.id), index=True)
    role: Mapped[str] = plain(String(20))
    name: Mapped[bytes | None] = sealed()
    contact: Mapped[bytes | None] = sealed()
    receipt: Mapped[bytes | None] = keyed(unique=True)
    staff: Mapped[bytes | None] = keyed(index=True)
    added_on: Mapped[date] = plain(Date)


class ReferralStep(Base):
    """One step that was taken. `by`: the coordinator; 0 for the employee."""

    __tablename__ = "referral_step"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    referral_id: Mapped[int] = plain(ForeignKey(Referral.id), index=True)
    step: Mapped[bytes] = server()
    to_state: Mapped[bytes] = server()
    on_their_word: Mapped[bool] = plain(default=False)
    by: Mapped[int] = plain(default=0)
    at: Mapped[datetime] = plain()


class SupportMessage(Base):
    """Between the employee and the coordinators; `of`: the party who wrote, 0 for a coordinator. What a referrer adds
    is put in by the drop box, and never read back by them."""

    __tablename__ = "support_message"
    __table_args__ = (Index("ix_support_message_referral", "referral_id", "at"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    referral_id: Mapped[int] = plain(ForeignKey(Referral.id))
    of: Mapped[int] = plain(default=0)
    by: Mapped[int] = plain(default=0)
    text: Mapped[bytes] = sealed()
    at: Mapped[datetime] = plain()
    read_at: Mapped[datetime | None] = plain()


class ReferralNote(Base):
    """A coordinator's own note, for coordinators: arrangements, never anything clinical."""

    __tablename__ = "referral_note"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    referral_id: Mapped[int] = plain(ForeignKey(Referral.id), index=True)
    text: Mapped[bytes] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()


class Danger(Base):
    """Danger to somebody, or a duty to report: one coordinator acts at once, a second reviews after."""

    __tablename__ = "referral_danger"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    referral_id: Mapped[int] = plain(ForeignKey(Referral.id), index=True)
    ground: Mapped[bytes] = server()
    what: Mapped[bytes] = sealed()
    told_whom: Mapped[bytes] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    reviewed_by: Mapped[int | None] = plain()
    reviewed_at: Mapped[datetime | None] = plain()
    review: Mapped[bytes | None] = sealed()
    agreed: Mapped[bool | None] = plain()
