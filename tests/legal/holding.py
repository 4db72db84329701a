"""Holds as the tests place them."""

from datetime import date
from typing import Any

from casework.cases.models import Hold
from casework.cases.queries.holds import CASE, Scope
from casework.db import utc_now
from casework.legal.actions import holds
from casework.legal.actions.holds import New, Of
from tests.cast import Cast

WHY, ABOUT, NOTICE = "MARKER-HOLD she wrote to a lawyer", "MARKER-ABOUT Hale v. Example", "MARKER-NOTICE keep all"


def place(cast: Cast, *scopes: Scope, who: str = "counsel", custodians: tuple[str, ...] = ()) -> Hold:
    wanted = scopes or (Scope(0, CASE, case=cast.case_id),)
    told = [cast[name].id for name in custodians]
    with cast.database.transaction() as db:
        of = tuple(Of(scope, "as typed") for scope in wanted)
        return holds.place(db, New(WHY, ABOUT, NOTICE, utc_now().date(), of, told), by=cast[who])


def does(cast: Cast, verb: Any, hold: Hold, *more: Any, who: str = "counsel", **named: Any) -> Any:
    with cast.database.transaction() as db:
        return verb(db, db.get_one(Hold, hold.id), *more, by=cast[who], **named)


def version(cast: Cast, hold: Hold) -> int:
    with cast.database.reading() as db:
        return db.get_one(Hold, hold.id).version


def release(cast: Cast, hold: Hold, who: str = "counsel") -> None:
    does(cast, holds.release, hold, who=who, why="It was settled.", version=version(cast, hold))


TODAY = date(2026, 11, 22)
