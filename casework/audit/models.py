"""The trail's rows: ids only. A chain a case, one for the installation, one for EAP."""

from datetime import datetime

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped

from casework.db import Base, keyed, new_id, plain


class TrailEntry(Base):
    """One thing that was done. `mac` covers the entry and the one before it."""

    __tablename__ = "trail_entry"
    __table_args__ = (
        UniqueConstraint("chain", "seq"),
        Index("ix_trail_entry_reads", "chain", "actor_id", "tag", "at"),
        Index("ix_trail_entry_at", "at", "id"),
    )

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    chain: Mapped[int] = plain()
    seq: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    actor_kind: Mapped[str] = plain(String(20))
    actor_id: Mapped[int] = plain()
    tag: Mapped[str] = plain(String(40))
    ids: Mapped[str] = plain(Text)
    key_version: Mapped[int] = plain()
    mac: Mapped[bytes] = keyed()


class TrailHead(Base):
    """The newest entry of a chain; locked to add the next."""

    __tablename__ = "trail_head"

    chain: Mapped[int] = plain(primary_key=True, autoincrement=False)
    seq: Mapped[int] = plain()
    mac: Mapped[bytes] = keyed()
