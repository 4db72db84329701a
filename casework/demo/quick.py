"""The demo's one liberty with the verbs: nobody looks at a case between two of them while it is being told.

So what is due next, and the keys that lists are walked by, are worked out once, when the case is told; nothing is
locked against others, for there are none; a site's days are looked up once; and what the rules look at is read again only after a row that they look at
was written. (Who took part in decisions is asked for appeals alone, and whoever decides one is added just before.)
Every rule is still asked, every guard judged, every entry put on the trail. Holds for the process that makes the demo,
which serves nothing meanwhile.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from casework.access.models import Wall
from casework.cases.actions import case as cases
from casework.cases.lifecycle.clock import Place
from casework.cases.models import Case, Declaration, Party
from casework.cases.queries import clocks, matter
from casework.cases.queries.matter import CaseMatter
from casework.vault.models import Seal

LOOKED_AT = (Declaration, Party, Seal, Wall)


@contextmanager
def unwatched(db: Session) -> Iterator[None]:
    """For cases told one after the other in this session."""
    known: dict[int, CaseMatter] = {}
    places: dict[int, Place] = {}
    read, keep, lock, look_up = matter.of, cases.keep_in_step, cases.lock, clocks.place

    def of(session: Session, case: Case) -> CaseMatter:
        if session.new:
            session.flush()
        found = known.get(case.id) or known.setdefault(case.id, read(session, case))
        decided = found.decided_by | ({case.investigator_id} if case.investigator_id else set())
        return replace(
            found, kind=case.kind, state=case.state, investigator_id=case.investigator_id, decided_by=decided
        )

    def forget(session: Session, _: Any) -> None:
        if any(isinstance(row, LOOKED_AT) for row in (*session.new, *session.dirty, *session.deleted)):
            known.clear()

    def place(session: Session, site_id: int) -> Place:
        return places.get(site_id) or places.setdefault(site_id, look_up(session, site_id))

    event.listen(db, "after_flush", forget)
    matter.of, cases.keep_in_step, cases.lock, clocks.place = of, _not_yet, of, place
    try:
        yield
    finally:
        matter.of, cases.keep_in_step, cases.lock, clocks.place = read, keep, lock, look_up
        event.remove(db, "after_flush", forget)


def _not_yet(_: Session, __: Case, **___: object) -> None:
    """Done by `making` when the case is told."""
