"""What stands beside the file, made flat."""

from dataclasses import replace
from itertools import product

from casework.cases.queries.record import Line, PaperShown
from casework.cases.queries.record.timeline import ROOMS
from casework.cases.routes import aside
from casework.cases.routes.timeline import Near
from casework.db import new_id, utc_now
from tests.cases import doing
from tests.cast import Cast


def paper(cast: Cast, position: int, copy_of: int | None = None) -> PaperShown:
    """As the reporter sent it, or its cleaned copy."""
    room = "file" if copy_of else "identity"
    return PaperShown(
        new_id(), position, room, 0, f"Paper {position}", "pdf", 2000, 0, cast["reporter"].id, utc_now(), None, copy_of,
        copy_of is None, damaged=False, sealed_away=False,
    )  # fmt: skip


def test_earlier_cases_beyond_three_are_folded_away(cast: Cast) -> None:
    shown = doing.shown(cast, "lead")
    numbers = tuple(f"ER-2026-{at:06}" for at in range(5))
    party = shown.parties[0]
    [line, *_others] = aside.parties(replace(shown, earlier={party.id: numbers}), writes=True)
    assert (line.earlier, line.further, line.further_words) == (numbers[:3], numbers[3:], "and 2 more")
    [line, *_others] = aside.parties(shown, writes=True)
    assert (line.earlier, line.further) == ((), ())


def test_an_original_without_a_copy_says_that_it_waits_for_a_lead(cast: Cast) -> None:
    shown, worker = doing.shown(cast, "specialist"), cast["specialist"]
    waits, cleaned = paper(cast, 1), paper(cast, 2)
    papers = [waits, cleaned, paper(cast, 2, copy_of=cleaned.id)]
    lines = aside.papers(replace(shown, papers=papers), worker, releases=False)
    assert ["waits until a lead has looked at it" in line.more for line in lines] == [True, False, False]


def test_a_note_that_was_never_changed_is_said_as_any_entry_is(cast: Cast) -> None:
    shown, writer = doing.shown(cast, "specialist"), cast["specialist"].id
    for who in ("specialist", "lead", "counsel", "auditor"):
        near = Near(shown, cast[who], utc_now().date())
        for class_, by in product(ROOMS, (writer, cast["administrator"].id, 0)):
            heading = "A call" if by else None
            note = Line("note", new_id(), utc_now(), by, class_, heading=heading, text="One.\n\n\n\nTwo.")
            assert near.plain(note) == near.line(note)
