"""`…/restriction`: a case closed to all but named people, and opened again."""

from collections.abc import Mapping
from typing import Any

from casework.access import Action
from casework.cases.actions import restriction
from casework.cases.forms.restriction import LiftForm, RestrictionForm
from casework.cases.queries import keyholders
from casework.settings import N_
from casework.vault.many import Key
from casework.web.page import see
from casework.web.text import _, gettext

from .doing import Answer, Asked, Deed, Doing, in_file, nowhere
from .handlers import routes
from .readers import ORDER
from .words import ROOM_WORDS, called


def _people(asked: Asked) -> dict[int, tuple[Key, ...]]:
    found = keyholders.on_it(asked.shown.matter, asked.actor)
    return dict(sorted(found.items(), key=lambda one: asked.shown.people.get(one[0], "")))


def _named(asked: Asked, people: Mapping[int, Any]) -> dict[int, str]:
    mine, names = asked.actor.id, asked.shown.people
    return {
        id_: _("%(name)s, you", name=names.get(id_, "")) if id_ == mine else names.get(id_, "") for id_ in people
    }  # fmt: skip


def _held(asked: Asked, rooms: tuple[Key, ...]) -> str:
    words = []
    for compartment, subject in sorted(rooms, key=lambda key: (ORDER.index(key[0]), key[1])):
        room = gettext(ROOM_WORDS[compartment.value])
        who = called(asked.shown.party(subject)) if subject and asked.shown.party(subject) else ""
        words.append(_("%(room)s with %(who)s", room=room, who=who) if who else room)
    return ", ".join(words)


def _fill(asked: Asked, form: Any) -> None:
    form.on_it(_named(asked, _people(asked)))


def _start(asked: Asked) -> dict[str, Any]:
    return {"stay": [str(id_) for id_ in _people(asked)]}


def _more(asked: Asked) -> dict[str, Any]:
    people = _people(asked)
    return {
        "smalls": {str(id_): _held(asked, rooms) for id_, rooms in people.items()},
        "names": _named(asked, people),
        "held": {id_: _held(asked, rooms) for id_, rooms in people.items()},
    }


def _restrict(deed: Deed) -> str | Answer:
    stay = {int(value) for value in deed.form.stay.data}
    restriction.restrict(deed.db, deed.case, to=stay, why=deed.form.why.data, by=deed.by, version=deed.form.seen)
    return "#legal" if deed.by.id in stay else see("/cases")


def _lift(deed: Deed) -> str:
    restriction.lift(deed.db, deed.case, why=deed.form.why.data, by=deed.by, version=deed.form.seen)
    return "#legal"


ROUTES = routes(
    Doing(
        "/restriction",
        Action.RESTRICT,
        N_("Restrict the case to named people"),
        N_("Restrict it"),
        RestrictionForm,
        _restrict,
        start=_start,
        fill=_fill,
        rooms=nowhere,
        more=_more,
        template="cases/restriction.html",
        step_up=True,
    ),
    Doing(
        "/restriction/end",
        Action.RESTRICT,
        N_("Lift the restriction"),
        N_("Lift it"),
        LiftForm,
        _lift,
        rooms=in_file,
        says=N_(
            "The case can be shared again by everybody who works it. Nobody gets anything back by it: whoever lost"
            " access is added again, one by one."
        ),
    ),
)
