"""A hold: what falls under it is neither destroyed nor taken back, from when proceedings are anticipated on."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped

from casework.db import MATTER, Base, new_id, plain, sealed, server


class Hold(Base):
    """`id` is the vault's case. `why` and `about` (which proceedings) lie in its `hold` room, what custodians are told
    in `notice`. `anticipated_on`: since when proceedings were to be expected."""

    __tablename__ = "hold"
    __table_args__ = MATTER

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    number: Mapped[str] = plain(String(20), unique=True)
    anticipated_on: Mapped[date] = plain(Date)
    why: Mapped[bytes] = sealed()
    about: Mapped[bytes] = sealed()
    notice: Mapped[bytes] = sealed()
    placed_by: Mapped[int] = plain()
    placed_at: Mapped[datetime] = plain()
    released_at: Mapped[datetime | None] = plain(index=True)
    released_by: Mapped[int | None] = plain()
    why_released: Mapped[bytes | None] = sealed()
    version: Mapped[int] = plain(default=1)


class HoldScope(Base):
    """One of the things that a hold is of. `what`: kind, case, tag of a person or department, from and to as JSON;
    the server acts on it with nobody signed in, under the hold's own secret. `shown`: a person as they were named, in
    the `hold` room."""

    __tablename__ = "hold_scope"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    hold_id: Mapped[int] = plain(ForeignKey(Hold.id), index=True)
    what: Mapped[bytes] = server()
    shown: Mapped[bytes | None] = sealed()
    added_by: Mapped[int] = plain()
    added_at: Mapped[datetime] = plain()
