"""`…/keys`: new keys for rooms of the case, and what is in them sealed anew."""

from typing import Any

from casework.access import Action
from casework.cases.actions import rekeying
from casework.cases.forms.members import RekeyForm
from casework.cases.queries.record import Record
from casework.settings import N_

from .doing import FILE, Asked, Deed, Doing, Key, nowhere
from .handlers import routes
from .members import key_of, room_words, value_of

SAYS = N_(
    "When somebody may have seen a key, or copied what it opens. Everybody who can read these rooms now can read them "
    "afterwards, and nobody else: recovery and the reporter included. What was read stays read."
)


def _rooms(shown: Record) -> list[tuple[str, str]]:
    """Those that the actor holds: nobody can seal anew what they cannot read."""
    own = sorted(shown.rooms, key=lambda key: (key != FILE, key[0].value, key[1]))
    return [(value_of(key), room_words(shown, key)) for key in own]


def _fill(asked: Asked, form: Any) -> None:
    form.rooms.choices = _rooms(asked.shown)


def _start(asked: Asked) -> dict[str, Any]:
    return {"rooms": [value for value, _words in _rooms(asked.shown)], "reseal": True}


def _rekey(deed: Deed) -> str:
    which: list[Key] = [key_of(value) for value in deed.form.rooms.data or []]
    rekeying.rekey(deed.db, deed.case, by=deed.by, which=which, reseal=bool(deed.form.reseal.data))
    return "#members"


ROUTES = routes(
    Doing(
        "/keys", Action.REKEY, N_("New keys for the case"), N_("Make new keys"), RekeyForm, _rekey,
        start=_start, fill=_fill, rooms=nowhere, says=SAYS, step_up=True,
    ),
)  # fmt: skip
