"""From what a form said to answers: what was asked, what is wrong, what may be counted."""

from collections.abc import Mapping, Sequence
from unicodedata import category

from casework.settings import N_, Said

from .questions import UNSAID, Kind, Question, Questionnaire

LONGEST = 20_000
"""Characters of one written answer."""
Answers = Mapping[str, tuple[str, ...]]
"""Values by the question's id, in the order of the questionnaire; what was left out is not there."""

MISSING = N_("Choose an answer; “I would rather not say” is one.")
UNKNOWN = N_("Choose from the list.")
TOO_LONG = N_("It is too long: at most %(most)s characters, and this has %(has)s.")


def asked(questionnaire: Questionnaire, answers: Answers) -> tuple[Question, ...]:
    """The questions that these answers lead to, in order. An answer to what is not asked counts for nothing."""
    met: list[Question] = []
    given: dict[str, tuple[str, ...]] = {}
    for question in questionnaire.questions:
        if _is_met(question, given):
            met.append(question)
            given[question.id] = tuple(answers.get(question.id, ()))
    return tuple(met)


def read(
    questionnaire: Questionnaire, form: Mapping[str, Sequence[str]]
) -> tuple[dict[str, tuple[str, ...]], dict[str, Said]]:
    """Answers of what is asked, and what is wrong by question. `form`: values as they were sent, by question."""
    answers: dict[str, tuple[str, ...]] = {}
    errors: dict[str, Said] = {}
    for question in questionnaire.questions:
        if not _is_met(question, answers):
            continue
        given, wrong = _of(question, form.get(question.id, ()))
        if given:
            answers[question.id] = given
        if wrong is not None:
            errors[question.id] = wrong
    return answers, errors


def unanswered(questionnaire: Questionnaire, answers: Answers) -> dict[str, Said]:
    """What must be answered before it can be sent, by question."""
    return {
        question.id: Said(MISSING)
        for question in asked(questionnaire, answers)
        if question.required and not answers.get(question.id)
    }


def coded(questionnaire: Questionnaire, answers: Answers) -> dict[str, tuple[str, ...]]:
    """What may be counted: scales and choices of what was asked. Nothing written, and nothing that was not said."""
    found = {}
    for question in asked(questionnaire, answers):
        known = question.values
        given = tuple(value for value in answers.get(question.id, ()) if value in known and value != UNSAID)
        if given:
            found[question.id] = given
    return found


def _is_met(question: Question, given: Answers) -> bool:
    return all(set(wanted) & set(given.get(of, ())) for of, wanted in question.asked_if.items())


def _of(question: Question, sent: Sequence[str]) -> tuple[tuple[str, ...], Said | None]:
    """One answer. A wrong text stays, so that it can be mended; a value that is none of ours does not."""
    if question.kind is Kind.TEXT:
        text = _tidy("\n".join(sent))
        wrong = Said(TOO_LONG, {"most": LONGEST, "has": len(text)}) if len(text) > LONGEST else None
        return ((text,) if text else ()), wrong
    known = question.values
    given = tuple(value for value in known if value in sent)  # in the questionnaire's order, each once
    if len(given) > 1 and UNSAID in given:
        given = tuple(value for value in given if value != UNSAID)
    if len(given) > 1 and question.kind is not Kind.CHOICES:
        given = given[:1]
    strange = any(value and value not in known for value in sent)
    return given, Said(UNKNOWN) if strange else None


def _tidy(text: str) -> str:
    """One kind of line end, nothing that cannot be stored or read, nothing blank around it."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in plain if c in "\n\t" or category(c) not in ("Cc", "Cs")).strip()
