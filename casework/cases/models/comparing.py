"""What decided cases came to, for who decides the next one: numbers without a name, and where those of a case lie."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from casework.db import Base, new_id, plain, server

from .case import Case


class ComparatorPage(Base):
    """Some hundred decisions in one sealed value of one length, in no order that time has to do with. It belongs to no
    case. `version` grows with each writing."""

    __tablename__ = "comparator_page"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    records: Mapped[bytes] = server()
    used: Mapped[int] = plain()
    version: Mapped[int] = plain(default=1)


class ComparatorEntry(Base):
    """Where the record of a decision lies, under its case's own secret: with that gone nothing leads from one to the
    other. `about_id`: the decision, or the step of a time before there were any. `kept` is None where nothing was to
    be compared."""

    __tablename__ = "comparator_entry"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(ForeignKey(Case.id), index=True)
    about_id: Mapped[int] = plain(unique=True)
    kept: Mapped[bytes | None] = server()
    at: Mapped[datetime] = plain()
