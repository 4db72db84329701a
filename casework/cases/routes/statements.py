"""`…/withdrawals`: what somebody who reported asks for, and what is decided on it."""

from collections.abc import Sequence
from typing import Any

from casework.access import Action
from casework.cases.actions import messages, withdrawals
from casework.cases.forms.course import WithdrawalDecisionForm, WithdrawalForm
from casework.cases.forms.fields import number_of, who
from casework.cases.models import Withdrawal
from casework.settings import N_
from casework.vault import Compartment

from .course import parties_in
from .doing import FILE, Asked, Deed, Doing, Key
from .handlers import routes


def _fill_reporter(asked: Asked, form: Any) -> None:
    here = [(i, name) for i, name in parties_in(asked) if (Compartment.DIALOGUE, i) in asked.shown.rooms]
    who(form.party, here)


def _dialogues(asked: Asked) -> Sequence[Key]:
    """Their words go to their own dialogue; all of these lines are the same people but for the reporter."""
    return [key for key in asked.shown.rooms if key[0] is Compartment.DIALOGUE][:1]


def _withdraw(deed: Deed) -> str:
    room = deed.room(Compartment.DIALOGUE, number_of(deed.form.party) or 0)
    withdrawals.ask_withdrawal(deed.db, deed.case, room, by=deed.by, words=deed.form.statement.data)
    return "#statements"


def _theirs(asked: Asked) -> Key:
    """The dialogue of whoever asked to withdraw."""
    return Compartment.DIALOGUE, asked.one(asked.shown.withdrawals).party_id


def _decided_in(asked: Asked) -> Sequence[Key]:
    """The reason lies in the file; what they are told, in their own dialogue."""
    return (FILE, *(key for key in [_theirs(asked)] if key in asked.shown.rooms))


def _fill_decision(asked: Asked, form: Any) -> None:
    """Who cannot write to them is not asked what to tell them."""
    if _theirs(asked) not in asked.shown.rooms:
        del form.told


def _decide_withdrawal(deed: Deed) -> str:
    form, asked = deed.form, deed.one(Withdrawal)
    withdrawals.decide_withdrawal(
        deed.db,
        deed.case,
        deed.file,
        asked,
        by=deed.by,
        goes_on=form.goes_on.data == "it goes on",
        reason=form.reason.data,
        version=form.seen,
    )
    if "told" in form:
        messages.send(
            deed.db, deed.case, deed.room(Compartment.DIALOGUE, asked.party_id), text=form.told.data, by=deed.by
        )
    return "#statements"


ROUTES = routes(
    Doing(
        "/withdrawals",
        Action.WORK_CASE,
        N_("Record a withdrawal"),
        N_("Record it"),
        WithdrawalForm,
        _withdraw,
        fill=_fill_reporter,
        rooms=_dialogues,
        says=N_("A withdrawal is a statement, not an end: a lead decides, with a reason, whether the matter goes on."),
    ),
    Doing(
        "/withdrawals/{item:int}/decision",
        Action.DECIDE_WITHDRAWAL,
        N_("Decide on a withdrawal"),
        N_("Decide"),
        WithdrawalDecisionForm,
        _decide_withdrawal,
        fill=_fill_decision,
        rooms=_decided_in,
    ),
)
