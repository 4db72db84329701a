"""What leads to a new password: that somebody asked, and changes of the address to which the link is mailed."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from casework.db import Base, keyed, new_id, plain, server

from .accounts import Person


class ResetAsked(Base):
    """An address that was typed. Whose it is, if anybody's, is looked at later, by nobody who waits for an answer."""

    __tablename__ = "reset_asked"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    address: Mapped[bytes] = server()
    at: Mapped[datetime] = plain()


class AddressChange(Base):
    """`objection`: the link by which the owner, at the address of before, says that it was not them."""

    __tablename__ = "address_change"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    person_id: Mapped[int] = plain(ForeignKey(Person.id), index=True)
    before: Mapped[bytes] = server()
    by: Mapped[int] = plain()
    at: Mapped[datetime] = plain()
    objection: Mapped[bytes | None] = keyed(unique=True)
    undone_at: Mapped[datetime | None] = plain()
