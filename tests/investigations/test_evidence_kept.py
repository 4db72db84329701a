"""The evidence log below its pages: who may know of an entry, what goes with a paper; the newest word holds."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from casework.cases.actions import declarations, members, papers, privilege
from casework.cases.actions.box import into
from casework.cases.lifecycle import IllegalStep
from casework.cases.models import Allegation, Evidence, Message, Paper, PrivilegeClaim
from casework.cases.queries import evidence_said, record, searching
from casework.cases.queries.rows import Rows
from casework.db import new_id
from casework.investigations.actions import evidence
from casework.investigations.actions.evidence import About, Custody, Entry
from casework.investigations.queries import evidence as queries
from casework.investigations.queries.evidence import EvidenceShown
from casework.legal.actions.exports import Choice
from casework.legal.routes import gathered_evidence
from casework.legal.routes.near import Near
from casework.vault import Compartment, NoSeal
from tests.cases.doing import allege
from tests.cast import Cast
from tests.eap.conftest import statements

DAY = date(2026, 5, 4)
NOTHING = About()
SAID = Entry("paper", "MARKER-EK1 the rota", DAY, "MARKER-EK2 asked for", source="the office")


def log(cast: Cast, who: str = "specialist") -> list[EvidenceShown]:
    with cast.database.reading() as db:
        shown = record.load(db, cast[who], cast.number, limit=1)
        return [] if shown is None else queries.log(db, shown)


def counted(cast: Cast, who: str = "specialist") -> int:
    with cast.database.reading() as db:
        shown = record.load(db, cast[who], cast.number, limit=1)
        assert shown is not None
        return shown.work.evidence


def enter(cast: Cast, about: About = NOTHING, room: Compartment = Compartment.FILE, said: Entry = SAID) -> int:
    with cast.database.transaction() as db:
        case, by = cast.case(db), cast["specialist"]
        return evidence.enter(db, case, members.enter(db, case, by, room), said, about, by=by).id


def hand_in(cast: Cast, room: Compartment = Compartment.FILE, subject: int = 0) -> int:
    with cast.database.transaction() as db:
        case, by = cast.case(db), cast["specialist"]
        place = into(db, case, by, room, subject)
        return papers.add(
            db, case, place, file_id=new_id(), key=bytes(32), name="MARKER-EK3.pdf", type="pdf", size=9, by=by
        ).id  # fmt: skip


def change(cast: Cast, id_: int, do: str, *given: object, who: str = "specialist", **more: object) -> None:
    with cast.database.transaction() as db:
        case, by, row = cast.case(db), cast[who], db.get_one(Evidence, id_)
        getattr(evidence, do)(db, case, members.enter(db, case, by, Compartment(row.room)), row, *given, by=by, **more)


def point(cast: Cast, id_: int, allegation: int, direction: str, why: str) -> None:
    with cast.database.reading() as db:
        about = db.get_one(Allegation, allegation)
    change(cast, id_, "point", about, direction=direction, why=why)


def test_what_is_said_of_something_is_known_to_who_holds_the_room_that_it_lies_in(cast: Cast) -> None:
    with cast.database.transaction() as db:
        message = Message(
            id=new_id(), case_id=cast.case_id, subject=new_id(), from_party=True, text=b"", at=datetime.now(UTC)
        )  # fmt: skip
        db.add(message)
    medical = enter(cast, About(paper_id=hand_in(cast, Compartment.MEDICAL)), Compartment.MEDICAL)
    sheet = enter(cast, About(paper_id=hand_in(cast), digest="ab"))
    enter(cast, About(message_id=message.id))
    assert [(one.id, one.position) for one in log(cast)] == [(medical, 1), (sheet, 2)], "a dialogue that is not theirs"
    assert [one.id for one in log(cast, "lead")] == [sheet]
    assert (counted(cast), counted(cast, "lead")) == (2, 1)
    change(cast, sheet, "set_aside", reason="Twice.")
    assert (counted(cast), counted(cast, "lead")) == (1, 0)
    assert log(cast, "colleague") == log(cast, "party") == log(cast, "removed") == []
    with pytest.raises(NoSeal):
        change(cast, medical, "set_aside", reason="No.", who="lead")


def test_what_waits_with_the_reporters_identity_enters_no_log(cast: Cast) -> None:
    paper = hand_in(cast)
    with cast.database.transaction() as db:
        db.get_one(Paper, paper).room = Compartment.IDENTITY.value
    with pytest.raises(IllegalStep) as refused:
        enter(cast, About(paper_id=paper))
    assert "releases it" in str(refused.value.reasons[0])
    for about in (About(paper_id=1), About(message_id=1), About(statement_id=1)):
        with pytest.raises(IllegalStep):
            enter(cast, about)
    medical = hand_in(cast, Compartment.MEDICAL)
    with pytest.raises(IllegalStep):
        enter(cast, About(paper_id=medical))
    assert log(cast) == []


def test_a_paper_that_becomes_privileged_takes_all_that_was_said_of_it_along_and_back(cast: Cast) -> None:
    allegation, paper = allege(cast), hand_in(cast)
    first, entry = enter(cast), enter(cast, About(paper_id=paper, digest="ab" * 32))
    point(cast, entry, allegation, "for", "MARKER-EK4")
    change(cast, entry, "hand_over", Custody("Ines", "Mara", datetime(2026, 5, 4, tzinfo=UTC), "To keep", "Box 3"))
    change(cast, entry, "correct", SAID, reason="MARKER-EK5", version=1)
    [before] = [one for one in log(cast) if one.id == entry]
    with cast.database.transaction() as db:
        row = db.get_one(Paper, paper)
        privilege.mark(db, cast.case(db), row, why="For counsel.", by=cast["specialist"])
    assert [one.id for one in log(cast)] == [first]
    with cast.database.transaction() as db:
        claim = db.scalars(select(PrivilegeClaim)).one()
        case, counsel = cast.case(db), cast["counsel"]
        declarations.declare(db, case, by=counsel, conflict=False)
        assert db.get_one(Evidence, entry).position == 1, "numbered for itself"
        privilege.refuse(db, case, claim, reason="Only facts.", by=counsel)
    [_, after] = log(cast)
    assert (after.position, after.digest, after.points, after.custody) == (
        2, before.digest, before.points, before.custody
    )  # fmt: skip
    assert after.changes == before.changes
    assert not after.damaged


def test_who_searches_for_somebody_finds_what_the_log_says_of_them_and_said_before(cast: Cast) -> None:
    entry = enter(cast)
    change(cast, entry, "correct", replace(SAID, what="A rota"), reason="MARKER-EK6", version=1)
    change(cast, entry, "hand_over", Custody("MARKER-EK7", "b", datetime(2026, 5, 4, tzinfo=UTC), "c", "d"))
    with cast.database.reading() as db:
        [found] = [one for one in searching.load(db, cast["specialist"], cast.number).texts if "rota" in one.text]
        assert not searching.load(db, cast["colleague"], cast.number).texts
        shown, rows = record.load(db, cast["specialist"], cast.number), Rows(db, cast.case_id)
        assert shown is not None
        rooms, papers_too, none = frozenset(shown.rooms), frozenset({"papers"}), frozenset[int]()
        choice = Choice("pdf", rooms, papers_too, None, date(2026, 5, 3), redacted=False, originals=none)
        assert not list(gathered_evidence.of(Near(shown, choice, cast["specialist"], {}), rows)), "of other days"
        [item] = gathered_evidence.of(Near(shown, replace(choice, until=DAY), cast["specialist"], {}), rows)
        assert (item["title"], item["facts"][1]) == ("E1: A rota", ["From", "the office"])
        assert ["Handed over", "2026-05-04 00:00 UTC, MARKER-EK7 → b; c; d"] in item["facts"]
        assert evidence_said.of(rows, {}) == []
    assert found.ref == f"evidence-{entry}"
    assert all(mark in found.text for mark in ("MARKER-EK1", "MARKER-EK2", "MARKER-EK6", "MARKER-EK7", "A rota"))


def test_reading_the_log_takes_as_many_statements_for_three_entries_as_for_one(cast: Cast) -> None:
    allegation, counts = allege(cast), []
    for _ in range(3):
        entry = enter(cast, About(paper_id=hand_in(cast)))
        point(cast, entry, allegation, "for", "Because.")
        change(cast, entry, "hand_over", Custody("a", "b", datetime(2026, 5, 4, tzinfo=UTC), "c", "d"))
        with cast.database.reading() as db:
            shown = record.load(db, cast["specialist"], cast.number, limit=1)
            assert shown is not None
            with statements(cast.database) as said:
                queries.log(db, shown)
        counts.append(len(said))
    assert counts[0] == counts[2] <= 6


STEPS = st.lists(
    st.tuples(st.sampled_from(["for", "against", "neither", "", "hand over"]), st.integers(0, 1), st.text(max_size=20)),
    max_size=8,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_the_newest_word_on_an_allegation_holds_and_none_is_lost(
    cast: Cast, steps: Sequence[tuple[str, int, str]]
) -> None:
    abouts, entry = (allege(cast), allege(cast)), enter(cast)
    said: dict[int, list[tuple[str, str]]] = {about: [] for about in abouts}
    handed = []
    for number, (what, which, words) in enumerate(steps):
        if what == "hand over":
            at = datetime(2026, 5, 4, tzinfo=UTC) + timedelta(hours=which)
            change(cast, entry, "hand_over", Custody(words, "b", at, "c", str(number)))
            handed.append((words, str(number)))
        else:
            point(cast, entry, abouts[which], what, words)
            said[abouts[which]].append((what, words))
    [found] = [one for one in log(cast) if one.id == entry]
    assert [(link.giver, link.place) for link in found.custody] == handed
    for about, told in said.items():
        now = [(one.direction, one.why) for one in found.points if one.allegation_id == about]
        before = [(one.direction, one.why) for one in found.earlier if one.allegation_id == about]
        assert now == ([told[-1]] if told and told[-1][0] else [])
        assert [*now, *before] == told[::-1]
        assert found.direction(about) == (now[0][0] if now else None)
    assert all(one.id == entry for one in queries.chosen([found], allegation=abouts[0]))
