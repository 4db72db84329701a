"""`…/messages/{party}`: the dialogue with one person, whom a note beside it can never be mixed up with."""

from casework.access import Action
from casework.cases.actions import messages
from casework.cases.forms.messages import MessageForm, SettleForm
from casework.cases.models import Message
from casework.settings import N_
from casework.vault import Compartment

from .doing import Asked, Deed, Doing, Key, nowhere
from .handlers import routes


def _dialogue(asked: Asked) -> tuple[Key, ...]:
    asked.one(asked.shown.parties)
    return ((Compartment.DIALOGUE, asked.item),)


def _send(deed: Deed) -> str:
    room = deed.room(Compartment.DIALOGUE, deed.item)
    topic = messages.RECORD if deed.form.record.data else ""
    topic = messages.FEEDBACK if deed.form.feedback.data else topic
    messages.send(deed.db, deed.case, room, text=deed.form.text.data, by=deed.by, topic=topic)
    return "#timeline"


def _settle(deed: Deed) -> str:
    messages.settle(deed.db, deed.case, deed.one(Message), by=deed.by)
    return f"#entry-{deed.item}"


ROUTES = routes(
    Doing(
        "/messages/{item:int}",
        Action.WORK_CASE,
        N_("Write to them"),
        N_("Send the message"),
        MessageForm,
        _send,
        rooms=_dialogue,
    ),
    Doing(
        "/messages/{item:int}/settlement",
        Action.WORK_CASE,
        N_("It needs no answer"),
        N_("It needs no answer"),
        SettleForm,
        _settle,
        rooms=nowhere,
        says=N_("The message stays as it is. It no longer counts as waiting for an answer."),
    ),
)
