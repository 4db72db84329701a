"""Use of support, published a quarter at a time: what it says of nobody."""

from datetime import date, datetime, timedelta

from sqlalchemy import select, update

from casework.audit import Tag, trail
from casework.audit.models import TrailEntry
from casework.db import new_id, utc_now
from casework.eap.actions import figures
from casework.eap.lifecycle import DECLINED, IN_SUPPORT, WITHDRAWN
from casework.eap.models import Referral, ReferralStep
from casework.eap.queries import stated
from casework.figures import kept, publishing
from casework.figures.publishing import Published

from .conftest import House

OVER = datetime.fromisoformat("2026-10-31T12:00+00:00")


def begun(house: House, people: int, **more: object) -> list[int]:
    """Referrals of the third quarter."""
    numbers = [house.begin(**more) for _ in range(people)]  # type: ignore[arg-type]
    with house.database.transaction() as db:
        db.execute(update(Referral).values(begun_on=date(2026, 9, 30)))
        return list(db.scalars(select(Referral.id).where(Referral.number.in_(numbers))))


def went(house: House, referral_id: int, *states: str) -> None:
    """As the workflow leaves it: a line for each step, and where it ended."""
    with house.database.transaction() as db:
        for state in states:
            id_ = new_id()
            at = stated.seal(db, ReferralStep.to_state, id_, state, referral_id)
            step = stated.seal(db, ReferralStep.step, id_, state, referral_id)
            db.add(ReferralStep(id=id_, referral_id=referral_id, step=step, to_state=at, at=utc_now()))
        row = db.get_one(Referral, referral_id)
        row.state = stated.seal(db, Referral.state, referral_id, states[-1], referral_id)


def read(house: House) -> Published:
    with house.database.reading() as db:
        found = kept.read(db, figures.SUBJECT, "2026Q3")
    assert found is not None
    return found.published


def test_need_and_whether_it_began_and_nothing_of_who_declined(house: House) -> None:
    began = begun(house, 6)
    others = begun(house, 6, need="legal")
    for referral in began:
        went(house, referral, IN_SUPPORT)
    went(house, began[0], WITHDRAWN)
    for referral in others[:3]:
        went(house, referral, DECLINED)
    assert figures.publish_what_is_over(house.database, OVER - timedelta(days=3)) == ["2026Q2"]
    assert figures.publish_what_is_over(house.database, OVER) == ["2026Q3"]
    assert figures.publish_what_is_over(house.database, OVER) == []
    tables = {table.axis: table for table in read(house).tables}
    assert tables["came"].lines[0].counts == (6, 6)
    said = publishing.dump(read(house))
    assert DECLINED not in said
    assert WITHDRAWN not in said
    with house.database.reading() as db:
        entries = db.scalars(select(TrailEntry.chain).where(TrailEntry.tag == Tag.FIGURES_PUBLISHED.value)).all()
    assert set(entries) == {trail.EAP}


def test_four_people_are_as_good_as_nobody(house: House) -> None:
    """Neither how many nor whether there was anybody."""
    begun(house, 4)
    figures.publish_what_is_over(house.database, OVER)
    assert read(house) == Published(None)
