"""The questions as a page, with what was typed and kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from litestar import Response
from litestar.datastructures import FormMultiDict
from sqlalchemy.orm import Session

from casework.db import Database, utc_now
from casework.exits.actions import drafts
from casework.exits.actions.drafts import Draft
from casework.exits.actions.questionnaires import for_way
from casework.exits.queries import leaver, questionnaires
from casework.exits.queries.questionnaires import BOTH, Version
from casework.exits.questionnaires import Answers, Question, asked, read, unanswered
from casework.exits.spoken import name_of
from casework.settings import Said

from .visit import Asked, Visit, show, wanted

AROUND = ("version", "language")
SEND = "send"
FIELD, SEEN = "q-", "on-"
"""How the fields of a question begin: its answer, and that it was there to be seen. What stands around the
questions has names of its own."""


@dataclass(frozen=True, slots=True)
class Asking:
    """`answers` are what the page shows; `errors` by question."""

    version: Version
    language: str
    answers: Answers = field(repr=False)
    errors: Mapping[str, Said] = field(default_factory=dict)
    kept: Draft = field(default_factory=Draft, repr=False)

    @property
    def asked(self) -> frozenset[str]:
        return frozenset(question.id for question in asked(self.version.asks, self.answers))

    @property
    def questions(self) -> tuple[Question, ...]:
        return self.version.asks.questions

    @property
    def next(self) -> str:
        """Where to go on: what is asked because of an answer, and has none yet."""
        for question in asked(self.version.asks, self.answers):
            if question.asked_if and not self.answers.get(question.id):
                return question.id
        return ""


def asking_of(request: Asked, database: Database, found: Visit) -> Asking:
    """What they kept, in the language that they chose last."""
    assert found.actor.holder is not None
    with database.reading() as db:
        kept = drafts.opened(db, found.actor.holder)
        version = leaver.version_of(db, found.exit, kept.version_id)
        way = leaver.way_of(db, found.exit)
    version = version or for_way(database, way)
    chosen = [request.query_params.get("speak", ""), kept.language]
    return Asking(version, leaver.language_of(version.asks, [*chosen, *wanted(request)]), kept.answers, kept=kept)


def seen_in(typed: FormMultiDict) -> set[str]:
    """The questions that were on the page, and not hidden."""
    return {name.removeprefix(SEEN) for name in typed if name.startswith(SEEN)}


def languages_of(asking: Asking) -> list[tuple[str, str]]:
    """To choose from: tag and name."""
    return [(tag, name_of(tag)) for tag in asking.version.asks.languages]


def fields_of(typed: FormMultiDict) -> dict[str, list[str]]:
    """What was sent, by question."""
    names = {name for name in typed if name.startswith(FIELD)}
    return {name.removeprefix(FIELD): [str(value) for value in typed.getall(name)] for name in names}


def typed_in(request: Asked, database: Database, found: Visit, typed: FormMultiDict) -> Asking:
    """What the form says. To be sent, what must be answered has to be."""
    with database.reading() as db:
        version = _version_in(db, found, typed)
    version = version or asking_of(request, database, found).version
    given, errors = read(version.asks, fields_of(typed))
    if typed.get("then") == SEND:
        errors = {**unanswered(version.asks, given), **errors}
    chosen = str(typed.get("speak") or typed.get("language") or "")
    return Asking(version, version.asks.language(chosen), given, errors)


def keep(db: Session, found: Visit, asking: Asking) -> bool:
    """Sealed to the leaver; False where nothing is asked any more."""
    return drafts.keep(db, found.guest, asking.version.id, asking.language, asking.answers, utc_now())


def _version_in(db: Session, found: Visit, typed: FormMultiDict) -> Version | None:
    """The one that the form was made from: it goes on counting though another was published meanwhile."""
    said = str(typed.get("version", ""))
    version = questionnaires.of(db, int(said)) if said.isdecimal() and len(said) < 20 else None
    fits = (questionnaires.audience_of(leaver.way_of(db, found.exit)), BOTH)
    return version if version is not None and version.asks.audience in fits else None


def written(fields: Mapping[str, Sequence[str]]) -> list[str]:
    """Of what was sent too late: all that somebody wrote, to take along."""
    return [text for values in fields.values() for text in values if len(text.split()) > 1]


def sent_already(request: Asked, database: Database, found: Visit) -> Response[str]:
    """Nothing can be read again here: it is sealed to those who read it."""
    with database.reading() as db:
        around = leaver.around(db, found.exit)
    language = (wanted(request) or [""])[0]
    return show(request, "sent_already", language, here=around.here, readers=around.readers, visit=found)
