"""The list: filters, order and pages, always of the reader's own cases, in as many statements for three as for one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from casework import vault
from casework.cases.actions import course, declarations, members, opening
from casework.cases.models import Case
from casework.cases.queries import listing, record
from casework.cases.queries.listing import Filters
from casework.cases.queries.routing import Readers
from casework.db import Database
from tests.cases import doing
from tests.cast import Cast

START = datetime(2026, 5, 1, 9, tzinfo=UTC)


def open_some(cast: Cast, count: int, kind: str = "grievance", start: datetime = START) -> list[str]:
    """Cases of the colleague's and the lead's, a day apart."""
    numbers = []
    for day in range(count):
        with cast.database.transaction() as db:
            opened = opening.open_case(
                db, kind=kind, channel="phone", site_id=cast.site_id, title=f"{kind} {day}", narrative="Said so.",
                readers=Readers((cast["colleague"].id, cast["lead"].id), (cast["lead"].id,)), by=cast["colleague"],
                received_at=start + timedelta(days=day),
            )  # fmt: skip
            numbers.append(opened.case.number)
    return numbers


def page(cast: Cast, who: str, after: str = "", limit: int = 50, **filters: Any) -> listing.Page:
    with cast.database.reading() as db:
        return listing.page(db, cast[who], Filters(**filters), after, limit)


def test_a_reader_lists_their_own_cases_and_no_others(cast: Cast) -> None:
    numbers = open_some(cast, 2)
    assert {row.number for row in page(cast, "colleague").rows} == set(numbers)
    assert {row.number for row in page(cast, "lead").rows} == {*numbers, cast.number}
    assert {row.number for row in page(cast, "specialist").rows} == {cast.number}
    for name in ("removed", "party", "counsel", "eap", "administrator", "auditor", "alternate", "stranger"):
        assert page(cast, name).rows == []


def test_another_key_than_the_files_shows_number_and_kind_alone(cast: Cast) -> None:
    with cast.database.transaction() as db:
        dialogue = (vault.Compartment.DIALOGUE, cast["reporter"].id)
        members.add(db, cast.case(db), cast["counsel"].id, by=cast["lead"], rooms=[dialogue])
    doing.step(cast, "specialist", "triage")
    doing.assign(cast)
    [row] = page(cast, "counsel", state="open").rows
    assert (row.number, row.kind, row.title) == (cast.number, "harassment", None)
    assert (row.state, row.due_on, row.due_what, row.investigator_id, row.investigator) == ("", None, "", None, "—")
    assert page(cast, "lead", state="in triage").rows
    for asked in ({"state": "in triage"}, {"investigator": cast["specialist"].id}, {"overdue": True}):
        assert page(cast, "counsel", **asked).rows == []


@pytest.mark.parametrize("sort", listing.SORTS)
def test_pages_follow_each_other_without_a_gap_or_a_double(cast: Cast, sort: str) -> None:
    open_some(cast, 5)
    whole = page(cast, "lead", sort=sort).rows
    assert len(whole) == 6
    found, after = list[listing.Listed](), ""
    while True:
        part = page(cast, "lead", after, limit=2, sort=sort)
        found += part.rows
        if part.after is None:
            break
        after = part.after
    assert [row.number for row in found] == [row.number for row in whole]
    keys = [row.key for row in whole]
    assert keys == sorted(keys, reverse=sort != "due")


def test_what_is_over_comes_after_what_is_due(cast: Cast) -> None:
    open_some(cast, 2, start=datetime(2026, 11, 1, tzinfo=UTC))
    doing.step(cast, "specialist", "triage")
    doing.step(cast, "specialist", "advise", reason="Asked only.")
    doing.close(cast, outcome="advice")
    rows = page(cast, "lead", limit=2)
    last = page(cast, "lead", rows.after or "", limit=2)
    assert [row.is_open for row in (*rows.rows, *last.rows)] == [True, True, False]
    assert len(page(cast, "lead", state="open").rows) == 2
    assert [row.number for row in page(cast, "lead", state="closed").rows] == [cast.number]


def test_filters_leave_what_fits(cast: Cast) -> None:
    first, second = open_some(cast, 2)
    with cast.database.transaction() as db:
        case = db.get_one(Case, _id(cast, second))
        declarations.declare(db, case, by=cast["colleague"], conflict=False)
        course.investigate_by(db, case, cast["colleague"].id, by=cast["colleague"])

    def numbers(**filters: Any) -> set[str]:
        return {row.number for row in page(cast, "lead", **filters).rows}

    assert numbers(kind="harassment") == {cast.number}
    assert numbers(investigator=cast["colleague"].id) == {second}
    assert numbers(received_from=(START + timedelta(days=1)).date()) == {second, cast.number}
    assert numbers(received_to=START.date()) == {first}
    assert {first, second} <= numbers(overdue=True)
    assert [row.investigator for row in page(cast, "lead", investigator=cast["colleague"].id).rows] == [
        "Colleague Example"
    ]


def test_a_cursor_that_was_changed_by_hand_starts_at_the_beginning(cast: Cast) -> None:
    for after in ("x", "1~nonsense~3", "1~2026-01-01", "~~"):
        assert [row.number for row in page(cast, "lead", after).rows] == [cast.number]


def test_titles_open_after_somebody_was_removed_and_after_a_new_title(cast: Cast) -> None:
    assert [row.title for row in page(cast, "lead").rows] == ["Harassment, received 3 Oct 2026"]
    with cast.database.transaction() as db:
        from casework.cases.actions import description

        case = cast.case(db)
        file = doing.room(db, cast["lead"], case)
        assert file.epoch == 2
        description.describe(db, case, file, by=cast["lead"], version=case.version, title="Shifts moved to nights")
    assert [row.title for row in page(cast, "specialist").rows] == ["Shifts moved to nights"]
    doing.add_member(cast, "colleague")
    assert [row.title for row in page(cast, "colleague").rows] == ["Shifts moved to nights"]


def test_whoever_holds_no_file_lists_a_number_without_a_title(cast: Cast) -> None:
    with cast.database.transaction() as db:
        rooms = [(vault.Compartment.IDENTITY, cast["reporter"].id)]
        members.add(db, cast.case(db), cast["alternate"].id, by=cast["lead"], rooms=rooms)
    assert [(row.number, row.title) for row in page(cast, "alternate").rows] == [(cast.number, None)]


def test_three_rows_take_as_many_statements_as_one(cast: Cast) -> None:
    with counted(cast.database) as one:
        assert len(page(cast, "specialist", state="open").rows) == 1
    open_some(cast, 2)
    with counted(cast.database) as three:
        assert len(page(cast, "lead", state="open").rows) == 3
    assert one == three
    assert len(one) == 1


def test_a_case_takes_as_many_statements_with_three_notes_as_with_one(cast: Cast) -> None:
    counts = []
    for texts in (["One"], ["Two", "Three"]):
        for text in texts:
            with cast.database.transaction() as db:
                from casework.cases.actions import notes

                notes.add(db, cast.case(db), class_="internal", text=text, by=cast["lead"])
        with counted(cast.database) as statements, cast.database.reading() as db:
            assert record.load(db, cast["specialist"], cast.number)
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert counts[0] <= 24


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            sent.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def _id(cast: Cast, number: str) -> int:
    return next(row.case_id for row in page(cast, "lead").rows if row.number == number)
