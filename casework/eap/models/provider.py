"""Who helps: the organisation's directory of providers, and whom a referral was placed with."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped

from casework.db import Base, new_id, plain, server

from .referral import Referral


class Provider(Base):
    """A line of the directory, shown on public pages where `public`. `areas`, `languages`, `places`: JSON lists of
    codes; no place at all: everywhere. `capacity`: how many referrals at a time, none: no limit. `line`: answers day
    and night."""

    __tablename__ = "eap_provider"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    name: Mapped[str] = plain(String(120))
    areas: Mapped[str] = plain(Text, default="[]")
    languages: Mapped[str] = plain(Text, default="[]")
    places: Mapped[str] = plain(Text, default="[]")
    ways: Mapped[str] = plain(Text, default="[]")
    cost: Mapped[str] = plain(String(200), default="")
    contact: Mapped[str] = plain(String(300), default="")
    about: Mapped[str] = plain(Text, default="")
    capacity: Mapped[int | None] = plain()
    line: Mapped[bool] = plain(default=False)
    public: Mapped[bool] = plain(default=True)
    version: Mapped[int] = plain(default=1)
    added_at: Mapped[datetime] = plain()
    ended_at: Mapped[datetime | None] = plain()


class Placement(Base):
    """A provider that was asked for one referral. `provider` and `answer` say what the need is: the server's tier."""

    __tablename__ = "eap_placement"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    referral_id: Mapped[int] = plain(ForeignKey(Referral.id), index=True)
    provider: Mapped[bytes] = server()
    answer: Mapped[bytes] = server()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    ended_at: Mapped[datetime | None] = plain()
