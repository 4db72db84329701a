"""Who signs in elsewhere, with the keys that the server keeps for them; and what a directory says of people's roles."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped

from casework.db import Base, keyed, plain

from .accounts import Person, RoleGrant


class SsoSubject(Base):
    """Whose account a provider's subject is, by a tag over issuer and subject: equality only."""

    __tablename__ = "sso_subject"

    tag: Mapped[bytes] = keyed(primary_key=True)
    person_id: Mapped[int] = plain(ForeignKey(Person.id), unique=True)
    linked_at: Mapped[datetime] = plain()


class ServerKeptKey(Base):
    """The private half of one generation under the root's `sso-wrap`, opened once a token was found good."""

    __tablename__ = "server_kept_key"

    person_id: Mapped[int] = plain(ForeignKey(Person.id), primary_key=True, autoincrement=False)
    generation: Mapped[int] = plain(primary_key=True, autoincrement=False)
    wrapped: Mapped[bytes] = keyed()
    since: Mapped[datetime] = plain()


class RoleClaim(Base):
    """A role that the provider or the directory says somebody has. `grant_id`: given by it; else a lead decides."""

    __tablename__ = "role_claim"

    person_id: Mapped[int] = plain(ForeignKey(Person.id), primary_key=True, autoincrement=False)
    role: Mapped[str] = plain(String(40), primary_key=True)
    source: Mapped[str] = plain(String(10), primary_key=True)
    since: Mapped[datetime] = plain()
    grant_id: Mapped[int | None] = plain(ForeignKey(RoleGrant.id))
    declined_by: Mapped[int | None] = plain()
    declined_at: Mapped[datetime | None] = plain()
