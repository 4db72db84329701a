"""What may be told of a referral, to whom, until when; and that it was told."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from casework.db import Base, new_id, plain, sealed, server

from .referral import Referral


class Appointment(Base):
    """When, how, and whether it was kept: `outcome` is planned, attended, missed or cancelled; of why nothing."""

    __tablename__ = "eap_appointment"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    referral_id: Mapped[int] = plain(ForeignKey(Referral.id), index=True)
    starts: Mapped[bytes] = server()
    way: Mapped[bytes] = server()
    outcome: Mapped[bytes] = server()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()


class Release(Base):
    """The employee's consent to a disclosure. `said`: the elements as JSON, as they were signed. `recipient`, `scope`,
    `expires_on` and `revoked` decide with nobody signed in: the server's tier."""

    __tablename__ = "eap_release"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    referral_id: Mapped[int] = plain(ForeignKey(Referral.id), index=True)
    recipient: Mapped[bytes] = server()
    scope: Mapped[bytes] = server()
    expires_on: Mapped[bytes] = server()
    revoked: Mapped[bytes] = server()
    said: Mapped[bytes] = sealed()
    signed: Mapped[bytes] = sealed()
    at: Mapped[datetime] = plain()


class Disclosure(Base):
    """What a recipient was told under a release, in a room that their key opens while the release lasts; or under a
    court's order that counsel has checked, when `order_id` says so."""

    __tablename__ = "eap_disclosure"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    referral_id: Mapped[int] = plain(ForeignKey(Referral.id), index=True)
    release_id: Mapped[int | None] = plain(ForeignKey(Release.id), index=True)
    order_id: Mapped[int | None] = plain()
    what: Mapped[bytes] = sealed()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
