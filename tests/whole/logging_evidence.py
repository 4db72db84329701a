"""The evidence log: every word of its entries, points, hand-overs and corrections carries the mark."""

import hashlib
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from casework.cases.actions import members
from casework.cases.models import Allegation
from casework.db import utc_now
from casework.investigations.actions import evidence
from casework.investigations.actions.evidence import About, Custody, Entry
from casework.vault import Compartment

from .world import World


def write(world: World, mark: str) -> None:
    by, day = world.cast["specialist"], date(2026, 5, 4)
    said = Entry("object", mark, day, mark, source=mark, arose=mark)
    with world.database.transaction() as db:
        case = world.cast.case(db)
        room = members.enter(db, case, by, Compartment.FILE)
        digest = hashlib.sha256(mark.encode()).hexdigest()
        row = evidence.enter(db, case, room, said, About(digest=digest), by=by)
        allegation = db.scalars(select(Allegation).where(Allegation.case_id == case.id)).first()
        assert allegation is not None
        evidence.point(db, case, room, row, allegation, direction="for", why=mark, by=by)
        custody = Custody(mark, mark, utc_now(), mark, mark)
        evidence.hand_over(db, case, room, row, custody, by=by)
        again = replace(said, what=f"{mark} again")
        evidence.correct(db, case, room, row, again, reason=mark, by=by, version=row.version)
        evidence.set_aside(db, case, room, row, reason=mark, by=by)
