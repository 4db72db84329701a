"""Two people acting at once: the second is told what changed, and nothing is lost."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import select

from casework.audit import verify
from casework.cases.actions import description, notes
from casework.cases.actions.case import Changed
from casework.cases.models import Case
from tests.cases import doing
from tests.cast import Cast


def at_once(*acts: Callable[[], None]) -> list[Exception]:
    """Run each in a thread of its own, as near to the same moment as it gets; what they raised."""
    raised: list[Exception] = []
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], None]) -> None:
        gate.wait()
        try:
            act()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test says whether it was right
            raised.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_the_same_step_twice_is_taken_once(cast: Cast) -> None:
    version = doing.shown(cast, "lead").case.version
    raised = at_once(
        lambda: doing.step(cast, "lead", "triage", version=version),
        lambda: doing.step(cast, "specialist", "triage", version=version),
    )
    assert [type(error) for error in raised] == [Changed]
    (changed,) = raised
    assert isinstance(changed, Changed)
    assert [change.did for change in changed.changes] == ["moved the case"]
    assert changed.changes[0].who in ("Lead Example", "Specialist Example")
    shown = doing.shown(cast, "lead")
    assert (shown.case.state, shown.case.version) == ("in triage", version + 1)
    assert [line.kind for line in shown.timeline] == ["step"]


def test_a_form_that_was_overtaken_changes_nothing(cast: Cast) -> None:
    version = doing.shown(cast, "lead").case.version
    doing.step(cast, "specialist", "triage")
    with pytest.raises(Changed), cast.database.transaction() as db:
        case = cast.case(db)
        file = doing.room(db, cast["lead"], case)
        description.describe(db, case, file, by=cast["lead"], version=version, title="Mine", severity="high")
    shown = doing.shown(cast, "lead")
    assert (shown.title, shown.case.severity) == ("Harassment, received 3 Oct 2026", "")


def test_notes_of_many_hands_are_all_kept_and_outdate_nobodys_form(cast: Cast) -> None:
    version = doing.shown(cast, "lead").case.version

    def write(who: str, text: str) -> None:
        with cast.database.transaction() as db:
            notes.add(db, db.get_one(Case, cast.case_id), class_="internal", text=text, by=cast[who])

    acts = [lambda n=n: write("lead" if n % 2 else "specialist", f"Note {n}") for n in range(6)]
    assert at_once(*acts) == []
    shown = doing.shown(cast, "lead")
    assert {line.text for line in shown.timeline} == {f"Note {n}" for n in range(6)}
    assert shown.case.version == version
    with cast.database.reading() as db:
        assert verify(db) == []


def test_an_allegation_that_somebody_found_on_meanwhile_is_not_found_twice(cast: Cast) -> None:
    doing.under_investigation(cast)
    raised = at_once(lambda: _find(cast, "substantiated", 1), lambda: _find(cast, "inconclusive", 1))
    assert [type(error) for error in raised] == [Changed]
    assert len(doing.shown(cast, "lead").allegations[0].findings) == 1


def _find(cast: Cast, finding: str, version: int) -> None:
    from casework.cases.actions import allegations
    from casework.cases.models import Allegation

    with cast.database.transaction() as db:
        case, by = cast.case(db), cast["specialist"]
        row = db.scalars(select(Allegation)).one()
        allegations.find(
            db, case, doing.room(db, by, case), row, by=by, finding=finding, reason="Heard.", version=version
        )
