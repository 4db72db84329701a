"""The demo's one liberty with the verbs: nobody looks at a case between two of them while it is being told.

So what is due next, and the keys that lists are walked by, are worked out once, when the case is told; nothing is
locked against others, for there are none; a site's days are looked up once; and what the rules look at is read again
only after a row that they look at was written. (Who took part in decisions is asked for appeals alone, and whoever
decides one is added just before.) Every rule is still asked, every guard judged, every entry put on the trail. Holds
for the process that makes the demo, which serves nothing meanwhile.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from casework.access.models import Wall
from casework.cases.actions import case as cases
from casework.cases.lifecycle.clock import Place
from casework.cases.models import Case, Declaration, Party
from casework.cases.queries import clocks, matter
from casework.cases.queries.matter import CaseMatter
from casework.vault.models import Seal

LOOKED_AT = (Declaration, Party, Seal, Wall)
SEALS = tuple(f"{verb} {Seal.__tablename__} " for verb in ("INSERT INTO", "DELETE FROM", "UPDATE"))
CLOCKS: Any = clocks
MATTER: Any = matter
CASES: Any = cases


@contextmanager
def unwatched(db: Session) -> Iterator[None]:
    """For cases told one after the other in this session."""
    kept = MATTER.of, CASES.keep_in_step, CASES.lock, CLOCKS.place
    remembered = _Remembered()
    event.listen(db, "after_flush", remembered.forget)
    event.listen(db, "do_orm_execute", remembered.forget_asked)
    event.listen(db.get_bind(), "before_cursor_execute", remembered.forget_written)
    MATTER.of, CASES.keep_in_step, CASES.lock, CLOCKS.place = (
        remembered.matter,
        _later,
        remembered.matter,
        remembered.place,
    )
    try:
        yield
    finally:
        MATTER.of, CASES.keep_in_step, CASES.lock, CLOCKS.place = kept
        event.remove(db, "after_flush", remembered.forget)
        event.remove(db, "do_orm_execute", remembered.forget_asked)
        event.remove(db.get_bind(), "before_cursor_execute", remembered.forget_written)


class _Remembered:
    """What was read of cases and sites, until something of it changes."""

    def __init__(self) -> None:
        self._matters: dict[int, CaseMatter] = {}
        self._places: dict[int, Place] = {}
        self._read_matter, self._read_place = matter.of, clocks.place

    def matter(self, db: Session, case: Case, _: object = None) -> CaseMatter:
        if db.new:
            db.flush()
        found = self._matters.get(case.id) or self._matters.setdefault(case.id, self._read_matter(db, case))
        decided = found.decided_by | ({case.investigator_id} if case.investigator_id else set())
        now = {"kind": case.kind, "state": case.state, "investigator_id": case.investigator_id}
        return replace(found, decided_by=decided, **now)  # type: ignore[arg-type]

    def place(self, db: Session, site_id: int) -> Place:
        return self._places.get(site_id) or self._places.setdefault(site_id, self._read_place(db, site_id))

    def forget(self, db: Session, _: Any) -> None:
        if any(isinstance(row, LOOKED_AT) for row in (*db.new, *db.dirty, *db.deleted)):
            self._matters.clear()

    def forget_written(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        """Seals are written past the session, by statements that are made once."""
        if statement.startswith(SEALS):
            self._matters.clear()

    def forget_asked(self, asked: ORMExecuteState) -> None:
        """Or many by one statement."""
        if not asked.is_select and asked.bind_mapper is not None and asked.bind_mapper.class_ in LOOKED_AT:
            self._matters.clear()


def _later(_: Session, __: Case, **___: object) -> None:
    """`making` does it when the case is told."""
