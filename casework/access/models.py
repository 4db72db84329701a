"""A wall between a person and a case: a conflict of interest, which beats every role."""

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from casework.db import Base, new_id, plain


class Wall(Base):
    """`cause`: party, named, excluded, line, kin, declared. `state`: raised (hides at once), confirmed, lifted.
    Raised walls whose cause has gone are lifted by the next recomputing, those of a person's word are not."""

    __tablename__ = "wall"
    __table_args__ = (
        UniqueConstraint("case_id", "person_id", "cause"),
        Index("ix_wall_person", "person_id", "state"),
    )

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    case_id: Mapped[int] = plain(index=True)
    person_id: Mapped[int] = plain()
    cause: Mapped[str] = plain(String(20))
    state: Mapped[str] = plain(String(20), default="raised")
    raised_at: Mapped[datetime] = plain()
    raised_by: Mapped[int] = plain(default=0)
    decided_by: Mapped[int | None] = plain()
    decided_at: Mapped[datetime | None] = plain()
