"""Accounts: people, their roles, how they prove themselves, and their sessions."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped

from casework.db import Base, keyed, new_id, plain, sealed, server


class Person(Base):
    """A member of staff. Staff names stand on public forms, so they are plain; addresses are not."""

    __tablename__ = "person"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    name: Mapped[str] = plain(String(120))
    duty: Mapped[str] = plain(String(120), default="")
    email: Mapped[bytes] = server()
    email_index: Mapped[bytes] = keyed(unique=True)
    employee_index: Mapped[bytes | None] = keyed(index=True)
    state: Mapped[str] = plain(String(20), default="invited")
    generation: Mapped[int] = plain(default=0)
    zone: Mapped[str] = plain(String(60), default="")
    created_at: Mapped[datetime] = plain()
    created_by: Mapped[int] = plain(default=0)


class Admission(Base):
    """A lead compared the fingerprint of this generation by voice; without it nothing is sealed to the person."""

    __tablename__ = "admission"

    person_id: Mapped[int] = plain(ForeignKey(Person.id), primary_key=True, autoincrement=False)
    generation: Mapped[int] = plain(primary_key=True, autoincrement=False)
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    mac: Mapped[bytes] = keyed()


class RoleGrant(Base):
    """A role, given and perhaps taken back. MACed: the row decides who is sealed to."""

    __tablename__ = "role_grant"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    person_id: Mapped[int] = plain(ForeignKey(Person.id), index=True)
    role: Mapped[str] = plain(String(40))
    given_by: Mapped[int] = plain()
    given_at: Mapped[datetime] = plain()
    ended_by: Mapped[int | None] = plain()
    ended_at: Mapped[datetime | None] = plain()
    mac: Mapped[bytes] = keyed()


class Credential(Base):
    """How one generation of a key pair is opened by its owner."""

    __tablename__ = "credential"

    person_id: Mapped[int] = plain(ForeignKey(Person.id), primary_key=True, autoincrement=False)
    generation: Mapped[int] = plain(primary_key=True, autoincrement=False)
    salt: Mapped[bytes] = keyed()
    verifier: Mapped[bytes] = keyed()
    by_password: Mapped[bytes] = keyed()
    by_recovery_code: Mapped[bytes] = keyed()
    totp: Mapped[bytes | None] = server()
    totp_step: Mapped[int] = plain(default=0)
    changed_at: Mapped[datetime] = plain()


class UserSession(Base):
    """`wrapped`: the private half under the cookie, which is not here; it goes when the session expires, while
    person and hash stay for a day so that a late POST is kept for its writer."""

    __tablename__ = "user_session"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    cookie_hash: Mapped[bytes] = keyed(unique=True)
    person_id: Mapped[int] = plain(ForeignKey(Person.id), index=True)
    generation: Mapped[int] = plain()
    stage: Mapped[str] = plain(String(20))
    wrapped: Mapped[bytes | None] = keyed()
    device: Mapped[str] = plain(String(80), default="")
    created_at: Mapped[datetime] = plain()
    seen_at: Mapped[datetime] = plain()
    ends_at: Mapped[datetime] = plain()
    stepped_up_at: Mapped[datetime | None] = plain()
    ended_at: Mapped[datetime | None] = plain()


class OneTimeLink(Base):
    """Looking at it uses nothing up; what it is for is POSTed."""

    __tablename__ = "one_time_link"

    lookup: Mapped[bytes] = keyed(primary_key=True)
    purpose: Mapped[str] = plain(String(20))
    person_id: Mapped[int] = plain(ForeignKey(Person.id), index=True)
    expires_at: Mapped[datetime] = plain()
    used_at: Mapped[datetime | None] = plain()


class Attempt(Base):
    """A sign-in that failed, counted by account and by address; both as tags that nobody can turn back."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_tag_at", "tag", "at"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    tag: Mapped[bytes] = keyed()
    at: Mapped[datetime] = plain()


class Draft(Base):
    """What somebody typed when their session was over already, sealed to them."""

    __tablename__ = "draft"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    person_id: Mapped[int] = plain(ForeignKey(Person.id), index=True)
    written: Mapped[bytes] = sealed()
    kept_at: Mapped[datetime] = plain()


class FormNonce(Base):
    """A form that was sent: sending it again does nothing twice."""

    __tablename__ = "form_nonce"

    digest: Mapped[bytes] = keyed(primary_key=True)
    taken_at: Mapped[datetime] = plain(index=True)
