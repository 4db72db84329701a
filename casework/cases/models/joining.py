"""Access given to a colleague in one go, and what somebody held who left: numbers of cases and rooms, never keys."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped

from casework.db import Base, new_id, plain, server

from .case import Case


class BulkGrant(Base):
    """`how`: chosen, kind, like, back. `source_id`: whose cases, for `like`; `numbers`: ids of those chosen. `after` is
    the last case that was looked at: what is left beyond it is found from the seals themselves. `why`: identities are
    given, which each one's own record says too."""

    __tablename__ = "bulk_grant"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    person_id: Mapped[int] = plain()
    generation: Mapped[int] = plain()
    by: Mapped[int] = plain(index=True)
    how: Mapped[str] = plain(String(10))
    kind: Mapped[str] = plain(String(30), default="")
    source_id: Mapped[int] = plain(default=0)
    numbers: Mapped[str] = plain(Text, default="")
    identities: Mapped[bool] = plain(default=False)
    why: Mapped[bytes | None] = server()
    total: Mapped[int] = plain()
    given: Mapped[int] = plain(default=0)
    shut: Mapped[int] = plain(default=0)
    after: Mapped[int] = plain(default=0)
    begun_at: Mapped[datetime] = plain()
    ended_at: Mapped[datetime | None] = plain()


class Handover(Base):
    """Somebody left or was suspended. `cause`: suspended, left, directory, scim. `keys_ended_at`: every key that
    somebody else holds too has ended; `closed_at`: a lead ended what was left as well, or they came back."""

    __tablename__ = "handover"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    person_id: Mapped[int] = plain(index=True)
    cause: Mapped[str] = plain(String(20))
    opened_at: Mapped[datetime] = plain()
    opened_by: Mapped[int] = plain(default=0)
    after: Mapped[int] = plain(default=0)
    keys_ended_at: Mapped[datetime | None] = plain()
    final: Mapped[bool] = plain(default=False)
    closed_at: Mapped[datetime | None] = plain()
    closed_by: Mapped[int | None] = plain()


class HandoverCase(Base):
    """A case of which somebody held keys when they left: whether of its file, of an identity, of rooms beside them."""

    __tablename__ = "handover_case"
    __table_args__ = (Index("ix_handover_case_case", "case_id"),)

    handover_id: Mapped[int] = plain(ForeignKey(Handover.id), primary_key=True, autoincrement=False)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), primary_key=True, autoincrement=False)
    reads_file: Mapped[bool] = plain(default=False)
    identity: Mapped[bool] = plain(default=False)
    beside: Mapped[bool] = plain(default=False)
