"""The readers lines of a case's page: who can read each room, from the seals themselves, in words."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from casework.cases.lifecycle.counsel import ABOUT
from casework.cases.queries.record import Record
from casework.people import Actor
from casework.vault import Compartment, HolderKind
from casework.vault.readers import Reader
from casework.web.text import _, gettext

from .words import called

ORDER = (
    Compartment.FILE, Compartment.DIALOGUE, Compartment.IDENTITY, Compartment.MEDICAL, Compartment.PRIVILEGED,
    Compartment.REVIEW,
)  # fmt: skip


class Line(NamedTuple):
    """As `ui/readers.html` wants it: whose names, who else in words, and what is to be added."""

    compartment: str
    people: list[str]
    also: str
    after: str


def lines_of(shown: Record, actor: Actor, rooms: Sequence[tuple[Compartment, int]]) -> list[Line]:
    """A line for each room, in the order asked for."""
    return [_line(shown, actor, compartment, subject) for compartment, subject in rooms]


def all_lines(shown: Record, actor: Actor) -> list[Line]:
    """Every room that has a reader, in the order in which a file is read."""
    found = {(reader.compartment, reader.subject) for reader in shown.readers}
    return lines_of(shown, actor, sorted(found, key=lambda room: (ORDER.index(room[0]), room[1])))


def _line(shown: Record, actor: Actor, compartment: Compartment, subject: int) -> Line:
    here = [r for r in shown.readers if (r.compartment, r.subject) == (compartment, subject)]
    people = [reader_named(shown, r.holder_id) for r in _people(here) if r.holder_id != actor.id]
    mine = any(r.holder_id == actor.id for r in _people(here))
    reporter = [_of(shown, subject)] if any(r.kind is HolderKind.REPORTER for r in here) else []
    also = _and([_("you")] * mine + reporter)
    if compartment in (Compartment.DIALOGUE, Compartment.IDENTITY) and subject and not reporter:
        about = _("It is about %(who)s.", who=_of(shown, subject))
    else:
        about = f"{asked_about(shown, subject)}." if compartment is Compartment.REVIEW else ""
    put_in = compartment in (Compartment.PRIVILEGED, Compartment.MEDICAL)
    sealed = _("You can put something in; you cannot read it back.") if put_in and here and not mine else ""
    return Line(compartment.value, people, also, " ".join(filter(None, (about, sealed))))


def asked_about(shown: Record, review_id: int) -> str:
    """What counsel was asked, for who holds that review's room."""
    return next((gettext(ABOUT[one.about]) for one in shown.legal.reviews if one.id == review_id), "")


def reader_named(shown: Record, person_id: int) -> str:
    """Their name, and whose hands their key lies in where it is not theirs alone."""
    name = shown.people.get(person_id, "")
    return _("%(name)s (key kept by the server)", name=name) if person_id in shown.kept else name


def _people(readers: Iterable[Reader]) -> list[Reader]:
    return [reader for reader in readers if reader.kind is HolderKind.PERSON]


def _of(shown: Record, party_id: int) -> str:
    return called(shown.party(party_id))


def _and(words: list[str]) -> str:
    return _("%(one)s, and %(other)s", one=words[0], other=words[1]) if len(words) > 1 else "".join(words)
