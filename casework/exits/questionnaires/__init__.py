"""Questionnaires are data: JSON in versions that never change, so that every answer is read by what was asked.

    {"name": "Leaving by choice", "audience": "voluntary", "languages": ["en", "de"],
     "title": {"en": "…", "de": "…"},
     "sections": [
       {"title": {"en": "Why", "de": "Warum"}, "questions": [
         {"id": "reason", "kind": "choice", "text": {…}, "required": true, "use": "reason",
          "choices": [{"id": "pay", "text": {…}}, {"id": "other", "text": {…}}]},
         {"id": "pay-fair", "kind": "scale", "points": 5, "low": {…}, "high": {…}, "text": {…},
          "asked_if": {"reason": ["pay"]}}]}]}

| key of a question | what it says |
|---|---|
| `id` | small letters, digits and dashes; what counts under it is compared from version to version |
| `kind` | `scale`, `choice` (one of them), `choices` (several), `yes-no`, `text` |
| `points`, `low`, `high` | of a scale: 3 to 11, and its two ends in words |
| `choices` | of a choice: each with `id` and `text` |
| `text`, `hint` | in every one of `languages` (BCP 47, English among them); a hint is not needed |
| `required` | it has to be answered, and “I would rather not say” answers it. A `text` never is: nobody has to write |
| `asked_if` | by question before it, answers of which one must have been given; of all questions that it names |
| `use` | `reason`: why they leave. `concern`: a yes-no whose yes says that there is something to report |
| | `account`: the text that tells of it |

What is asked depends on what stands before it only, so that no rule can run in a circle, and an answer to what was
not asked is dropped. Open text is never counted: `coded` has none. Answers are values by question: `"4"`, `"pay"`,
`"yes"`, words, several for `choices`; `unsaid` is “I would rather not say”.
"""

from .answering import Answers, asked, coded, read, unanswered
from .changes import Change, changed
from .parsing import Faulty, parse
from .questions import AUDIENCES, UNSAID, Choice, Kind, Question, Questionnaire, Section, Use
from .ready import READY, ready
from .writing import dump

__all__ = [
    "AUDIENCES",
    "READY",
    "UNSAID",
    "Answers",
    "Change",
    "Choice",
    "Faulty",
    "Kind",
    "Question",
    "Questionnaire",
    "Section",
    "Use",
    "asked",
    "changed",
    "coded",
    "dump",
    "parse",
    "read",
    "ready",
    "unanswered",
]
