"""What like cases came to: read by who decides, said of nobody, gone with its case, sealed in the database."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.audit.models import TrailEntry
from casework.backup import replaying
from casework.cases.actions import comparators as kept
from casework.cases.actions import declarations, destroying
from casework.cases.lifecycle import IllegalStep, comparators
from casework.cases.lifecycle.comparators import Comparator
from casework.cases.models import ComparatorEntry, ComparatorPage, Decision, Party, StepTaken
from casework.cases.queries.kept_cases import CASES
from casework.db import new_id
from casework.discipline.actions import decisions, filling
from casework.discipline.models import Comparison
from casework.files import Store
from casework.vault import Vault, journal
from tests.cases import doing
from tests.cases.pages.browser import Browser, hidden, text_of
from tests.cast import Cast
from tests.legal.ended import another, close_of_cast

Browse = Callable[[str], Browser]
MARK = "ZZ"
"""A country that no site is in."""


def record(outcome: str, issue: str = "harassment", **other: str) -> Comparator:
    said = {"severity": "", "history": "", "country": MARK, "quarter": "2026Q2"} | other
    return Comparator(new_id(), issue, outcome=outcome, **said)


def decided(db: Session, case_id: int, *outcomes: str, **other: str) -> list[int]:
    """Decisions of this case, by the ids that they are known by."""
    found = []
    for outcome in outcomes:
        found.append(new_id())
        kept.put(db, case_id, found[-1], record(outcome, **other))
    return found


def on_pages(db: Session) -> list[str]:
    pages = [kept.opened(db, page) for page in db.scalars(select(ComparatorPage)).all()]
    return sorted(comparators.unpacked(one).outcome for page in pages for one in comparators.records(page))


def test_what_is_put_in_lies_sealed_and_what_is_taken_out_is_gone(cast: Cast) -> None:
    with cast.database.transaction() as db:
        first, second, _ = decided(db, cast.case_id, "written", "verbal", "termination")
        kept.put(db, cast.case_id, second, record("suspension"))
        kept.take_out(db, [first])
        assert on_pages(db) == ["suspension", "termination"]
        assert kept.record_of(db, first) is None
        known = kept.record_of(db, second)
        assert known is not None
        assert known.outcome == "suspension"
    with cast.database.reading() as db:
        [page] = db.scalars(select(ComparatorPage)).all()
        assert known.id.to_bytes(8, "little") not in page.records
        assert comparators.HEAD not in page.records
        assert page.used == 2
        size = len(page.records)
        for entry in db.scalars(select(ComparatorEntry)).all():
            assert entry.kept
            assert str(page.id).encode() not in entry.kept
            with pytest.raises(vault.Unreadable):
                vault.field.open_(db, ComparatorEntry.kept, entry.id, entry.kept)
    with cast.database.transaction() as db:
        decided(db, cast.case_id, *["written"] * 9)
    with cast.database.reading() as db:
        [page] = db.scalars(select(ComparatorPage)).all()
        assert len(page.records) == size, "its length says nothing of how many there are"


def test_a_full_page_is_followed_by_another(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "FULL", 2)
    with cast.database.transaction() as db:
        decided(db, cast.case_id, "verbal", "verbal", "written")
        assert len(db.scalars(select(ComparatorPage)).all()) == 2
        assert on_pages(db) == ["verbal", "verbal", "written"]


def test_what_a_destroyed_case_came_to_is_cut_out(cast: Cast, tmp_path: Path) -> None:
    other = another(cast, "lead")
    with cast.database.transaction() as db:
        decided(db, other.id, "coaching")
        decided(db, cast.case_id, "termination")
    case_id = close_of_cast(cast)
    with cast.database.transaction() as db:
        [asked], _ = destroying.propose(db, CASES, [case_id], why="It is time.", by=cast["lead"])
        asked_id = asked.id
    with cast.database.transaction() as db:
        destroying.decide(db, CASES, asked_id, agrees=True, by=cast["alternate"])
    assert destroying.go_on(cast.database, Store(tmp_path / "files"), CASES, asked_id) == 1
    with cast.database.reading() as db:
        assert on_pages(db) == ["coaching"]
        assert db.scalars(select(ComparatorEntry.case_id)).all() == [other.id]


@pytest.fixture
def lead(cast: Cast, browse: Browse) -> Browser:
    """The specialist investigated a harassment; twenty-one like cases were decided before."""
    doing.assign(cast)
    doing.allege(cast, "harassment")
    doing.allege(cast, "bullying")
    earlier = another(cast, "lead")
    with cast.database.transaction() as db:
        decided(db, earlier.id, *["written"] * 14, *["verbal"] * 6, country="NL")
        decided(db, earlier.id, "termination", country="DE")
    return browse("lead")


def test_the_page_says_what_was_looked_for_how_it_was_widened_and_what_came_out(lead: Browser, browse: Browse) -> None:
    page = text_of(lead.page("/comparators"))
    assert "Looked for: Harassment · Severity not set · No warning stood · Country: NL." in page
    assert "in the same country: 20" in page
    assert "In every country" not in page
    assert re.search(r"Verbal warning \(usual\) 6 Written warning \(usual\) 14", page)
    assert "The middle half got: Verbal warning or Written warning." in page
    other = text_of(lead.page(f"/comparators?issue={quote('bullying')}"))
    assert "Looked for: Bullying" in other
    assert "the same country: none" in other
    assert "Also kindred issues: 21" in other
    assert "Termination" not in other.split("Also kindred issues")[1].split("The middle half")[0].replace(
        "From Written warning to Termination", ""
    ), "one person is counted with the next on the ladder"
    assert browse("specialist").get(f"{lead.case}/comparators").status_code == 403, "whoever investigated"
    assert browse("colleague").get(f"{lead.case}/comparators").status_code == 404


def test_single_ones_are_read_one_by_one_each_on_the_trail(lead: Browser) -> None:
    path = f"{lead.case}/comparators/single"
    answer = lead.client.post(path, data=hidden(lead.page("/comparators/single"), path))
    read = [text_of(answer.text)]
    assert "Decision 1 of 20 Issue Harassment Severity Not set History No warning stood Outcome" in read[0]
    assert read[0].count("2026Q2") == 1
    assert MARK not in answer.text
    for _ in range(2):
        answer = lead.client.post(path, data=hidden(answer.text, path))
        read.append(text_of(answer.text))
    assert "Decision 3 of 20" in read[2]
    with lead.world.database.reading() as db:
        tags = db.scalars(select(TrailEntry.tag).where(TrailEntry.actor_id == lead.actor.id)).all()
    assert list(tags).count("comparators:single") == 3


def test_a_comparison_is_kept_with_the_case_and_counsel_moves_it(lead: Browser, cast: Cast, browse: Browse) -> None:
    kept_page = lead.send("/comparators")
    assert kept_page.status_code == 303
    page = text_of(lead.page("/comparators"))
    assert "Kept with the case" in page
    assert "privileged" not in page
    with lead.world.database.reading() as db:
        [row] = db.scalars(select(Comparison)).all()
        assert b"harassment" not in row.found
    refused = lead.send("/comparators/privileged")
    assert refused.status_code == 403
    lead.sure().done("/members", person=str(cast["counsel"].id), rooms="file-0")
    with cast.database.transaction() as db:
        declarations.declare(db, cast.case(db), by=cast["counsel"], conflict=False)
    counsel = browse("counsel")
    assert counsel.send("/comparators/privileged").status_code == 303
    assert "– privileged" in text_of(counsel.page("/comparators"))
    assert lead.get(f"{lead.case}/comparators").status_code == 403
    assert lead.get(f"{lead.case}/comparators/single").status_code == 403


def test_a_departure_needs_a_reason_and_what_is_decided_counts_until_it_falls(lead: Browser, cast: Cast) -> None:
    by, party, on = cast["lead"], doing.respondent(cast), date(2026, 11, 2)
    with cast.database.transaction() as db:
        case = cast.case(db)
        case.state = "awaiting decision"
        file = doing.room(db, by, case)
        new = decisions.New("demotion", "It went on for a year.", on, party)
        row = decisions.propose(db, case, file, new, by=by)
        with pytest.raises(IllegalStep, match="Like cases were decided otherwise"):
            decisions.decide(db, case, file, row, by=by)
        decisions.decide(db, case, file, row, by=by, departure="He was told twice.")
        assert row.departure is not None
        assert file.open(Decision.departure, row.id, row.departure) == "He was told twice."
        assert on_pages(db).count("demotion") == 1
    assert "Harassment · Severity not set" in text_of(lead.page("/comparators"))
    assert "in the same country: 20" in text_of(lead.page("/comparators")), "it is not compared with itself"
    with cast.database.transaction() as db:
        case = cast.case(db)
        file = doing.room(db, by, case)
        usual = decisions.propose(db, case, file, decisions.New("written", "Enough.", on, party), by=by)
        decisions.decide(db, case, file, usual, by=by)
        assert usual.departure is None
        assert on_pages(db).count("demotion") == 0
        assert on_pages(db).count("written") == 15
        decisions.set_aside(db, case, file, usual, by=by, reason="The hearing was not one.")
        assert on_pages(db).count("written") == 14


def test_cases_decided_before_are_taken_from_their_steps_once(lead: Browser, cast: Cast) -> None:
    party, at = doing.respondent(cast), datetime(2026, 5, 4, 9, tzinfo=UTC)
    with cast.database.transaction() as db:
        earlier = db.scalars(select(ComparatorEntry.case_id)).first()
        assert earlier is not None
        tag = db.get_one(Party, party).employee_tag
        db.add(Party(case_id=earlier, role="respondent", employee_tag=tag, added_at=at))
        mine = cast.case_id
        for case_id, outcome, days in ((earlier, "verbal", 0), (mine, "coaching", 9), (mine, "written", 10)):
            db.add(StepTaken(case_id=case_id, step="decide", from_state="hearing", to_state="decided", by=0,
                             at=at + timedelta(days=days), outcome=outcome))  # fmt: skip
    assert filling.fill(cast.database) == 3
    assert filling.fill(cast.database) == 0, "whoever stops it and begins again does nothing twice"
    with cast.database.reading() as db:
        steps = {step.outcome: kept.record_of(db, step.id) for step in db.scalars(select(StepTaken))}
        assert (steps["verbal"], steps["coaching"]) == (None, None), "nothing was alleged; another decision followed"
        found = steps["written"]
        assert found is not None
        assert found[1:] == ("harassment", "", "verbal", "written", "NL", "2026Q2")


def test_a_backup_that_is_put_back_has_it_cut_out_again(cast: Cast, keys: Vault, tmp_path: Path) -> None:
    assert keys.journal is not None
    other = another(cast, "lead")
    with cast.database.transaction() as db:
        decided(db, cast.case_id, "termination")
        decided(db, other.id, "coaching")
    journal.write(keys, "case-destroyed", case=cast.case_id)
    with cast.database.transaction() as db:
        replaying.replay(db, keys, keys.journal, Store(tmp_path / "files"))
        assert on_pages(db) == ["coaching"]
