"""A note that becomes privileged takes with it what was made of it: no copy is a way round its key."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from casework import vault
from casework.cases.actions import declarations, members, notes, privilege
from casework.cases.models import Note, PrivilegeClaim
from casework.db import utc_now
from casework.legal.actions import chronology, copies, exports, reviewing
from casework.legal.actions.exports import Choice
from casework.legal.actions.review_items import NOTE
from casework.legal.models import ChronologyRow, Export, ReviewComment, ReviewItem
from casework.legal.queries import exports as handed_out
from casework.legal.queries import review_opened
from casework.vault import Compartment
from tests.cases.doing import room
from tests.cast import Cast

from . import reviewing as counsel

SECRET, REMARK = "MARKER-CP1 what our lawyer said", "MARKER-CP2 leave this out"
FILE = (Compartment.FILE, 0)


@pytest.fixture
def note(cast: Cast) -> int:
    with cast.database.transaction() as db:
        return notes.add(db, cast.case(db), class_="internal", text=SECRET, by=cast["specialist"]).id


def reviewed(cast: Cast, note: int) -> int:
    review = counsel.ask(cast, wanted=[(NOTE, note)])
    counsel.open_(cast, review)
    with cast.database.transaction() as db:
        item = db.scalars(select(ReviewItem).where(ReviewItem.source_id == note)).one()
        row = counsel.the(db, review)
        reviewing.comment(db, row, counsel.of(db, cast, "counsel", row), item.id, 0, REMARK, by=cast["counsel"])
    return review


def taken(cast: Cast, note: int) -> None:
    with cast.database.transaction() as db:
        case, by = cast.case(db), cast["specialist"]
        file, day = room(db, by, case), date(2026, 3, 3)
        chronology.add(
            db, case, file, since=day, until=None, event=SECRET, source="A note", by=by, taken_from="note",
            source_id=note,
        )  # fmt: skip
        chronology.add(db, case, file, since=day, until=None, event="The rota changed", source="The rota", by=by)


def mark(cast: Cast, note: int, who: str = "specialist") -> None:
    with cast.database.transaction() as db:
        case, item = cast.case(db), db.get_one(Note, note)
        privilege.mark(db, case, item, why="", by=cast[who])
        copies.follow(db, case, item, by=cast[who])


def read(cast: Cast, who: str, review: int) -> str:
    """Everything that the page of the review shows of its papers to somebody."""
    with cast.database.reading() as db:
        row = counsel.the(db, review)
        apart = review_opened.privileged(db, cast[who], row)
        return str(review_opened.load(db, row, counsel.of(db, cast, who, row), apart).newest.items)


def test_the_papers_of_a_review_are_then_for_who_reads_what_is_privileged(cast: Cast, note: int) -> None:
    review = reviewed(cast, note)
    assert SECRET in read(cast, "specialist", review)
    assert REMARK in read(cast, "specialist", review)
    mark(cast, note)
    assert "MARKER" not in read(cast, "specialist", review)
    assert "Outcome letter" in read(cast, "specialist", review)
    shown = read(cast, "counsel", review)
    assert SECRET in shown
    assert REMARK in shown
    with cast.database.transaction() as db:  # what counsel says of it later lies there too
        item = db.scalars(select(ReviewItem).where(ReviewItem.source_id == note)).one()
        row = counsel.the(db, review)
        reviewing.comment(db, row, counsel.of(db, cast, "counsel", row), item.id, 1, "MARKER-CP3", by=cast["counsel"])
    assert "MARKER" not in read(cast, "specialist", review)
    assert "MARKER-CP3" in read(cast, "counsel", review)


def test_put_back_by_counsel_it_is_in_the_review_again(cast: Cast, note: int) -> None:
    review = reviewed(cast, note)
    mark(cast, note)
    with cast.database.transaction() as db:
        declarations.declare(db, cast.case(db), by=cast["counsel"], conflict=False)
        claim = db.scalars(select(PrivilegeClaim)).one()
        privilege.refuse(db, cast.case(db), claim, reason="No advice.", by=cast["counsel"])
        copies.back(db, cast.case(db), claim, by=cast["counsel"])
    shown = read(cast, "specialist", review)
    assert SECRET in shown
    assert REMARK in shown


def test_who_has_no_key_of_a_review_leaves_no_copy_in_it_either(cast: Cast, note: int) -> None:
    """They know of no review, and are told of none."""
    review = reviewed(cast, note)
    with cast.database.transaction() as db:
        members.add(db, cast.case(db), cast["colleague"].id, by=cast["lead"], rooms=[FILE])
        declarations.declare(db, cast.case(db), by=cast["colleague"], conflict=False)
        db.get_one(Note, note).by = cast["colleague"].id
    mark(cast, note, "colleague")
    assert "MARKER" not in read(cast, "specialist", review) + read(cast, "counsel", review)
    with cast.database.reading() as db:
        assert db.scalars(select(ReviewComment)).all() == []
        secret = vault.rooms.enter(db, members.holder_of(cast["counsel"]), cast.case_id, Compartment.PRIVILEGED)
        assert secret.open(Note.text, note, db.get_one(Note, note).text) == SECRET


def test_its_line_goes_out_of_the_chronology(cast: Cast, note: int) -> None:
    taken(cast, note)
    mark(cast, note)
    with cast.database.reading() as db:
        row = db.scalars(select(ChronologyRow)).one()
        assert (
            room(db, cast["specialist"], cast.case(db)).open(ChronologyRow.event, row.id, row.event)
            == "The rota changed"
        )


def test_a_case_file_that_lies_ready_is_not_given_to_who_may_not_read_it_now(cast: Cast, note: int) -> None:
    with cast.database.transaction() as db:
        choice = Choice("pdf", frozenset({FILE}), frozenset({"notes_internal"}), None, None, True, frozenset())
        row = exports.ask(db, cast.case(db), choice, lock="key", total=1, octets=0, by=cast["lead"])
        row.state, row.ready_at, row.expires_at = handed_out.READY, utc_now(), utc_now() + timedelta(days=7)

    def there() -> tuple[bool, str, str]:
        with cast.database.reading() as db:
            found = handed_out.one(db, cast["lead"], db.scalars(select(Export.id)).one())
            [listed] = handed_out.own(db, cast["lead"])
            return found is not None, listed.state, listed.why

    assert there() == (True, "ready", "")
    mark(cast, note)
    assert there() == (False, "failed", "changed")
