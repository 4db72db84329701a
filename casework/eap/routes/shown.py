"""Everything that a referral's page is drawn from, flat and in words."""

from datetime import date, datetime
from typing import Any, NamedTuple

from casework.cases.lifecycle import Point
from casework.db import utc_now
from casework.eap.forms.work import MessageForm, NoteForm
from casework.eap.kinds import ASKED, EMPLOYEE, KINDS, NO, OUTCOMES, PLANNED, YES
from casework.eap.lifecycle import ACCEPTED, CONSENTED, IN_SUPPORT, OVER, REFERRED, STATES
from casework.eap.needs import MEETINGS, NEEDS
from casework.eap.queries.providers import Listed
from casework.eap.queries.record import Record
from casework.people import Actor
from casework.settings import N_
from casework.web import nonces, text
from casework.web.text import _, gettext

from . import steps
from .readers import lines_of

ANSWERS = {ASKED: N_("asked, no answer yet"), YES: N_("has a place"), NO: N_("has no place")}
NOT_OPEN = N_("This text is damaged and cannot be opened.")


class Fact(NamedTuple):
    name: str
    words: str
    path: str
    link: str


class Stage(NamedTuple):
    """As `ui/track.html` wants it."""

    kind: str
    label: str
    on: date | None
    words: str


class Entry(NamedTuple):
    """One message or note. `css`: the rule of the ledger that says who else reads it."""

    id: int
    css: str
    at: datetime
    who: str
    body: list[str]
    new: bool


class Meet(NamedTuple):
    """An appointment. `path`: where its outcome is written down."""

    id: int
    when: str
    way: str
    outcome: str
    late: bool
    path: str
    link: str


class Place(NamedTuple):
    """A provider that was asked. `path`: where the answer is written down."""

    name: str
    contact: str
    answer: str
    at: datetime
    over: bool
    path: str
    link: str


def context(shown: Record, actor: Actor, providers: dict[int, Listed]) -> dict[str, Any]:
    """For `eap/show.html`."""
    base, over = f"/referrals/{shown.referral.number}", shown.stated.state in OVER
    return {
        "shown": shown,
        "base": base,
        "over": over,
        "now": utc_now(),
        "employee": shown.employee.name or _("Somebody who has not given a name"),
        "kind": gettext(KINDS.get(shown.stated.kind, shown.stated.kind)),
        "facts": _facts(shown, actor, providers, base),
        "way": [_stage(point, shown, actor) for point in shown.points],
        "steps": steps.choices(shown, base),
        "nonce": nonces.make(),
        "lines": lines_of(shown, actor),
        "wishes": _body(shown.wishes),
        "meetings": [_meet(one, actor, base, over=over) for one in shown.meetings],
        "placed": [_place(one, providers, shown, base) for one in reversed(shown.placements)],
        "places": shown.stated.state == CONSENTED,
        "plans": shown.stated.state in (ACCEPTED, IN_SUPPORT),
        **_written(shown, actor),
    }


def _written(shown: Record, actor: Actor) -> dict[str, Any]:
    """What was said, and the forms that say more."""
    messages = [
        Entry(
            line.id,
            "shared",
            line.at,
            _who(shown, actor, line.of, line.by),
            _body(line.text),
            new=bool(line.of) and not line.read,
        )
        for line in shown.lines
    ]
    notes = [
        Entry(note.id, "", note.at, _named(shown, actor, note.by), _body(note.text), new=False) for note in shown.notes
    ]
    return {
        "messages": messages,
        "notes": notes,
        "message": _form(MessageForm, shown, "message-text"),
        "note": _form(NoteForm, shown, "note-text"),
    }


def _facts(shown: Record, actor: Actor, providers: dict[int, Listed], base: str) -> list[Fact]:
    need = gettext(NEEDS[shown.stated.need]) if shown.stated.need in NEEDS else _("not said yet")
    found = [
        Fact(_("State"), gettext(STATES[shown.stated.state]), "", ""),
        Fact(_("Need"), need, f"{base}/need", _("change")),
    ]
    if shown.placed is not None:
        found.append(Fact(_("Provider"), providers[shown.placed.provider_id].name, "", ""))
    if nexts := [one for one in shown.meetings if one.outcome == PLANNED]:
        found.append(Fact(_("Next appointment"), text.moment(nexts[0].starts, actor.zone), "", ""))
    return found


def _stage(point: Point, shown: Record, actor: Actor) -> Stage:
    """Who asked has no name here, and the day they began no time."""
    first = point.at is not None and not any(step.at == point.at for step in shown.taken)
    on = point.at.date() if first and point.at else point.at
    words = _named(shown, actor, point.by) if point.by else ""
    return Stage(point.status, gettext(point.label), on, words)


def _form(of: type[MessageForm] | type[NoteForm], shown: Record, id_: str) -> MessageForm | NoteForm:
    """Both stand on one page: each field has an id of its own."""
    form = of(data={"nonce": nonces.make(), "version": shown.referral.version})
    form.text.id = id_
    return form


def _who(shown: Record, actor: Actor, of: str, by: int) -> str:
    if of == EMPLOYEE:
        return shown.employee.name or _("The employee")
    if of:
        return (shown.referrer and shown.referrer.name) or _("Who suggested it")
    return _named(shown, actor, by)


def _named(shown: Record, actor: Actor, id_: int) -> str:
    return _("You") if id_ == actor.id else shown.names.get(id_, "")


def _body(written: str | None) -> list[str]:
    if written is None:
        return [_(NOT_OPEN)]
    return [part for part in written.split("\n") if part.strip()]


def _meet(one: Any, actor: Actor, base: str, *, over: bool) -> Meet:
    planned = one.outcome == PLANNED
    return Meet(
        *(one.id, text.moment(one.starts, actor.zone), gettext(MEETINGS.get(one.way, one.way))),
        *(gettext(OUTCOMES[one.outcome]), planned and one.starts < utc_now()),
        "" if over else f"{base}/appointments/{one.id}",
        _("Write down what came of it") if planned else _("It was otherwise"),
    )


def _place(one: Any, providers: dict[int, Listed], shown: Record, base: str) -> Place:
    known, now = providers.get(one.provider_id), shown.placed
    mine = now is not None and one.id == now.id and shown.stated.state in (REFERRED, ACCEPTED)
    return Place(
        *(known.name if known else "", known.contact if known else "", gettext(ANSWERS[one.answer]), one.at),
        one.ended_at is not None,
        f"{base}/placement/{one.id}/answer" if mine else "",
        _("Write down the answer") if one.answer == ASKED else _("They have no place after all"),
    )
