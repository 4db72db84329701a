"""As a questionnaire is stored, and shown to be edited and published again."""

import json
from typing import Any

from .questions import Question, Questionnaire


def dump(questionnaire: Questionnaire) -> str:
    """JSON. What a question does not say is left out."""
    sections = [
        {"title": dict(section.title), "questions": [_said(question) for question in section.questions]}
        for section in questionnaire.sections
    ]
    whole = {
        "name": questionnaire.name,
        "audience": questionnaire.audience,
        "languages": list(questionnaire.languages),
        "title": dict(questionnaire.title),
        "sections": sections,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _said(question: Question) -> dict[str, Any]:
    every: dict[str, Any] = {
        "id": question.id,
        "kind": question.kind.value,
        "text": dict(question.text),
        "hint": dict(question.hint),
        "required": question.required,
        "choices": [{"id": choice.id, "text": dict(choice.text)} for choice in question.choices],
        "points": question.points,
        "low": dict(question.low),
        "high": dict(question.high),
        "asked_if": {of: list(values) for of, values in question.asked_if.items()},
        "use": question.use.value,
    }
    return {name: value for name, value in every.items() if value}
