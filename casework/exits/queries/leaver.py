"""What a leaver's pages show: what is asked, what they kept of it, and who will read it."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from casework import vault
from casework.exits.models import Exit
from casework.exits.questionnaires import Questionnaire
from casework.people import place, shown
from casework.people.place import Place
from casework.vault import Compartment

from . import hearing, questionnaires
from .questionnaires import Version


@dataclass(frozen=True, slots=True)
class Around:
    """`readers`: in words, from the seals of the room that the answers go into."""

    here: Place
    readers: list[str]


def way_of(db: Session, exit_: Exit) -> str:
    return vault.field.open_(db, Exit.way, exit_.id, exit_.way, case=exit_.id)


def around(db: Session, exit_: Exit) -> Around:
    held = hearing.holders(db, exit_.id, Compartment.INTERVIEW)
    words = shown.people(db, held)
    return Around(place.of(db, exit_.site_id), [words[id_] for id_ in held if id_ in words])


def version_of(db: Session, exit_: Exit, began_with: int) -> Version | None:
    """What they began with, else what is asked now; None where what came with Casework is not entered yet."""
    for id_ in (began_with, exit_.questionnaire_id or 0):
        if id_ and (version := questionnaires.of(db, id_)) is not None:
            return version
    return questionnaires.current(db, questionnaires.audience_of(way_of(db, exit_)))


def language_of(asks: Questionnaire, wanted: Iterable[str]) -> str:
    """The first of these that it speaks, if need be without its region; else English."""
    known = {language.lower() for language in asks.languages}
    for tag in wanted:
        if tag and {tag.lower(), tag.lower().partition("-")[0]} & known:
            return asks.language(tag)
    return asks.language("")
