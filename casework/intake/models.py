"""What waits before a report is complete, and the short stay of a reporter who came back with a receipt."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from casework.cases.models import Party
from casework.db import Base, keyed, new_id, plain, sealed


class ReportDraft(Base):
    """Left to come back to: all that was typed, with the keys of its files, sealed to the receipt that was shown."""

    __tablename__ = "report_draft"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    receipt: Mapped[bytes] = keyed(unique=True)
    written: Mapped[bytes] = sealed()
    kept_at: Mapped[datetime] = plain()
    expires_at: Mapped[datetime] = plain(index=True)


class PendingFile(Base):
    """An encrypted file that no case has yet; its key is with the form or the draft, and it goes when that does."""

    __tablename__ = "pending_file"

    file_id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    expires_at: Mapped[datetime] = plain(index=True)


class ReporterSession(Base):
    """`wrapped`: the reporter's private half under the cookie, which is not here. Neither alone opens anything."""

    __tablename__ = "reporter_session"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    cookie_hash: Mapped[bytes] = keyed(unique=True)
    party_id: Mapped[int] = plain(ForeignKey(Party.id))
    wrapped: Mapped[bytes] = keyed()
    ends_at: Mapped[datetime] = plain(index=True)
