"""From JSON to a questionnaire. What is wrong is said all at once, and names its question."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from casework.settings import N_, Said

from .questions import AUDIENCES, ENGLISH, UNSAID, Choice, Kind, Question, Questionnaire, Section, Text, Use

_ID = re.compile(r"[a-z][a-z0-9-]{0,39}")
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
POINTS = (3, 11)
MOST_QUESTIONS, MOST_CHOICES, LONGEST_TEXT, LONGEST_NAME = 60, 30, 600, 60
_CLOSED = (Kind.CHOICE, Kind.CHOICES)
_FITS_USE = {
    Use.NONE: tuple(Kind),
    Use.REASON: _CLOSED,
    Use.CONCERN: (Kind.YES_NO,),
    Use.ACCOUNT: (Kind.TEXT,),
}
_KEYS = {"id", "kind", "text", "hint", "required", "choices", "points", "low", "high", "asked_if", "use"}


class Faulty(ValueError):
    """It cannot be used; `faults` says all that is wrong, a sentence each."""

    def __init__(self, faults: Iterable[Said]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(map(str, self.faults)))


def parse(text: str) -> Questionnaire:
    """Faulty names everything that is wrong with it."""
    try:
        said = json.loads(text)
        json.dumps(said, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise Faulty([Said(N_("There is half a character in it, which cannot be kept."))]) from error
    except (ValueError, RecursionError) as error:
        where = {"line": getattr(error, "lineno", 1)}
        raise Faulty([Said(N_("It is no JSON: look at line %(line)s."), where)]) from error
    reading = _Reading()
    found = reading.questionnaire(said)
    if reading.faults:
        raise Faulty(reading.faults)
    return found


@dataclass
class _Reading:
    """One questionnaire as it is read: what is wrong gathers, and stands in for what could not be read."""

    faults: list[Said] = field(default_factory=list)
    languages: tuple[str, ...] = ()
    before: dict[str, Question] = field(default_factory=dict)

    def questionnaire(self, said: Any) -> Questionnaire:
        said = self._object(said, N_("the questionnaire"), {"name", "audience", "languages", "title", "sections"})
        self.languages = self._tags(said.get("languages"))
        name, audience = said.get("name"), said.get("audience")
        if not isinstance(name, str) or not name.strip() or len(name) > LONGEST_NAME or "\0" in name:
            self._wrong(N_("Give it a name of at most %(most)s characters."), most=LONGEST_NAME)
        if audience not in AUDIENCES:
            self._wrong(N_("Its audience is one of %(known)s."), known=", ".join(AUDIENCES))
        title = self._text(said.get("title"), N_("the title"))
        sections = tuple(map(self._section, self._list(said.get("sections"), "sections")))
        self._whole(sections)
        return Questionnaire(str(name).strip(), str(audience), self.languages, title, sections)

    def _whole(self, sections: tuple[Section, ...]) -> None:
        if not any(section.questions for section in sections):
            self._wrong(N_("It has no question."))
        if len(self.before) > MOST_QUESTIONS:
            self._wrong(N_("It has more than %(most)s questions."), most=MOST_QUESTIONS)
        for use in (Use.REASON, Use.CONCERN, Use.ACCOUNT):
            ids = [question.id for question in self.before.values() if question.use is use]
            if len(ids) > 1:
                self._wrong(N_("Only one question can have the use “%(use)s”: %(ids)s."), use=use, ids=", ".join(ids))

    def _section(self, said: Any) -> Section:
        said = self._object(said, N_("a section"), {"title", "questions"})
        title = self._text(said.get("title"), N_("the title of a section"))
        return Section(title, tuple(map(self._question, self._list(said.get("questions"), "questions"))))

    def _question(self, said: Any) -> Question:
        id_ = said.get("id") if isinstance(said, Mapping) else None
        at = f"“{id_}”" if isinstance(id_, str) else f"“#{len(self.before) + 1}”"
        said = self._object(said, at, _KEYS)
        if not isinstance(id_, str) or not _ID.fullmatch(id_):
            self._wrong(N_("Question %(at)s: its id is small letters, digits and dashes, at most 40."), at=at)
        if isinstance(id_, str) and id_ in self.before:
            self._wrong(N_("Question %(at)s: another one has this id."), at=at)
        kind = self._one(Kind, said.get("kind"), at, "kind") or Kind.TEXT
        question = Question(
            id=str(id_),
            kind=kind,
            text=self._text(said.get("text"), at),
            hint=self._text(said["hint"], at) if said.get("hint") else {},
            required=said.get("required") is True,
            choices=self._choices(said.get("choices"), kind, at),
            points=self._points(said.get("points"), kind, at),
            low=self._end(said, "low", kind, at),
            high=self._end(said, "high", kind, at),
            asked_if=self._asked_if(said.get("asked_if"), at),
            use=self._one(Use, said.get("use", ""), at, "use") or Use.NONE,
        )
        if question.required and kind is Kind.TEXT:
            self._wrong(N_("Question %(at)s: nobody has to write, so a text cannot be required."), at=at)
        if kind not in _FITS_USE[question.use]:
            kinds = ", ".join(_FITS_USE[question.use])
            self._wrong(
                N_("Question %(at)s: the use “%(use)s” is for %(kinds)s."), at=at, use=question.use, kinds=kinds
            )
        self.before[question.id] = question
        return question

    def _choices(self, said: Any, kind: Kind, at: str) -> tuple[Choice, ...]:
        if kind not in _CLOSED:
            self._nothing(said, "choices", at)
            return ()
        found = []
        for one in self._list(said, "choices", at):
            one = self._object(one, at, {"id", "text"})  # noqa: PLW2901 - the same, known to be an object
            if not isinstance(one.get("id"), str) or not _ID.fullmatch(one["id"]) or one["id"] == UNSAID:
                self._wrong(N_("Question %(at)s: a choice has no usable id (“unsaid” is kept for itself)."), at=at)
            found.append(Choice(str(one.get("id")), self._text(one.get("text"), at)))
        if not 2 <= len(found) <= MOST_CHOICES or len({choice.id for choice in found}) < len(found):
            self._wrong(N_("Question %(at)s: it needs 2 to %(most)s choices, each with its own id."),
                        at=at, most=MOST_CHOICES)  # fmt: skip
        return tuple(found)

    def _points(self, said: Any, kind: Kind, at: str) -> int:
        if kind is not Kind.SCALE:
            self._nothing(said, "points", at)
            return 0
        low, high = POINTS
        if type(said) is not int or not low <= said <= high:
            self._wrong(N_("Question %(at)s: a scale has %(low)s to %(high)s points."), at=at, low=low, high=high)
            return low
        return said

    def _end(self, said: Mapping[str, Any], name: str, kind: Kind, at: str) -> Text:
        if kind is not Kind.SCALE:
            self._nothing(said.get(name), name, at)
            return {}
        return self._text(said.get(name), at)

    def _asked_if(self, said: Any, at: str) -> dict[str, tuple[str, ...]]:
        found = {}
        for of, values in self._object(said or {}, at, None).items():
            other = self.before.get(of)
            if other is None:
                self._wrong(N_("Question %(at)s: it is asked after “%(of)s”, which does not stand before it."),
                            at=at, of=of)  # fmt: skip
                continue
            wanted = tuple(map(str, self._list(values, "asked_if", at)))
            strange = [value for value in wanted if value not in other.values]
            if strange or not wanted:
                self._wrong(N_("Question %(at)s: “%(of)s” cannot be answered by “%(value)s”."),
                            at=at, of=of, value=", ".join(strange))  # fmt: skip
            found[of] = wanted
        return found

    def _text(self, said: Any, at: str) -> Text:
        """Words in every language, and in no other."""
        if not isinstance(said, dict):
            self._wrong(N_("%(at)s: words are missing."), at=_inner(at))
            return {}
        for language in self.languages:
            words = said.get(language)
            if not isinstance(words, str) or not words.strip() or len(words) > LONGEST_TEXT:
                self._wrong(N_("%(at)s: a text in “%(language)s” is missing, or longer than %(most)s characters."),
                            at=_inner(at), language=language, most=LONGEST_TEXT)  # fmt: skip
        if strange := sorted(map(str, said.keys() - set(self.languages))):
            self._wrong(N_("%(at)s: “%(language)s” is none of its languages."),
                        at=_inner(at), language=", ".join(strange))  # fmt: skip
        return {language: str(said.get(language, "")).strip() for language in self.languages}

    def _tags(self, said: Any) -> tuple[str, ...]:
        tags = tuple(map(str, self._list(said, "languages")))
        for tag in tags:
            if not _TAG.fullmatch(tag):
                self._wrong(N_("“%(tag)s” is no language tag, such as en or pt-BR."), tag=tag)
        if ENGLISH not in tags or len(set(tags)) < len(tags):
            self._wrong(N_("Its languages are each named once, English (en) among them."))
        return tags or (ENGLISH,)

    def _one(self, of: Any, said: Any, at: str, name: str) -> Any:
        try:
            return of(said)
        except ValueError:
            known = ", ".join(one.value for one in of if one.value)
            self._wrong(N_("Question %(at)s: its %(name)s is one of %(known)s."), at=at, name=name, known=known)
            return None

    def _nothing(self, said: Any, name: str, at: str) -> None:
        if said:
            self._wrong(N_("Question %(at)s: this kind has no “%(name)s”."), at=at, name=name)

    def _list(self, said: Any, name: str, at: str = "") -> list[Any]:
        if isinstance(said, list):
            return said
        if at:
            self._wrong(N_("Question %(at)s: “%(name)s” is a list."), at=at, name=name)
        else:
            self._wrong(N_("“%(name)s” is a list."), name=name)
        return []

    def _object(self, said: Any, at: str, known: set[str] | None) -> dict[str, Any]:
        if not isinstance(said, dict):
            self._wrong(N_("%(at)s: it is an object, with names and values."), at=_inner(at))
            return {}
        if known is not None and (strange := sorted(map(str, said.keys() - known))):
            self._wrong(N_("%(at)s: we know no “%(names)s”."), at=_inner(at), names=", ".join(strange))
        return said

    def _wrong(self, message: str, **values: Any) -> None:
        self.faults.append(Said(message, values))


def _inner(at: str) -> Any:
    """What it speaks of, in the reader's language too."""
    return at if at.startswith("“") else Said(at)
