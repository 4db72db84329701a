"""`…/notes`, `…/messages`, `…/need`: what a coordinator writes on a referral."""

from casework.eap.actions import messages, notes, referrals
from casework.eap.forms.work import MessageForm, NeedForm, NoteForm
from casework.settings import N_
from casework.vault import Compartment

from .doing import Deed, Doing
from .handlers import routes


def _note(deed: Deed) -> str:
    notes.add(deed.db, deed.referral, deed.form.text.data, by=deed.by)
    return "#notes"


def _message(deed: Deed) -> str:
    messages.write(deed.db, deed.referral, deed.form.text.data, by=deed.by)
    return "#messages"


def _need(deed: Deed) -> str:
    referrals.set_need(deed.db, deed.referral, deed.form.need.data, by=deed.by, version=deed.form.seen)
    return ""


ROUTES = routes(
    Doing("/notes", N_("Add a note"), N_("Add the note"), NoteForm, _note, rooms=(Compartment.REFERRAL,)),
    Doing(
        "/messages", N_("Write to the employee"), N_("Send the message"), MessageForm, _message,
        rooms=(Compartment.SUPPORT,),
    ),
    Doing(
        "/need", N_("What they need"), N_("Save"), NeedForm, _need,
        start=lambda asked: {"need": asked.shown.stated.need},
        says=N_("It decides who can help. Kept for the figures too, without a name."),
    ),
)  # fmt: skip
