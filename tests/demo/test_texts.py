"""What the demo's cases say: no two the same, nobody who does not exist, nothing left unfilled, at any time of year."""

import tomllib
from datetime import UTC, datetime

import pytest

from casework.cases.lifecycle.kinds import BASES, CHANNELS, ISSUES
from casework.demo.leavers import everybody
from casework.demo.plan import COMPLAINTS, DISCIPLINE, plan
from casework.demo.texts import FOLDER, Matter, directory, whole
from casework.eap.clinical import found
from casework.exits.questionnaires import read, ready, unanswered

DAYS = [datetime(2026, 11, 21, tzinfo=UTC), datetime(2027, 2, 28, tzinfo=UTC), datetime(2027, 7, 1, tzinfo=UTC)]


def _all_of(matter: Matter) -> list[str]:
    said = [matter.title, matter.what, matter.outcome, matter.told, matter.told_respondent, *matter.tasks]
    said += [text for claim in matter.claims for text in (claim.text, claim.reason)]
    said += [text for note in matter.notes for text in (note.heading, note.text, note.reason, note.now)]
    return said + [text for _, text in matter.messages] + list(matter.particulars.values())


@pytest.mark.parametrize("now", DAYS)
def test_there_are_220_of_which_no_two_read_the_same(now: datetime) -> None:
    planned = plan(220, now)
    assert len(planned) == 220
    assert len({case.matter.title for case in planned}) == 220
    assert len({case.matter.what for case in planned}) == 220
    assert {matter.title for matter in whole()} <= {case.matter.title for case in planned}


@pytest.mark.parametrize("now", DAYS)
def test_a_case_comes_in_when_it_says_that_things_were(now: datetime) -> None:
    for case in plan(220, now):
        assert case.end.days[0] <= case.age <= case.end.days[1]


def test_what_is_said_is_filled_in_and_in_the_field_s_words() -> None:
    for case in plan(220, DAYS[0]):
        assert not [text for text in _all_of(case.matter) if "{" in text or "  " in text]
        assert case.matter.channel in CHANNELS
        assert {claim.issue for claim in case.matter.claims} <= ISSUES.keys()
        assert {basis for claim in case.matter.claims for basis in claim.bases} <= BASES.keys()


def test_matters_are_written_whole() -> None:
    assert len(whole()) == 61
    assert all(matter.what and matter.claims and matter.outcome and matter.told for matter in whole())


def test_everybody_has_a_manager_who_exists() -> None:
    numbers = {one.number for one in directory().values()}
    assert len(numbers) == len(directory()) > 110
    assert {one.manager for one in directory().values()} <= numbers | {""}


def test_ends_are_220() -> None:
    assert sum(end.count for end in (*COMPLAINTS, *DISCIPLINE)) >= 220


def test_nothing_that_is_said_of_support_is_clinical_or_said_twice() -> None:
    text = tomllib.loads((FOLDER / "support.toml").read_text(encoding="utf-8"))
    said = [row["words"].strip() for row in text["referral"]]
    events = [event for row in text["referral"] for event in row.get("events", ())]
    said += [event.split("|")[-1] for event in events if "answer|" in event or "message|" in event]
    assert [words for words in said if found(words)] == []
    long = [words for words in said if len(words) > 20]
    assert len(set(long)) == len(long)


def test_leavers_answer_what_they_are_asked_and_no_two_alike() -> None:
    answered = [one.told for one in everybody() if one.told.get("state") in ("completed", "reviewed")]
    for told in answered:
        asks = ready("voluntary" if told["way"] in ("voluntary", "retirement") else "involuntary")
        form = {id_: [of] if isinstance(of, str) else of for id_, of in told["answers"].items()}
        answers, errors = read(asks, form)
        assert not errors
        assert not unanswered(asks, answers)
        assert set(answers) == set(form)
    words = [told["answers"][id_] for told in answered for id_ in ("keep", "change") if id_ in told["answers"]]
    assert len(set(words)) == len(words) > 20
