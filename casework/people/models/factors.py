"""Second factors beside the phone: printed codes and passkeys, each of one generation of their owner's key."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped

from casework.db import Base, keyed, new_id, plain, server

from .accounts import Person


class PrintedCode(Base):
    """One of ten on paper, by a tag that nobody can turn back without the pepper."""

    __tablename__ = "printed_code"

    tag: Mapped[bytes] = keyed(primary_key=True)
    person_id: Mapped[int] = plain(ForeignKey(Person.id), index=True)
    generation: Mapped[int] = plain()
    made_at: Mapped[datetime] = plain()
    used_at: Mapped[datetime | None] = plain()


class Passkey(Base):
    """`wrapped`: the private half under what the passkey alone can say (PRF), where its owner wants to sign in with
    it alone. MACed: a row that somebody else put there proves nothing."""

    __tablename__ = "passkey"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    person_id: Mapped[int] = plain(ForeignKey(Person.id), index=True)
    generation: Mapped[int] = plain()
    credential: Mapped[bytes] = keyed(unique=True)
    public: Mapped[bytes] = keyed()
    mac: Mapped[bytes] = keyed()
    sign_count: Mapped[int] = plain(default=0)
    transports: Mapped[str] = plain(String(80), default="")
    name: Mapped[bytes] = server()
    can_open: Mapped[bool] = plain(default=False)
    wrapped: Mapped[bytes | None] = keyed()
    created_at: Mapped[datetime] = plain()
    used_at: Mapped[datetime | None] = plain()
