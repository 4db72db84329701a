"""A disciplinary case against somebody of the directory, as far as its hearing, in a country of choice."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.actions import opening
from casework.cases.actions.newcomers import NewParty
from casework.cases.models import Case, Consultation, Decision
from casework.cases.queries.routing import Readers
from casework.discipline.actions import decisions
from casework.discipline.actions.decisions import New
from casework.people import Actor
from casework.people.models import Site
from casework.vault import Room
from tests.cases import doing
from tests.cast import RECEIVED, Cast

FROM = date(2026, 11, 23)


def open_case(cast: Cast, state: str = "hearing", country: str = "DE", *also: NewParty) -> None:
    """From now on it is the cast's case. The specialist looked into it; a lead decides."""
    with cast.database.transaction() as db:
        db.get_one(Site, cast.site_id).country = country
        opened = opening.open_case(
            db, kind="disciplinary", channel="manager", site_id=cast.site_id, title="Cash differences at the till",
            narrative="Twelve euros on three days.", readers=Readers((cast["lead"].id, cast["specialist"].id),
            (cast["lead"].id,)), by=cast["lead"], received_at=RECEIVED,
            parties=[NewParty("respondent", "Viktor Hale", number="P-1"), *also],
        )  # fmt: skip
        cast.case_id, cast.number = opened.case.id, opened.case.number
    doing.declare(cast, "lead", "specialist")
    doing.assign(cast)
    doing.allege(cast, "theft")
    with cast.database.transaction() as db:
        cast.case(db).state = "fact finding"
    doing.find(cast)
    with cast.database.transaction() as db:
        cast.case(db).state = state


def propose(cast: Cast, outcome: str, who: str = "specialist", party_id: int | None = -1, **more: Any) -> int:
    with cast.database.transaction() as db:
        case, by = cast.case(db), cast[who]
        about = doing.respondent(cast) if party_id == -1 else party_id
        new = New(outcome, "It was the third time.", FROM, party_id=about, **more)
        return decisions.propose(db, case, doing.room(db, by, case), new, by=by).id


def decide(cast: Cast, id_: int, who: str = "lead", **more: Any) -> None:
    with cast.database.transaction() as db:
        case, by = cast.case(db), cast[who]
        decisions.decide(db, case, doing.room(db, by, case), db.get_one(Decision, id_), by=by, **more)


def asked(db: Session, decision_id: int) -> list[Consultation]:
    query = select(Consultation).where(Consultation.decision_id == decision_id)
    return list(db.scalars(query.order_by(Consultation.at, Consultation.id)).all())


@contextmanager
def acting(cast: Cast, who: str) -> Iterator[tuple[Session, Case, Room, Actor]]:
    """`with acting(cast, "lead") as (db, case, file, by)`: one transaction of theirs."""
    with cast.database.transaction() as db:
        case = cast.case(db)
        yield db, case, doing.room(db, cast[who], case), cast[who]
