"""What a questionnaire is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

ENGLISH = "en"
UNSAID = "unsaid"
"""“I would rather not say”: the last answer of every question that is not written."""
YES, NO = "yes", "no"
AUDIENCES = ("voluntary", "involuntary", "both")
Text = Mapping[str, str]
"""The same words by language."""


class Kind(StrEnum):
    SCALE = "scale"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes-no"
    TEXT = "text"


class Use(StrEnum):
    """What else Casework does with an answer."""

    NONE = ""
    REASON = "reason"
    CONCERN = "concern"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Choice:
    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class Question:
    """`asked_if`: of each question named, one of these answers."""

    id: str
    kind: Kind
    text: Text
    hint: Text = field(default_factory=dict)
    required: bool = False
    choices: tuple[Choice, ...] = ()
    points: int = 0
    low: Text = field(default_factory=dict)
    high: Text = field(default_factory=dict)
    asked_if: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    use: Use = Use.NONE

    @property
    def values(self) -> tuple[str, ...]:
        """Every answer that it can have; none for what is written."""
        own: tuple[str, ...] = ()
        if self.kind is Kind.SCALE:
            own = tuple(str(point) for point in range(1, self.points + 1))
        elif self.kind is Kind.YES_NO:
            own = (YES, NO)
        elif self.kind in (Kind.CHOICE, Kind.CHOICES):
            own = tuple(choice.id for choice in self.choices)
        return (*own, UNSAID) if own else ()


@dataclass(frozen=True, slots=True)
class Section:
    title: Text
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One version. Texts are there in each of `languages`."""

    name: str
    audience: str
    languages: tuple[str, ...]
    title: Text
    sections: tuple[Section, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    def with_use(self, use: Use) -> Question | None:
        return next((question for question in self.questions if question.use is use), None)

    def language(self, wanted: str) -> str:
        """The nearest that there is: `de` for de-AT; English for what it does not speak."""
        known = {language.lower(): language for language in self.languages}
        tag = wanted.lower()
        while tag:
            if tag in known:
                return known[tag]
            tag = tag.rpartition("-")[0]
        return ENGLISH
