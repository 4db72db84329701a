"""A finished letter as it reads: what is still to be done with it, and what became of it."""

from dataclasses import dataclass, field
from datetime import date

from litestar.exceptions import NotFoundException
from sqlalchemy.orm import Session

from casework.cases.lifecycle import giving
from casework.cases.models import Given
from casework.cases.queries.record import Record
from casework.cases.routes.doing import Answer
from casework.cases.routes.words import called, label, name_of
from casework.db import utc_now
from casework.letters import lifecycle
from casework.letters.queries import letters
from casework.letters.queries.letters import LetterShown
from casework.letters.writing.kinds import KINDS
from casework.vault import Compartment
from casework.web import text
from casework.web.page import page
from casework.web.text import _, gettext

from .desk import Desk, load


@dataclass(frozen=True, slots=True)
class Read:
    shown: Record = field(repr=False)
    letter: LetterShown


def read(db: Session, desk: Desk, item: int) -> Read:
    shown = load(db, desk)
    found = letters.one(db, shown, item)
    if found is None:
        raise NotFoundException
    return Read(shown, found)


def to(shown: Record, letter: LetterShown) -> str:
    """Whom it is to, as the case's pages call them."""
    party = shown.party(letter.party_id)
    return called(party) if party is not None else _("somebody who is not on the case")


def state(shown: Record, letter: LetterShown, desk: Desk) -> list[str]:
    """What became of it, sentence by sentence."""
    zone, said = desk.actor.zone, [gettext(lifecycle.STATES[letter.state]).capitalize() + "."]
    if letter.finished_at is not None:
        who = name_of(shown, desk.actor, letter.finished_by)
        said.append(_("Finished by %(who)s, %(when)s.", who=who, when=text.moment(letter.finished_at, zone)))
    if letter.handed_on is not None:
        how = _("In their dialogue") if letter.how == lifecycle.DIALOGUE else label(lifecycle.HOW, letter.how)
        who = name_of(shown, desk.actor, letter.handed_by)
        said.append(
            _("Handed over on %(on)s, by %(who)s. %(how)s.", on=text.day(letter.handed_on, zone), who=who, how=how)
        )
    if letter.withdrawn_at is not None:
        who = name_of(shown, desk.actor, letter.withdrawn_by)
        said.append(_("Taken back by %(who)s, %(when)s.", who=who, when=text.moment(letter.withdrawn_at, zone)))
    return said


def answered(db: Session, desk: Desk, found: Read) -> str:
    """Whether they opened it, and said that they have it."""
    row = db.get(Given, found.letter.given_id) if found.letter.given_id else None
    room = found.shown.rooms.get((Compartment.DIALOGUE, found.letter.party_id or 0))
    if row is None:
        return ""
    if room is not None and row.answered_at is not None:
        return _("They answered it, %(when)s.", when=text.moment(row.answered_at, desk.actor.zone))
    return label(giving.STATES, giving.state_of(row, today(desk))).capitalize() + "."


def today(desk: Desk) -> date:
    return utc_now().astimezone(text.zone_of(desk.actor.zone)).date()


def page_of(db: Session, desk: Desk, found: Read) -> Answer:
    letter, shown = found.letter, found.shown
    number = f"{desk.path}/{letter.id}"
    acts: list[tuple[str, str]] = []
    open_to = not letter.privileged
    if open_to and letter.state == lifecycle.FINISHED:
        if letter.party_id is not None:
            acts.append((f"{number}/giving", _("Give it to them in their dialogue")))
        acts.append((f"{number}/handing", _("It was handed over by hand")))
    if open_to and letter.state != lifecycle.WITHDRAWN:
        acts.append((f"{number}/withdrawal", _("Take it back")))
    if open_to and letter.written is not None:
        acts.append((f"{desk.path}/new?replaces={letter.id}", _("Write it anew")))
    if letter.how == lifecycle.DIALOGUE and letter.party_id is not None:
        acts.append((f"{desk.entry.path}/parties/{letter.party_id}/way-in", _("Link and code for them")))
    return page(
        desk.request,
        "letters/show.html",
        shown=shown,
        letter=letter,
        title=gettext(KINDS[letter.kind].title) if letter.kind in KINDS else _("A letter"),
        to=to(shown, letter),
        state=state(shown, letter, desk),
        answered=answered(db, desk, found),
        acts=acts,
        pdf=f"{desk.entry.path}/papers/{letter.paper_id}" if letter.paper_id else "",
        base=desk.path,
        passed=letter.written.passed if letter.written is not None else "",
    )
