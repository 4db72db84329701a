"""Recovery's ceremonies: asked for here, answered where the share cards are."""

from datetime import datetime

from sqlalchemy import LargeBinary, String, Text
from sqlalchemy.orm import Mapped

from casework.db import Base, keyed, new_id, plain, server


class Ceremony(Base):
    """`lookup` names the request in its paper; `digest` is of the paper as it left. `people`: ids with the generation
    of their key, as JSON. `present`: who was there, in their own words. `seals` were opened, `shut` were not."""

    __tablename__ = "recovery_ceremony"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    lookup: Mapped[bytes] = keyed(LargeBinary(16), unique=True)
    digest: Mapped[bytes] = keyed()
    key_version: Mapped[int] = plain()
    purpose: Mapped[str] = plain(String(10))
    pair: Mapped[int] = plain()
    people: Mapped[str] = plain(Text, default="[]")
    asked_at: Mapped[datetime] = plain()
    present: Mapped[bytes | None] = server()
    answered_at: Mapped[datetime | None] = plain()
    ended_at: Mapped[datetime | None] = plain()
