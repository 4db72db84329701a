"""The format: what is asked, what counts, what is wrong with one, and the ones that are ready."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.exits.questionnaires import (
    READY,
    UNSAID,
    Change,
    Faulty,
    Kind,
    Questionnaire,
    Use,
    asked,
    changed,
    coded,
    dump,
    parse,
    read,
    ready,
    unanswered,
)

from .questionnaires import forms, questionnaires

sent = questionnaires().flatmap(lambda one: st.tuples(st.just(one), forms(one)))


@settings(max_examples=40)
@given(questionnaires())
def test_what_is_stored_is_read_again_as_it_was(questionnaire: Questionnaire) -> None:
    assert parse(dump(questionnaire)) == questionnaire


@settings(max_examples=40)
@given(sent)
def test_an_answer_to_what_was_not_asked_is_dropped(given_: tuple[Questionnaire, dict[str, list[str]]]) -> None:
    questionnaire, form = given_
    answers, _ = read(questionnaire, form)
    questions = {question.id: question for question in asked(questionnaire, answers)}
    assert answers.keys() <= questions.keys()
    for question in questions.values():
        for of, wanted in question.asked_if.items():
            assert set(answers[of]) & set(wanted)
    assert read(questionnaire, answers) == (answers, {}), "and reading it once more changes nothing"


@settings(max_examples=40)
@given(sent)
def test_only_what_can_be_counted_is_counted(given_: tuple[Questionnaire, dict[str, list[str]]]) -> None:
    questionnaire, form = given_
    kinds = {question.id: question for question in questionnaire.questions}
    found = coded(questionnaire, {name: tuple(values) for name, values in form.items()})
    for id_, values in found.items():
        assert kinds[id_].kind is not Kind.TEXT
        assert set(values) <= set(kinds[id_].values) - {UNSAID}


@settings(max_examples=40)
@given(sent)
def test_rather_not_saying_answers_whatever_is_required(given_: tuple[Questionnaire, dict[str, list[str]]]) -> None:
    questionnaire, form = given_
    missing = unanswered(questionnaire, read(questionnaire, form)[0])
    while missing:
        form = {**form, **{id_: [UNSAID] for id_ in missing}}
        missing = unanswered(questionnaire, read(questionnaire, form)[0])
    assert not coded(questionnaire, dict.fromkeys(form, (UNSAID,)))


@settings(max_examples=40)
@given(questionnaires(), questionnaires())
def test_changes_lead_from_one_to_the_other(old: Questionnaire, new: Questionnaire) -> None:
    how: dict[str, set[str]] = {}
    for change in changed(old, new):
        how.setdefault(change.id, set()).add(change.how)
    before, after = ({q.id: q for q in one.questions} for one in (old, new))
    assert {id_ for id_, said in how.items() if "added" in said} == after.keys() - before.keys()
    assert {id_ for id_, said in how.items() if "removed" in said} == before.keys() - after.keys()
    same = before.keys() & after.keys()
    assert {i for i, said in how.items() if "changed" in said} == {i for i in same if before[i] != after[i]}
    still = [id_ for id_ in before if id_ in same and "moved" not in how.get(id_, ())]
    assert still == [id_ for id_ in after if id_ in still]


def test_a_question_that_moved_is_the_only_one_said_to() -> None:
    old = ready("voluntary")
    first, *others = old.sections
    new = Questionnaire(old.name, old.audience, old.languages, old.title, (*others, first))
    moved = {change.id for change in changed(old, new)}
    assert moved == {question.id for question in first.questions}
    assert changed(old, old) == ()
    assert Change("pay", "removed") in changed(old, ready_without("pay"))


def ready_without(id_: str) -> Questionnaire:
    said = json.loads(dump(ready("voluntary")))
    for section in said["sections"]:
        section["questions"] = [question for question in section["questions"] if question["id"] != id_]
    return parse(json.dumps(said))


def test_what_is_sent_twice_or_broken_is_put_right() -> None:
    questionnaire = ready("voluntary")
    answers, errors = read(
        questionnaire,
        {
            "reason": ["pay", "manager"],
            "also": ["manager", UNSAID, "pay", "pay"],
            "manager": ["9"],
            "keep": ["  two\r\nlines\x00 \ud800 "],
            "stay-how": ["not asked"],
            "change": ["a" * 20_001],
        },
    )
    assert answers["reason"] == ("pay",)
    assert answers["also"] == ("pay", "manager")
    assert answers["keep"] == ("two\nlines",)
    assert "stay-how" not in answers
    assert "manager" not in answers
    assert errors.keys() == {"manager", "change"}
    assert len(answers["change"][0]) == 20_001, "what is too long is not lost"
    assert unanswered(questionnaire, answers).keys() == {"concern"}


@pytest.mark.parametrize("name", READY)
def test_the_ready_ones_speak_four_languages_and_take_ten_minutes(name: str) -> None:
    questionnaire = ready(name)
    assert questionnaire.languages == ("en", "de", "nl", "nb")
    assert questionnaire.audience == name
    assert 12 <= len(asked(questionnaire, {})) <= 15
    assert (questionnaire.with_use(Use.REASON) is not None) is (name == "voluntary"), "nobody dismissed is asked why"
    concern, account = questionnaire.with_use(Use.CONCERN), questionnaire.with_use(Use.ACCOUNT)
    assert concern is not None
    assert account is not None
    assert account not in asked(questionnaire, {concern.id: ("no",)})
    assert account in asked(questionnaire, {concern.id: ("yes",)})


def test_both_ask_alike_what_is_compared() -> None:
    first, second = ({q.id: q for q in ready(name).questions} for name in READY)
    assert {
        "manager",
        "pay",
        "fairness",
        "safety",
        "growth",
        "recommendation",
        "return",
    } <= first.keys() & second.keys()
    assert all(first[id_] == second[id_] for id_ in first.keys() & second.keys())


def test_the_nearest_language_is_spoken() -> None:
    known = ready("voluntary")
    assert [known.language(tag) for tag in ("de-AT", "NB", "nl", "fr", "", "nb-NO")] == [
        "de", "nb", "nl", "en", "en", "nb",
    ]  # fmt: skip


Said = dict[str, Any]


def _set(name: str, value: Any) -> Callable[[Said], None]:
    """A change to the first question, which is a choice with the id “reason”."""
    return lambda said: said["sections"][0]["questions"][0].update({name: value})


def _later(name: str, value: Any) -> Callable[[Said], None]:
    """A change to the third, a yes-no with the id “stay”."""
    return lambda said: said["sections"][0]["questions"][2].update({name: value})


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda said: said.update(languages=["de", "nl", "nb"]), "English (en) among them"),
        (lambda said: said.update(languages=[*said["languages"], "Klingon!"]), "“Klingon!” is no language tag"),
        (lambda said: said.update(audience="all"), "audience is one of voluntary"),
        (lambda said: said.update(name=" "), "name of at most"),
        (lambda said: said.update(name="a\x00b"), "name of at most"),
        (lambda said: said["sections"][0]["questions"][0].update(id=[]), "its id is small letters"),
        (lambda said: said.update(colour="red"), "we know no “colour”"),
        (lambda said: said.update(sections=[]), "no question"),
        (lambda said: said.update(sections=7), "“sections” is a list"),
        (lambda said: said["sections"].append("x"), "a section: it is an object"),
        (_set("text", {"en": "Why?"}), "“reason”: a text in “de” is missing"),
        (_set("text", "Why?"), "“reason”: words are missing"),
        (_set("id", "Reason 1"), "Question “Reason 1”: its id is small letters"),
        (_set("id", None), "Question “#1”: its id"),
        (_set("kind", "slider"), "Question “reason”: its kind is one of scale, choice, choices, yes-no, text"),
        (_set("points", 5), "Question “reason”: this kind has no “points”"),
        (_set("kind", "scale"), "Question “reason”: a scale has 3 to 11 points"),
        (_set("choices", []), "Question “reason”: it needs 2 to 30 choices"),
        (_set("choices", [{"id": "unsaid", "text": {}}] * 2), "Question “reason”: a choice has no usable id"),
        (
            _set("asked_if", {"stay": ["yes"]}),
            "Question “reason”: it is asked after “stay”, which does not stand before",
        ),
        (
            _later("asked_if", {"stay": ["yes"]}),
            "Question “stay”: it is asked after “stay”, which does not stand before",
        ),
        (_later("asked_if", {"reason": ["weather"]}), "Question “stay”: “reason” cannot be answered by “weather”"),
        (_later("use", "account"), "Question “stay”: the use “account” is for text"),
        (_later("use", "concern"), "Only one question can have the use “concern”: stay, concern"),
        (_later("id", "reason"), "Question “reason”: another one has this id"),
        (_later("kind", "text"), "Question “stay-how”: “stay” cannot be answered by “yes”"),
    ],
)
def test_what_is_wrong_is_said_and_names_its_question(spoil: Callable[[Said], None], says: str) -> None:
    said = json.loads(dump(ready("voluntary")))
    spoil(said)
    with pytest.raises(Faulty) as caught:
        parse(json.dumps(said))
    assert any(says in str(fault) for fault in caught.value.faults), [str(fault) for fault in caught.value.faults]


def test_a_text_can_not_be_required_and_what_is_no_json_says_where() -> None:
    said = json.loads(dump(ready("voluntary")))
    said["sections"][0]["questions"][3]["required"] = True
    with pytest.raises(Faulty, match="“stay-how”: nobody has to write"):
        parse(json.dumps(said))
    for text, says in (
        ('{\n"name": }', "line 2"),
        ("[" * 100_000, "no JSON"),
        ("7", "it is an object"),
        ('"\\ud800"', "half a character"),
    ):
        with pytest.raises(Faulty, match=says):
            parse(text)
