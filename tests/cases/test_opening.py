"""A case opens sealed to its readers and to nobody else."""

import re

from casework import vault
from casework.cases.actions import messages, notes
from casework.cases.queries import record
from casework.vault import Compartment
from tests.cast import SECRET, Cast


def test_a_reader_sees_the_whole_case(cast: Cast) -> None:
    with cast.database.reading() as db:
        shown = record.load(db, cast["specialist"], cast.number)
    assert shown is not None
    assert re.fullmatch(r"ER-2026-\d{6}", shown.case.number)
    assert shown.title == "Harassment, received 3 Oct 2026"
    assert shown.narrative == SECRET
    assert shown.particulars == [("place", "Packing hall")]
    assert [(party.role, party.name) for party in shown.parties] == [
        ("complainant", None),
        ("respondent", "Viktor Hale"),
    ]
    assert {(m.name, m.rooms) for m in shown.members} >= {
        ("Specialist Example", (("file", 0), ("dialogue", cast["reporter"].id)))
    }


def test_notes_and_messages_come_back_opened(cast: Cast) -> None:
    with cast.database.transaction() as db:
        case = cast.case(db)
        notes.add(db, case, class_="internal", text="Call the planning office", by=cast["specialist"])
        room = vault.rooms.enter(db, _holder(cast), case.id, Compartment.DIALOGUE, cast["reporter"].id)
        messages.send(db, case, room, text="We have your report.", by=cast["specialist"])
    with cast.database.reading() as db:
        shown = record.load(db, cast["lead"], cast.number)
    assert shown is not None
    assert [(line.kind, line.text) for line in shown.timeline] == [
        ("message", "We have your report."),
        ("note", "Call the planning office"),
    ]
    assert shown.case.acknowledged_at is not None


def _holder(cast: Cast) -> vault.Holder:
    holder = cast["specialist"].holder
    assert holder is not None
    return holder
