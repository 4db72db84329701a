"""`…/notes`: whoever writes one chooses its readers; it is corrected or retracted with a reason, never lost."""

from typing import Any

from casework.access import Action
from casework.cases.actions import notes
from casework.cases.forms.notes import CorrectionForm, NoteForm, RetractionForm
from casework.cases.models import Note
from casework.cases.queries.record import Record
from casework.people import Actor
from casework.settings import N_
from casework.vault import Compartment
from casework.web.text import _

from .doing import FILE, Asked, Deed, Doing, Key, nowhere
from .handlers import routes
from .readers import Line, lines_of
from .words import called

FOR_COUNSEL = N_("Readable by counsel only; not by you, once sent")
"""The same whether or not there is anything of that kind."""
LOCKS = {"internal": "lock-file", "shared": "lock-dialogue", "privileged": "lock-privileged", "medical": "lock-medical"}


def offered(shown: Record, actor: Actor) -> tuple[dict[str, str], dict[str, str], list[tuple[str, str]]]:
    """What can be chosen: each one's readers line, its lock, and (value, words)."""
    rooms = _rooms(shown)
    smalls = {value: _words(shown, actor, room) for value, _label, room in rooms}
    icons = {value: LOCKS[value.partition("-")[0]] for value, _label, _room in rooms}
    return smalls, icons, [(value, label) for value, label, _room in rooms]


def _rooms(shown: Record) -> list[tuple[str, str, Key]]:
    if FILE not in shown.rooms:
        return [("privileged", _("Privileged"), (Compartment.PRIVILEGED, 0))]
    shared = [
        (f"shared-{party.id}", _("Shared with %(who)s", who=called(party)), (Compartment.DIALOGUE, party.id))
        for party in shown.parties
        if (Compartment.DIALOGUE, party.id) in shown.rooms
    ]
    return [
        ("internal", _("Internal"), FILE),
        *shared,
        ("privileged", _("Privileged"), (Compartment.PRIVILEGED, 0)),
        ("medical", _("Medical"), (Compartment.MEDICAL, 0)),
    ]


def _words(shown: Record, actor: Actor, room: Key) -> str:
    if not any((reader.compartment, reader.subject) == room for reader in shown.readers):
        if room[0] is Compartment.PRIVILEGED:
            return _(FOR_COUNSEL)
        return _("Readable by you only, until you add somebody")
    return said_of(lines_of(shown, actor, (room,))[0])


def said_of(line: Line) -> str:
    """A readers line as one sentence."""
    names = [*line.people, line.also] if line.also else line.people
    return " ".join(filter(None, (_("Readable by %(names)s.", names=", ".join(names)), line.after)))


def _fill(asked: Asked, form: Any) -> None:
    form.readers.choices = offered(asked.shown, asked.actor)[2]


def _more(asked: Asked) -> dict[str, Any]:
    smalls, icons, _choices = offered(asked.shown, asked.actor)
    return {"smalls": smalls, "icons": icons}


def _room(asked: Asked) -> tuple[Key, ...]:
    note = asked.one(asked.shown.timeline)
    return ((notes.ROOMS[note.class_], note.subject),)


def _start(asked: Asked) -> dict[str, Any]:
    note = asked.one(asked.shown.timeline)
    return {"version": note.version, "text": note.now}


def _add(deed: Deed) -> str:
    class_, subject = deed.form.chosen
    notes.add(
        deed.db,
        deed.case,
        class_=class_,
        text=deed.form.text.data,
        heading=deed.form.heading.data or "",
        subject=subject,
        by=deed.by,
    )
    return "#timeline"


def _correct(deed: Deed) -> str:
    form = deed.form
    notes.correct(
        deed.db, deed.case, deed.one(Note), text=form.text.data, reason=form.reason.data, by=deed.by, version=form.seen
    )
    return f"#entry-{deed.item}"


def _retract(deed: Deed) -> str:
    form = deed.form
    notes.retract(deed.db, deed.case, deed.one(Note), reason=form.reason.data, by=deed.by, version=form.seen)
    return f"#entry-{deed.item}"


ADD = Doing(
    "/notes",
    Action.SEE_CASE,
    N_("Add a note"),
    N_("Add the note"),
    NoteForm,
    _add,
    start=lambda asked: {"readers": offered(asked.shown, asked.actor)[2][0][0]},
    fill=_fill,
    rooms=nowhere,
    more=_more,
)
ROUTES = routes(
    ADD,
    Doing(
        "/notes/{item:int}/correction",
        Action.SEE_CASE,
        N_("Correct a note"),
        N_("Correct it"),
        CorrectionForm,
        _correct,
        start=_start,
        rooms=_room,
        template="cases/correction.html",
    ),
    Doing(
        "/notes/{item:int}/retraction",
        Action.SEE_CASE,
        N_("Retract a note"),
        N_("Retract it"),
        RetractionForm,
        _retract,
        start=lambda asked: {"version": _start(asked)["version"]},
        rooms=_room,
    ),
)
