"""What an organisation writes its letters with, in its own words. Every version stays: letters say which they used."""

from datetime import datetime

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped

from casework.db import Base, new_id, plain


class LetterTemplate(Base):
    """The words of one kind of letter; the newest version holds. `text` empty: from here on the shipped words again.
    `passed`: why words that forbid talk are none here, where a check took them for such."""

    __tablename__ = "letter_template"
    __table_args__ = (UniqueConstraint("kind", "version"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    kind: Mapped[str] = plain(String(30))
    version: Mapped[int] = plain()
    subject: Mapped[str] = plain(String(200), default="")
    text: Mapped[str] = plain(Text, default="")
    passed: Mapped[str] = plain(Text, default="")
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()


class Letterhead(Base):
    """Name and address as they stand above each letter, and a picture, if any: `picture_kind` is png or jpeg. `lang`:
    in which language the letters are written, as in BCP 47."""

    __tablename__ = "letterhead"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    version: Mapped[int] = plain(unique=True)
    name: Mapped[str] = plain(String(200))
    lines: Mapped[str] = plain(Text, default="")
    foot: Mapped[str] = plain(Text, default="")
    lang: Mapped[str] = plain(String(10), default="en")
    picture: Mapped[bytes | None] = plain()
    picture_kind: Mapped[str] = plain(String(10), default="")
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
