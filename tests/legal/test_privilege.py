"""What is privileged: handed in by anybody, read by counsel and whom counsel admits, and to others it is not there."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from casework import vault
from casework.access import Forbidden
from casework.access.rules import Hidden
from casework.cases.actions import declarations, members, notes, papers, privilege, redacting, restriction
from casework.cases.actions.box import into
from casework.cases.actions.redacting import Mark
from casework.cases.lifecycle import IllegalStep
from casework.cases.models import Note, NoteChange, Paper, PrivilegeClaim
from casework.cases.queries.record import Record
from casework.db import new_id
from casework.desk import queries
from casework.people import Role
from casework.vault import Compartment, Unreadable
from tests.cases.doing import room, shown
from tests.cases.pages.browser import Browser, text_of
from tests.cast import Cast, person
from tests.whole.world import World

SECRET = "MARKER-PR1 advice that was asked for"
PRIVILEGED = (Compartment.PRIVILEGED, 0)


def write(cast: Cast, who: str, class_: str = "internal", text: str = SECRET) -> int:
    with cast.database.transaction() as db:
        return notes.add(db, cast.case(db), class_=class_, text=text, heading="Asked", by=cast[who]).id


def hand_in(cast: Cast, who: str, compartment: Compartment = Compartment.FILE) -> int:
    with cast.database.transaction() as db:
        case = cast.case(db)
        place = into(db, case, cast[who], compartment)
        return papers.add(
            db, case, place, file_id=new_id(), key=bytes(32), name="MARKER-PR2.pdf", type="application/pdf", size=9,
            by=cast[who],
        ).id  # fmt: skip


def declare(cast: Cast, *names: str) -> None:
    with cast.database.transaction() as db:
        for name in names:
            declarations.declare(db, cast.case(db), by=cast[name], conflict=False)


def do(cast: Cast, verb: Any, **given: Any) -> None:
    with cast.database.transaction() as db:
        verb(db, cast.case(db), **given)


def claims(cast: Cast) -> list[PrivilegeClaim]:
    with cast.database.reading() as db:
        return list(db.scalars(select(PrivilegeClaim).order_by(PrivilegeClaim.asked_at)))


def mark(cast: Cast, who: str, id_: int) -> None:
    with cast.database.transaction() as db:
        item = db.get(Note, id_) or db.get_one(Paper, id_)
        privilege.mark(db, cast.case(db), item, why="MARKER-PR3 for counsel", by=cast[who])


def outside_of(found: Record) -> tuple[Any, ...]:
    """All that could say that there is something in a room that is kept apart."""
    lines = [(line.kind, line.id, line.at) for line in found.timeline]
    numbers = [(paper.id, paper.position) for paper in found.papers]
    people = [(one.person_id, one.rooms) for one in (*found.members, *found.left)]
    return lines, numbers, people, found.readers, found.legal, found.case.changed_at, found.case.version


def test_nothing_of_it_shows_to_who_holds_no_seal(cast: Cast) -> None:
    hand_in(cast, "specialist")
    before, seen = outside_of(shown(cast, "lead")), []
    with cast.database.reading() as db:
        seen = [queries.unread(db, cast[name]) for name in ("lead", "specialist")]
    write(cast, "specialist", "privileged")
    hand_in(cast, "specialist", Compartment.PRIVILEGED)
    declare(cast, "counsel")
    assert outside_of(shown(cast, "lead")) == before
    assert outside_of(shown(cast, "specialist")) == before
    with cast.database.reading() as db:
        assert [queries.unread(db, cast[name]) for name in ("lead", "specialist")] == seen
        assert [line.count for line in queries.to_confirm(db, cast["counsel"])] == [2]
        assert queries.to_confirm(db, cast["lead"]) == []
    counsel = shown(cast, "counsel")
    assert SECRET in [line.now for line in counsel.timeline]
    assert [paper.name for paper in counsel.papers if paper.room == "privileged"] == ["MARKER-PR2.pdf"]
    hand_in(cast, "lead")
    assert [paper.position for paper in shown(cast, "lead").papers] == [1, 2]


def test_a_redacted_copy_of_it_changes_nothing_for_others(cast: Cast) -> None:
    note = write(cast, "specialist", "privileged")
    with cast.database.transaction() as db:
        members.add(db, cast.case(db), cast["counsel"].id, by=cast["lead"], rooms=[(Compartment.FILE, 0)])
    declare(cast, "counsel")
    before = outside_of(shown(cast, "lead"))
    with cast.database.transaction() as db:
        row = db.get_one(Note, note)
        redacting.of_note(db, cast.case(db), row, [Mark("third party", word="advice")], by=cast["counsel"])
    assert outside_of(shown(cast, "lead")) == before


def test_into_a_restricted_case_counsel_is_not_let_by_what_is_handed_in(cast: Cast) -> None:
    """Who was not named, or was shut out, comes back by no first privileged note of somebody who may let nobody in."""
    with cast.database.transaction() as db:
        stay = {cast["lead"].id, cast["specialist"].id}
        restriction.restrict(db, cast.case(db), to=stay, why="The board asks for it.", by=cast["lead"])
    with pytest.raises(IllegalStep, match="open to no counsel"):
        write(cast, "specialist", "privileged")
    with cast.database.transaction() as db:
        members.add(db, cast.case(db), cast["counsel"].id, by=cast["lead"], rooms=[(Compartment.FILE, 0)])
        cast.actors["partner"] = person(db, "partner", Role.COUNSEL)
    write(cast, "specialist", "privileged")
    declare(cast, "counsel")
    assert SECRET in [line.now for line in shown(cast, "counsel").timeline]
    with cast.database.reading() as db:
        assert cast["partner"].id not in {one.holder_id for one in vault.readers.of_case(db, cast.case_id)}


def test_what_is_marked_leaves_the_file_with_all_that_was_said_of_it(cast: Cast) -> None:
    note, paper = write(cast, "specialist"), hand_in(cast, "specialist")
    with cast.database.transaction() as db:
        row = db.get_one(Note, note)
        notes.correct(
            db, cast.case(db), row, text=f"{SECRET}, mended", reason="MARKER-PR4", by=cast["specialist"], version=1
        )  # fmt: skip
        old = [bytes(row.text), *(bytes(change.reason) for change in db.query(NoteChange))]
        file = room(db, cast["lead"], cast.case(db))
    mark(cast, "specialist", note)
    mark(cast, "lead", paper)
    declare(cast, "counsel")
    for who in ("lead", "specialist"):
        found = shown(cast, who)
        assert not {note, paper} & {line.id for line in found.timeline}
        assert paper not in {one.id for one in found.papers}
    with cast.database.reading() as db:
        row, change, sheet = db.get_one(Note, note), db.query(NoteChange).one(), db.get_one(Paper, paper)
        assert row.text not in old
        for column, id_, sealed in (
            (Note.text, note, row.text),
            (Note.heading, note, row.heading),
            (NoteChange.text, change.id, change.text),
            (NoteChange.reason, change.id, change.reason),
            (Paper.name, paper, sheet.name),
            (Paper.file_key, paper, sheet.file_key),
        ):
            assert sealed is not None
            with pytest.raises(Unreadable):
                file.open_bytes(column, id_, sealed)
    found = shown(cast, "counsel")
    [line] = [line for line in found.timeline if line.id == note]
    assert (line.now, line.heading) == (f"{SECRET}, mended", "Asked")
    assert line.changes[0].reason == "MARKER-PR4"
    assert [one.why for one in found.legal.claims] == ["MARKER-PR3 for counsel"] * 2


def test_counsel_confirms_or_puts_it_back_with_a_reason(cast: Cast) -> None:
    first, second = write(cast, "specialist"), write(cast, "specialist", "privileged", "Only facts.")
    mark(cast, "specialist", first)
    declare(cast, "counsel")
    kept, back = claims(cast)[1], claims(cast)[0]
    assert (kept.note_id, back.note_id) == (first, second)
    for who in ("lead", "specialist", "administrator"):
        with pytest.raises((Forbidden, Hidden)):
            do(cast, lambda db, case, who=who: privilege.confirm(db, case, db.merge(kept), by=cast[who]))
    do(cast, lambda db, case: privilege.confirm(db, case, db.merge(kept), by=cast["counsel"]))
    do(cast, lambda db, case: privilege.refuse(db, case, db.merge(back), reason="No advice.", by=cast["counsel"]))
    with pytest.raises(IllegalStep):
        do(cast, lambda db, case: privilege.confirm(db, case, db.get_one(PrivilegeClaim, back.id), by=cast["counsel"]))
    found = shown(cast, "specialist")
    assert "Only facts." in [line.now for line in found.timeline]
    assert first not in {line.id for line in found.timeline}
    assert [(one.state, one.reason) for one in found.legal.claims] == [("refused", "No advice.")]
    assert second not in {line.id for line in shown(cast, "counsel").timeline if line.text}


def test_who_may_mark_and_what(cast: Cast) -> None:
    note, theirs = write(cast, "lead"), write(cast, "specialist", "medical")
    with pytest.raises(Forbidden):
        mark(cast, "specialist", note)
    with pytest.raises(IllegalStep, match="in a room of its own"):
        mark(cast, "specialist", theirs)
    with pytest.raises(Forbidden):
        mark(cast, "colleague", note)
    with cast.database.transaction() as db:
        case = cast.case(db)
        given = papers.add(
            db, case, room(db, cast["lead"], case), file_id=new_id(), key=bytes(32), name="Paper 1.pdf", size=9,
            type="application/pdf", by=cast["lead"], from_party=cast["reporter"].id,
        ).id  # fmt: skip
    with pytest.raises(IllegalStep, match="is theirs"):
        mark(cast, "lead", given)


def test_counsel_admits_and_ends_keys_and_a_lead_can_do_neither(cast: Cast) -> None:
    write(cast, "specialist", "privileged")
    declare(cast, "counsel")
    lead, counsel = cast["lead"].id, cast["counsel"].id
    with pytest.raises(Forbidden):
        do(cast, privilege.admit, person_id=lead, by=cast["lead"])
    with pytest.raises(Hidden):  # a lead who knows the number of somebody who is not there to them
        do(cast, members.remove, person_id=counsel, by=cast["lead"])
    do(cast, privilege.admit, person_id=lead, by=cast["counsel"])
    assert SECRET in [line.now for line in shown(cast, "lead").timeline]
    assert counsel in {one.person_id for one in shown(cast, "lead").members}
    assert PRIVILEGED not in shown(cast, "specialist").rooms
    with pytest.raises(IllegalStep, match="One of counsel"):
        do(cast, privilege.take, person_id=counsel, by=cast["counsel"])
    do(cast, privilege.take, person_id=lead, by=cast["counsel"])
    found = shown(cast, "lead")
    assert SECRET not in [line.now for line in found.timeline]
    assert "privileged" not in {room for one in found.members for room, _ in one.rooms}


def test_on_its_pages(world: World, browse: Callable[[str], Browser]) -> None:
    cast, writer, counsel, lead = world.cast, browse("specialist"), browse("counsel"), browse("lead")
    note = write(cast, "specialist")
    assert "Mark as privileged" in writer.page()
    assert SECRET in writer.page(f"/privilege/{note}")
    said = writer.done(f"/privilege/{note}", why="MARKER-PR5 it asks for advice")
    assert SECRET not in said
    assert writer.get(f"{writer.case}/privilege/{note}").status_code == 404
    assert "privileged:" not in text_of(lead.page()).lower()
    assert f'value="{cast["counsel"].id}"' not in lead.sure().page("/restriction")
    declare(cast, "counsel")
    desk = counsel.page("/desk")
    assert "Say whether it is privileged" in desk
    assert f"{counsel.case}/privilege" in desk
    waiting = counsel.page("/privilege")
    assert "MARKER-PR5" in waiting
    assert lead.get(f"{lead.case}/privilege").status_code in (403, 404)
    [claim] = claims(cast)
    for address in ("confirmation", "refusal"):
        assert "Asked" in text_of(counsel.page(f"/privilege/claims/{claim.id}/{address}"))
    counsel.sure()
    given = counsel.send("/privilege/members", person=str(cast["lead"].id))
    assert given.status_code == 303, text_of(given.text)
    assert SECRET in lead.page()
    taken = counsel.send(f"/privilege/members/{cast['lead'].id}/removal")
    assert taken.status_code == 303
    assert SECRET not in lead.page()
    path = f"/privilege/claims/{claim.id}/refusal"
    assert counsel.send(path, reason="MARKER-PR6 no advice in it").status_code == 303
    for browser in (writer, lead):
        said = text_of(browser.page())
        assert SECRET in said
        assert "MARKER-PR6" in said
