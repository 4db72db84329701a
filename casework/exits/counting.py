"""What of the answers is counted: scales, choices and themes, by department, tenure and how they left.

Which tables there are is settled by the questionnaires of the quarter, not by what was answered: a table that is not
there says nothing about anybody. Whether somebody had something to report is not counted at all: it becomes a case, or
stays between the leaver and who heard them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from casework.exits.lifecycle import VOLUNTARY
from casework.exits.questionnaires import UNSAID, Kind, Question, Questionnaire, Use
from casework.figures.kept import Words
from casework.figures.population import Axis
from casework.figures.tables import Plan
from casework.settings import N_

YES, NO = "yes", "no"
OWN, OTHER = "own", "other"
GROUPS: Mapping[str, Words] = {
    "department": Words(N_("Department"), {}),
    "tenure": Words(
        N_("How long they were here"),
        {
            "under 1": N_("under 1 year"),
            "1-3": N_("1 to 3 years"),
            "3-5": N_("3 to 5 years"),
            "5-10": N_("5 to 10 years"),
            "over 10": N_("over 10 years"),
            "unknown": N_("not known"),
        },
    ),
    "way": Words(N_("Whose decision it was"), {OWN: N_("their own"), OTHER: N_("not their own")}),
}
"""`tenure` has the bands that answers are kept by (`queries/tallies`)."""
ENGLISH = "en"
Themes = Mapping[str, Sequence[tuple[str, str]]]
"""By question of which several choices fit: each choice, and the axis that it is."""


@dataclass
class Counting:
    """Axes, words and plans of one quarter's questionnaires."""

    words: dict[str, Words] = field(default_factory=lambda: dict(GROUPS))
    audiences: dict[str, set[str]] = field(default_factory=dict)
    first: list[str] = field(default_factory=list)

    @property
    def axes(self) -> Iterator[Axis]:
        for name, words in self.words.items():
            yield Axis(name, tuple(words.values), ordered=words.ordered or name == "tenure")

    @property
    def plans(self) -> list[Plan]:
        """Who left, then what they said, then that by group: the reason before all else, then what is asked of most."""
        asked = sorted(self.audiences, key=lambda name: (name not in self.first, bool(self.words[name].of)))
        groups = [Plan(group) for group in GROUPS]
        whole = [Plan(name) for name in asked]
        return groups + whole + [Plan(name, group) for name in asked for group in GROUPS if self._divides(name, group)]

    @property
    def themes(self) -> Themes:
        found: dict[str, list[tuple[str, str]]] = {}
        for name, words in self.words.items():
            if words.of:
                found.setdefault(words.of, []).append((name.removeprefix(f"{words.of}:"), name))
        return found

    def _divides(self, name: str, group: str) -> bool:
        """What only one side is asked is not set against the other."""
        return group != "way" or self.audiences[name] >= {"voluntary", "involuntary"}


def counting(questionnaires: Iterable[Questionnaire]) -> Counting:
    """The newest first: its words are taken where several ask the same."""
    found = Counting()
    for questionnaire in questionnaires:
        audience = questionnaire.audience
        audiences = {"voluntary", "involuntary"} if audience == "both" else {audience}
        for question in questionnaire.questions:
            for name, words in _words(question):
                known = found.words.get(name, words)
                found.words[name] = Words(words.text, {**words.values, **known.values}, known.ordered, known.of)
                found.audiences.setdefault(name, set()).update(audiences)
                if question.use is Use.REASON:
                    found.first.append(name)
    return found


def _words(question: Question) -> Iterator[tuple[str, Words]]:
    if question.use is Use.CONCERN or question.kind is Kind.TEXT:
        return
    text = question.text[ENGLISH]
    if question.kind is Kind.CHOICES:
        for choice in question.choices:
            named = {YES: choice.text[ENGLISH], NO: N_("not this")}
            yield f"{question.id}:{choice.id}", Words(text, named, of=question.id)
        return
    yield question.id, Words(text, _values(question), ordered=question.kind is Kind.SCALE)


def _values(question: Question) -> dict[str, str]:
    if question.kind is Kind.YES_NO:
        return {YES: N_("yes"), NO: N_("no")}
    if question.kind is Kind.CHOICE:
        return {choice.id: choice.text[ENGLISH] for choice in question.choices}
    ends = {"1": question.low.get(ENGLISH, ""), str(question.points): question.high.get(ENGLISH, "")}
    points = (value for value in question.values if value != UNSAID)
    return {value: f"{value}: {ends[value]}" if ends.get(value) else value for value in points}


def record(
    *, department: str, tenure: str, way: str, answers: Mapping[str, Sequence[str]], themes: Themes
) -> dict[str, str]:
    """One leaver as they are counted."""
    said = {"department": department, "tenure": tenure, "way": OWN if way in VOLUNTARY else OTHER}
    for name, values in answers.items():
        if name in themes:
            for choice, axis in themes[name]:
                said[axis] = YES if choice in values else NO
        elif values:
            said[name] = values[0]
    return said
