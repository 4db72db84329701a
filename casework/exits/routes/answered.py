"""Answers as an interviewer reads them: by what was asked, in the words of the questionnaire that it was."""

from typing import NamedTuple

from sqlalchemy.orm import Session

from casework.exits.actions import answers
from casework.exits.queries import questionnaires
from casework.exits.queries.opened import Answered
from casework.exits.questionnaires import UNSAID, Kind, Question, asked
from casework.web.text import _


class Reply(NamedTuple):
    """`said`: chosen words; `written`: paragraphs of their own."""

    question: str
    said: list[str]
    written: list[str]


class Part(NamedTuple):
    title: str
    replies: list[Reply]


def parts(db: Session, found: Answered, language: str = "en") -> list[Part]:
    """Section by section; what was not answered is left out. None of it where the answers cannot be opened."""
    version = questionnaires.of(db, found.questionnaire_id)
    if version is None or found.answers is None:
        return []
    given, tongue = answers.opened(found.answers), version.asks.language(language)
    met = {question.id for question in asked(version.asks, given)}
    result = []
    for section in version.asks.sections:
        replies = [
            _reply(question, given[question.id], tongue)
            for question in section.questions
            if question.id in met and given.get(question.id)
        ]
        if replies:
            result.append(Part(section.title[tongue], replies))
    return result


def _reply(question: Question, given: tuple[str, ...], tongue: str) -> Reply:
    if question.kind is Kind.TEXT:
        lines = [line for text in given for line in text.split("\n") if line.strip()]
        return Reply(question.text[tongue], [], lines)
    return Reply(question.text[tongue], [_word(question, value, tongue) for value in given], [])


def _word(question: Question, value: str, tongue: str) -> str:
    if value == UNSAID:
        return _("would rather not say")
    if question.kind is Kind.YES_NO:
        return _("yes") if value == "yes" else _("no")
    if question.kind is Kind.SCALE:
        low, high = question.low[tongue], question.high[tongue]
        return _(
            "%(value)s of %(points)s (1: %(low)s; %(points)s: %(high)s)",
            value=value, points=str(question.points), low=low, high=high,
        )  # fmt: skip
    return next((choice.text[tongue] for choice in question.choices if choice.id == value), value)
