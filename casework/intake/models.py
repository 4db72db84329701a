"""What waits before a report is complete."""

from datetime import datetime

from sqlalchemy.orm import Mapped

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
