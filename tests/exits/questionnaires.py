"""Questionnaires of every shape, and what a browser might send for them."""

from typing import Any

from hypothesis import strategies as st

from casework.exits.questionnaires import AUDIENCES, UNSAID, Choice, Kind, Question, Questionnaire, Section, Use

LANGUAGES = ("en", "de-AT")
_words = st.sampled_from(["Why?", '“{}” \\ "\n\t<b>', "ß ﬁ e\u0301 \u202e", "😀 ‰ %(name)s"])
_text = st.fixed_dictionaries(dict.fromkeys(LANGUAGES, _words))


@st.composite
def _question(draw: st.DrawFn, id_: str, before: list[Question]) -> Question:
    kind = draw(st.sampled_from(Kind))
    more: dict[str, Any] = {}
    if kind is Kind.SCALE:
        more = {"points": draw(st.integers(3, 11)), "low": draw(_text), "high": draw(_text)}
    if kind in (Kind.CHOICE, Kind.CHOICES):
        ids = draw(st.sampled_from([("a", "b"), ("a", "b", "c")]))
        more = {"choices": tuple(Choice(one, draw(_text)) for one in ids)}
    asked_if = {}
    for other in draw(st.lists(st.sampled_from(before), max_size=2, unique_by=lambda q: q.id)) if before else []:
        if other.values:
            wanted = draw(st.lists(st.sampled_from(other.values), min_size=1, max_size=3, unique=True))
            asked_if[other.id] = tuple(wanted)
    required = kind is not Kind.TEXT and draw(st.booleans())
    return Question(id_, kind, draw(_text), required=required, asked_if=asked_if, use=Use.NONE, **more)


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    """Up to eight questions in two sections, each asked after any of those before it."""
    questions: list[Question] = []
    for number in range(draw(st.integers(1, 8))):
        questions.append(draw(_question(f"q{number}", questions)))
    cut = draw(st.integers(0, len(questions)))
    sections = [Section(draw(_text), tuple(part)) for part in (questions[:cut], questions[cut:]) if part]
    return Questionnaire(draw(_words), draw(st.sampled_from(AUDIENCES)), LANGUAGES, draw(_text), tuple(sections))


def forms(questionnaire: Questionnaire) -> st.SearchStrategy[dict[str, list[str]]]:
    """Whatever a browser sends: what is on the page, and what is not."""
    values = {
        question.id: st.lists(
            st.sampled_from([*question.values, UNSAID, "nothing of ours", "secret words"]), max_size=3
        )
        for question in questionnaire.questions
    }
    return st.fixed_dictionaries({}, optional=values)
