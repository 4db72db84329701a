"""Destruction by two people: what was asked for goes when another agrees, whole, and nothing that is in the way."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import String, func, select
from sqlalchemy import cast as as_type
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Forbidden, walls
from casework.audit import verify
from casework.audit.models import TrailEntry
from casework.cases.actions import destroying
from casework.cases.models import Case, Destroyed, DestroyedFor, Destruction, DestructionItem, Paper, Proceeding
from casework.cases.queries import destructions
from casework.cases.queries.holds import CASE, Scope
from casework.cases.queries.kept_cases import CASES
from casework.db import Base, new_id, utc_now
from casework.files import Store
from casework.vault import journal
from casework.vault.words import Unreadable
from tests.cast import Cast, one_person

from . import holding
from .ended import SAID, another, close_of_cast

WHY = "Three years are over."


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "files")


def ask(cast: Cast, *ids: int, by: str = "lead") -> tuple[list[int], dict[str, str]]:
    with cast.database.transaction() as db:
        asked, stays = destroying.propose(db, CASES, ids, why=WHY, by=cast[by])
        return [one.id for one in asked], stays


def agree(cast: Cast, id_: int, by: str = "alternate", *, agrees: bool = True) -> None:
    with cast.database.transaction() as db:
        destroying.decide(db, CASES, id_, agrees=agrees, why_not="" if agrees else "Not yet.", by=cast[by])


def counted(db: Session, asked: int) -> tuple[int, int, int]:
    """How many went, wait, and were kept."""
    kept = db.scalars(select(DestructionItem.kept).where(DestructionItem.destruction_id == asked)).all()
    went = db.scalar(select(func.count()).where(Destroyed.destruction_id == asked)) or 0
    return went, kept.count(""), len(kept) - kept.count("")


def test_two_people_destroy_it_and_what_stays_is_one_line(cast: Cast, store: Store) -> None:
    case_id = close_of_cast(cast)
    [asked], stays = ask(cast, case_id)
    assert stays == {}
    agree(cast, asked)
    assert destroying.go_on(cast.database, store, CASES, asked) == 1
    with cast.database.reading() as db:
        [left] = db.scalars(select(Destroyed)).all()
        assert (left.number, left.kind, left.outcome) == (cast.number, "harassment", "action taken")
        assert (left.proposed_by, left.approved_by) == (cast["lead"].id, cast["alternate"].id)
        with pytest.raises(Unreadable):
            vault.secrets.of_case(db, case_id)
        shown = set(db.scalars(select(DestroyedFor.person_id)))
        assert shown == {cast[name].id for name in ("lead", "alternate", "auditor", "dpo")}
        assert verify(db) == []
        tags = db.scalars(select(TrailEntry.tag).where(TrailEntry.chain == case_id).order_by(TrailEntry.seq)).all()
        assert tags[-3:] == ["destruction:asked", "destruction:agreed", "destruction:done"]
        assert db.get_one(Destruction, asked).ended_at is not None


def test_no_row_of_any_table_speaks_of_it_any_more(cast: Cast, store: Store) -> None:
    case_id = close_of_cast(cast)
    another(cast, "lead")
    [asked], _ = ask(cast, case_id)
    agree(cast, asked)
    destroying.go_on(cast.database, store, CASES, asked)
    stays = {"trail_entry": {"chain"}, "trail_head": {"chain"}, "destroyed": {"id"}, "destroyed_for": {"destroyed_id"}}
    with cast.database.reading() as db:
        found = {
            table.name: {column.name}
            for table in Base.metadata.sorted_tables
            for column in table.c
            if db.scalar(select(func.count()).where(as_type(column, String) == str(case_id)))
        }
        assert found == stays
        assert db.scalar(select(func.count()).select_from(Case)) == 1


@pytest.mark.parametrize("by", ["lead", "specialist", "administrator", "auditor", "eap"])
def test_who_asked_and_who_may_not_cannot_agree(cast: Cast, by: str) -> None:
    [asked], _ = ask(cast, close_of_cast(cast))
    with pytest.raises(Forbidden):
        agree(cast, asked, by)


def test_a_second_account_of_who_asked_is_no_second_person(cast: Cast, store: Store) -> None:
    """Nor is one that turns out to be theirs after it agreed; and whoever has it may take it back."""
    case_id = close_of_cast(cast)
    [asked], _ = ask(cast, case_id)
    one_person(cast.database, cast["lead"].id, cast["alternate"].id)
    with pytest.raises(Forbidden):
        agree(cast, asked)
    with cast.database.reading() as db:
        assert [one.own for one in destructions.waiting(db, CASES, cast["alternate"])] == [True]
        assert [one.own for one in destructions.waiting(db, CASES, cast["counsel"])] == [False]
    agree(cast, asked, agrees=False)
    [asked], _ = ask(cast, case_id)
    agree(cast, asked, "counsel")
    one_person(cast.database, cast["lead"].id, cast["counsel"].id)
    assert destroying.go_on(cast.database, store, CASES, asked) == 0
    one_person(cast.database, *(who.id for who in cast.staff.values()))
    assert ask(cast, case_id)[1] == {cast.number: "nobody"}


def test_who_asked_may_take_it_back_and_who_was_asked_may_decline(cast: Cast, store: Store) -> None:
    case_id = close_of_cast(cast)
    for by in ("lead", "counsel"):
        [asked], _ = ask(cast, case_id)
        agree(cast, asked, by, agrees=False)
        assert destroying.go_on(cast.database, store, CASES, asked) == 0
    with cast.database.reading() as db:
        assert db.get(Case, case_id) is not None


def test_of_whom_a_wall_keeps_from_it_nobody_agrees(cast: Cast) -> None:
    """With everybody else walled off there is nobody left, and it is not asked for at all."""
    case_id = close_of_cast(cast)
    with cast.database.transaction() as db:
        walls.raise_one(db, case_id, cast["alternate"].id, walls.KIN, by=cast["lead"])
    [asked], _ = ask(cast, case_id)
    with pytest.raises(Forbidden):
        agree(cast, asked)
    agree(cast, asked, "counsel", agrees=False)
    with cast.database.transaction() as db:
        for who in ("counsel", "dpo"):
            walls.raise_one(db, case_id, cast[who].id, walls.KIN, by=cast["lead"])
    assert ask(cast, case_id) == ([], {cast.number: "nobody"})
    with cast.database.reading() as db:
        last = db.scalars(select(TrailEntry).where(TrailEntry.chain == case_id).order_by(TrailEntry.seq.desc())).first()
        assert last is not None
        assert (last.tag, "nobody" in last.ids) == ("destruction:kept", True)


def test_those_whom_different_people_may_know_of_are_asked_for_apart(cast: Cast) -> None:
    first, second = close_of_cast(cast), another(cast, "lead").id
    with cast.database.transaction() as db:
        walls.raise_one(db, first, cast["alternate"].id, walls.KIN, by=cast["lead"])
    asked, _ = ask(cast, first, second)
    assert len(asked) == 2
    with cast.database.reading() as db:
        items = {id_: destroying.items_of(db, id_) for id_ in asked}
        theirs = [id_ for id_ in asked if destroying.agreeable(db, CASES, items[id_], cast["alternate"].id)]
        assert [items[id_][0].matter_id for id_ in theirs] == [second]


def test_what_came_between_keeps_it_when_its_turn_comes(cast: Cast, store: Store) -> None:
    """Agreed to, and then a charge comes in: everything is looked at once more."""
    charged, free = close_of_cast(cast), another(cast, "lead").id
    [asked], _ = ask(cast, charged, free)
    agree(cast, asked)
    with cast.database.transaction() as db:
        id_, empty = new_id(), vault.field.seal(db, Proceeding.agency, 1, "EEOC", case=charged)
        db.add(Proceeding(
            id=id_, case_id=charged, kind="agency charge", state="charged", state_since=utc_now(), agency=empty,
            bases=empty, received_on=utc_now().date(), opened_by=0, opened_at=utc_now(),
        ))  # fmt: skip
    assert destroying.go_on(cast.database, store, CASES, asked) == 1
    with cast.database.reading() as db:
        assert db.get(Case, charged) is not None
        assert db.get(Case, free) is None
        assert db.scalars(select(DestructionItem.kept)).all() == ["charged"]
        assert counted(db, asked) == (1, 0, 1)


def test_a_hold_beats_every_day_and_its_release_counts_again(cast: Cast, store: Store) -> None:
    """Placed after both had agreed."""
    case = another(cast, "lead")
    [asked], _ = ask(cast, case.id)
    agree(cast, asked)
    hold = holding.place(cast, Scope(0, CASE, case=case.id))
    assert destroying.go_on(cast.database, store, CASES, asked) == 0
    assert ask(cast, case.id) == ([], {case.number: "held"})
    holding.release(cast, hold)
    [again], _ = ask(cast, case.id)
    agree(cast, again)
    assert destroying.go_on(cast.database, store, CASES, again) == 1


def test_a_crash_in_between_loses_nothing_and_the_hour_goes_on(cast: Cast, store: Store) -> None:
    ids = [another(cast, "lead").id for _ in range(3)]
    [asked], _ = ask(cast, *ids)
    agree(cast, asked)
    destroying.TOGETHER, before = 1, destroying.TOGETHER
    try:
        with cast.database.transaction() as db:
            assert destroying.some(db, CASES, asked)[0] == 1
        with pytest.raises(KeyboardInterrupt), cast.database.transaction() as db:
            destroying.some(db, CASES, asked)
            raise KeyboardInterrupt
        with cast.database.reading() as db:
            assert counted(db, asked) == (1, 2, 0)
        assert destroying.go_on_with_all(cast.database, store, [CASES]) == 2
    finally:
        destroying.TOGETHER = before
    with cast.database.reading() as db:
        assert counted(db, asked) == (3, 0, 0)


def test_what_is_not_over_or_too_young_is_not_even_asked_for(cast: Cast) -> None:
    young = another(cast, "lead", at=utc_now() - timedelta(days=200))
    open_again = another(cast, "lead")
    with cast.database.transaction() as db:
        case = db.get_one(Case, open_again.id)
        case.state, case.closed_at = "in triage", None
    asked, stays = ask(cast, young.id, open_again.id)
    assert asked == []
    assert stays == {young.number: "early", open_again.number: "open"}


def test_the_files_go_once_it_is_true(cast: Cast, store: Store) -> None:
    case_id, file_id = close_of_cast(cast), new_id()
    with store.create(file_id) as writer:
        writer.write(b"sealed")
        writer.commit()
    with cast.database.transaction() as db:
        row = Paper(
            id=new_id(), case_id=case_id, position=1, room="file", file_id=file_id, file_key=b"k", name=b"n",
            type="text", size=6, by=0, at=datetime.now(UTC),
        )  # fmt: skip
        db.add(row)
    [asked], _ = ask(cast, case_id)
    agree(cast, asked)
    assert store.holds(file_id)
    destroying.go_on(cast.database, store, CASES, asked)
    assert not store.holds(file_id)


def test_the_journal_has_the_line_and_nothing_that_was_said(cast: Cast, store: Store) -> None:
    case = another(cast, "lead")
    [asked], _ = ask(cast, case.id)
    agree(cast, asked)
    destroying.go_on(cast.database, store, CASES, asked)
    with cast.database.reading() as db:
        keys = vault.of(db)
    assert keys.journal is not None
    entries = [entry for entry in journal.read(keys, keys.journal) if entry.kind == "case-destroyed"]
    [line] = entries
    assert (line.ids["number"], line.ids["kind"]) == (case.number, "grievance")
    assert SAID not in str(line.ids)
    assert WHY not in str(line.ids)
