"""The organisation: its settings and sites, its employees as the directory has them, and who reads what comes in."""

from datetime import date, datetime

from sqlalchemy import Date, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped

from casework.db import Base, keyed, new_id, plain, server


class Setting(Base):
    """One setting of `/settings` by name; its value as JSON. Nothing personal and no secret belongs here."""

    __tablename__ = "setting"

    name: Mapped[str] = plain(String(60), primary_key=True)
    value: Mapped[str] = plain(Text)
    changed_by: Mapped[int] = plain()
    changed_at: Mapped[datetime] = plain()


class Site(Base):
    """A place of work, with its time zone and the numbers to call there."""

    __tablename__ = "site"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    name: Mapped[str] = plain(String(120))
    zone: Mapped[str] = plain(String(60))
    country: Mapped[str] = plain(String(10), default="EU")
    danger: Mapped[str] = plain(String(120), default="")
    support: Mapped[str] = plain(Text, default="")
    closed_at: Mapped[datetime | None] = plain()


class Route(Base):
    """Who gets what comes in: `kind` and `site_id` ("" and 0: any) → a person, as reader, identity or alternate."""

    __tablename__ = "route"
    __table_args__ = (UniqueConstraint("kind", "site_id", "person_id", "duty"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    kind: Mapped[str] = plain(String(40), default="")
    site_id: Mapped[int] = plain(default=0)
    person_id: Mapped[int] = plain()
    duty: Mapped[str] = plain(String(20))
    set_by: Mapped[int] = plain()
    set_at: Mapped[datetime] = plain()
    mac: Mapped[bytes] = keyed()


class Employee(Base):
    """One line of the directory. Found by tags of its id: equality only, for walls and earlier cases."""

    __tablename__ = "employee"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    tag: Mapped[bytes] = keyed(unique=True)
    manager_tag: Mapped[bytes | None] = keyed(index=True)
    same_as: Mapped[bytes | None] = keyed(index=True)
    number: Mapped[bytes] = server()
    name: Mapped[bytes] = server()
    name_tag: Mapped[bytes] = keyed(index=True)
    email: Mapped[bytes] = server()
    email_tag: Mapped[bytes | None] = keyed(index=True)
    department: Mapped[str] = plain(String(120), default="")
    location: Mapped[str] = plain(String(120), default="")
    employer: Mapped[bytes] = server()
    agreement: Mapped[bytes] = server()
    starts_on: Mapped[date | None] = plain(Date)
    ends_on: Mapped[date | None] = plain(Date)
    imported_at: Mapped[datetime] = plain()


class DirectoryImport(Base):
    """A directory that was read and not confirmed yet: nothing of it counts. Forgotten after a day."""

    __tablename__ = "directory_import"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    by: Mapped[int] = plain()
    read_at: Mapped[datetime] = plain()
    leavers: Mapped[bool] = plain(default=False)
    base: Mapped[str] = plain(String(80))
    lines: Mapped[bytes] = server()
