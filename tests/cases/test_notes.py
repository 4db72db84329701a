"""Notes by class: who reads them, and that nothing that was written is lost."""

import pytest

from casework import vault
from casework.access import Forbidden
from casework.cases.actions import notes
from casework.cases.actions.case import Changed
from casework.cases.models import Note
from casework.vault import Compartment
from tests.cases import doing
from tests.cast import Cast


def add(cast: Cast, who: str, class_: str, text: str, **more: int) -> int:
    with cast.database.transaction() as db:
        return notes.add(db, cast.case(db), class_=class_, text=text, by=cast[who], **more).id  # type: ignore[arg-type]


def test_a_correction_keeps_the_earlier_text(cast: Cast) -> None:
    id_ = add(cast, "specialist", "internal", "Drawn up on 28 July")
    with cast.database.transaction() as db:
        case, note = cast.case(db), db.get_one(Note, id_)
        notes.correct(
            db, case, note, text="Drawn up on 28 August", reason="Wrong month", by=cast["specialist"], version=1
        )
    line = doing.shown(cast, "lead").timeline[0]
    assert (line.text, line.now, line.changes[0].reason) == (
        "Drawn up on 28 July",
        "Drawn up on 28 August",
        "Wrong month",
    )


def test_a_retraction_keeps_the_text_too(cast: Cast) -> None:
    id_ = add(cast, "specialist", "internal", "Access log of gate 2")
    with cast.database.transaction() as db:
        note = db.get_one(Note, id_)
        notes.retract(db, cast.case(db), note, reason="Another case", by=cast["lead"], version=1)
    line = doing.shown(cast, "specialist").timeline[0]
    assert line.retracted
    assert line.text == "Access log of gate 2"


def test_nobody_corrects_what_a_colleague_wrote_unless_they_lead(cast: Cast) -> None:
    id_ = add(cast, "lead", "internal", "Call back on Monday")
    with cast.database.transaction() as db:
        note = db.get_one(Note, id_)
        with pytest.raises(Forbidden, match="Whoever wrote a note"):
            notes.retract(db, cast.case(db), note, reason="No", by=cast["specialist"], version=1)


def test_the_second_correction_of_one_text_is_told_of_the_first(cast: Cast) -> None:
    id_ = add(cast, "specialist", "internal", "One")
    with cast.database.transaction() as db:
        notes.correct(
            db, cast.case(db), db.get_one(Note, id_), text="Two", reason="a", by=cast["specialist"], version=1
        )
    with cast.database.transaction() as db, pytest.raises(Changed) as changed:
        notes.correct(db, cast.case(db), db.get_one(Note, id_), text="Three", reason="b", by=cast["lead"], version=1)
    assert [(change.who, change.did) for change in changed.value.changes] == [
        ("Specialist Example", "corrected this note")
    ]


def test_what_is_privileged_is_put_in_by_anyone_and_read_by_counsel(cast: Cast) -> None:
    add(cast, "specialist", "privileged", "Is this a claim?")
    add(cast, "specialist", "privileged", "And by when?")
    for who in ("specialist", "lead"):
        assert not [line for line in doing.shown(cast, who).timeline if line.class_ == "privileged"]
    doing.declare(cast, "counsel")
    shown = doing.shown(cast, "counsel")
    assert [line.text for line in shown.timeline] == ["And by when?", "Is this a claim?"]
    assert shown.narrative is None
    add(cast, "counsel", "privileged", "No.")
    assert doing.shown(cast, "counsel").timeline[0].text == "No."


def test_what_is_medical_is_read_by_whoever_wrote_it_down(cast: Cast) -> None:
    add(cast, "specialist", "medical", "No night work")
    assert doing.shown(cast, "specialist").timeline[0].text == "No night work"
    assert doing.shown(cast, "lead").timeline[0].sealed_away
    add(cast, "lead", "medical", "From the doctor")
    assert doing.shown(cast, "specialist").timeline[0].text == "From the doctor"
    assert doing.shown(cast, "lead").timeline[0].sealed_away


def test_a_shared_note_is_read_by_the_reporter_too(cast: Cast) -> None:
    id_ = add(cast, "specialist", "shared", "What we agreed", subject=cast["reporter"].id)
    with cast.database.reading() as db:
        holder = cast["reporter"].holder
        assert holder is not None
        room = vault.rooms.enter(db, holder, cast.case_id, Compartment.DIALOGUE, cast["reporter"].id)
        note = db.get_one(Note, id_)
        assert room.open(Note.text, note.id, note.text) == "What we agreed"
