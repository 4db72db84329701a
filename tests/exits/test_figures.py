"""A quarter that is over is counted once, and what it was counted from is gone."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, update

from casework.audit import Tag
from casework.audit.models import TrailEntry
from casework.db import Database, new_id
from casework.exits.actions import figures
from casework.exits.models import ExitTally
from casework.exits.queries import tallies
from casework.exits.queries.tallies import Tally
from casework.figures import kept, publishing
from casework.figures.kept import Quarter
from casework.figures.models import Snapshot
from casework.figures.population import Population
from casework.figures.publishing import Published
from casework.figures.tables import Plan

from .people import House

OVER = datetime(2027, 1, 2, 1, tzinfo=UTC)
"""A day after the quarter in which the house’s questionnaire was published."""


def come_in(database: Database, people: Sequence[Tally], quarter: str = "2026Q4") -> None:
    with database.transaction() as db:
        for tally in people:
            id_ = new_id()
            db.add(ExitTally(id=id_, quarter=quarter, coded=tallies.written(db, id_, tally)))


def left(way: str = "voluntary", department: str = "Packing", **said: str) -> Tally:
    return Tally(way, department, "1-3", ("Leaving", 1), {name: value.split() for name, value in said.items()})


PEOPLE = [
    *[left(reason="pay", manager="2", also="pay growth")] * 7,
    *[left(department="Sales", reason="manager", manager="1", also="growth")] * 6,
    *[left("redundancy", "Board", manager="5")] * 2,
]


def of(database: Database, quarter: str = "2026Q4") -> Quarter:
    with database.reading() as db:
        found = kept.read(db, figures.SUBJECT, quarter)
    assert found is not None
    return found


def waiting(database: Database) -> int:
    with database.reading() as db:
        return db.scalar(select(func.count(ExitTally.id))) or 0


def test_it_is_published_when_it_is_over_and_never_again(house: House) -> None:
    database = house.database
    come_in(database, PEOPLE)
    come_in(database, PEOPLE[:1], "2027Q1")
    assert figures.publish_what_is_over(database, datetime(2027, 1, 1, 1, tzinfo=UTC)) == ["2026Q3"]
    assert of(database, "2026Q3").published == Published(None)
    assert figures.publish_what_is_over(database, OVER) == ["2026Q4"]
    assert waiting(database) == 1
    first = of(database)
    come_in(database, PEOPLE[:3])  # nothing that comes later is added: the difference would be theirs
    assert figures.publish_what_is_over(database, OVER) == []
    assert of(database) == first
    assert waiting(database) == 1
    with database.reading() as db:
        tags = db.scalars(select(TrailEntry.ids).where(TrailEntry.tag == Tag.FIGURES_PUBLISHED.value)).all()
    assert len(tags) == 2


def test_what_is_shown_is_what_five_or_more_said(house: House) -> None:
    come_in(house.database, PEOPLE)
    figures.publish_what_is_over(house.database, OVER)
    found = of(house.database)
    assert found.published.people == 15
    shown = {(table.axis, table.group): table for table in found.published.tables}
    department = shown["department", ""]
    assert sorted(department.lines[0].counts) == [7, 8]
    assert ("Packing",) in department.columns
    assert all(count >= 5 for table in shown.values() for line in table.lines for count in (line.all, *line.counts))
    assert found.words["reason"].values["pay"] == "Pay or benefits"
    assert not {"concern", "account"} & {table.axis for table in found.published.tables}


def test_two_processes_publish_it_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    come_in(house.database, PEOPLE)
    counted = publishing.publish

    def while_another_does(population: Population, plans: Sequence[Plan]) -> Published:
        monkeypatch.setattr(publishing, "publish", counted)
        assert figures.publish_what_is_over(house.database, OVER) == ["2026Q4"]
        return counted(population, plans)

    monkeypatch.setattr(publishing, "publish", while_another_does)
    assert figures.publish_what_is_over(house.database, OVER) == []
    with house.database.reading() as db:
        assert db.scalar(select(func.count(Snapshot.id))) == 1


def test_an_answer_that_comes_while_it_is_counted_is_counted_too(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    come_in(house.database, PEOPLE)
    counted = publishing.publish

    def while_somebody_sends(population: Population, plans: Sequence[Plan]) -> Published:
        monkeypatch.setattr(publishing, "publish", counted)
        come_in(house.database, PEOPLE[:1])
        return counted(population, plans)

    monkeypatch.setattr(publishing, "publish", while_somebody_sends)
    assert figures.publish_what_is_over(house.database, OVER) == []
    assert waiting(house.database) == 16
    assert figures.publish_what_is_over(house.database, OVER) == ["2026Q4"]
    assert (of(house.database).published.people, waiting(house.database)) == (16, 0)


def test_what_was_changed_outside_counts_nowhere_and_holds_nothing_up(house: House) -> None:
    come_in(house.database, PEOPLE)
    with house.database.transaction() as db:
        one = db.scalar(select(ExitTally.id).limit(1))
        db.execute(update(ExitTally).where(ExitTally.id == one).values(coded=bytes(60)))
    assert figures.publish_what_is_over(house.database, OVER) == ["2026Q4"]
    assert (of(house.database).published.people, waiting(house.database)) == (14, 0)
