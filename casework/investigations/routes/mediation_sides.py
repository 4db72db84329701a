"""Each side of a mediation is asked in its own dialogue, or what it said is written down for it."""

from collections.abc import Sequence
from typing import Any

from litestar.exceptions import NotFoundException

from casework.cases.forms.fields import on, said
from casework.cases.models import Mediation, MediationSide
from casework.cases.routes.course import today
from casework.cases.routes.doing import Asked, Deed, Doing, Key
from casework.cases.routes.handlers import routes
from casework.cases.routes.words import called
from casework.investigations.actions import mediation_words as words
from casework.investigations.forms.mediation import AskForm, WordForm
from casework.investigations.queries import mediation as queries
from casework.investigations.queries.mediation import Shown, Side
from casework.settings import N_
from casework.vault import Compartment
from casework.web.text import _, gettext

from .mediating import PAGE, WORK

FORM = "investigations/mediation_form.html"
OFFER = N_(
    "We could try to settle this together with a mediator, instead of an investigation or before it. It is up to you: "
    "nobody holds it against you if you do not want to, and you can end it at any time. What is said there stays among "
    "those who are there. What you reported is not taken back by it, and your rights stay as they are."
)


def _side(asked: Asked) -> tuple[Shown, Side]:
    for one in queries.of_case(asked.db, asked.shown.case.id, asked.shown.rooms):
        for side in one.sides:
            if side.row.id == asked.item and not one.over:
                return one, side
    raise NotFoundException


def _of_side(asked: Asked) -> dict[str, Any]:
    _shown, side = _side(asked)
    return {"whom": called(asked.shown.party(side.row.party_id))}


def _there(asked: Asked, _form: Any) -> None:
    _side(asked)


def _theirs(asked: Asked) -> Sequence[Key]:
    """What they are asked lies in their own dialogue."""
    return ((Compartment.DIALOGUE, _side(asked)[1].row.party_id),)


def _reached(asked: Asked, _form: Any) -> None:
    """Only who has a dialogue that the writer holds the key of finds anything there."""
    if (Compartment.DIALOGUE, _side(asked)[1].row.party_id) not in asked.shown.rooms:
        raise NotFoundException


def _start_offer(asked: Asked) -> dict[str, Any]:
    one, _of = _side(asked)
    return {"heading": _("An offer to talk it over"), "text": f"{gettext(OFFER)}\n\n{one.what or ''}".strip()}


def _start_text(asked: Asked) -> dict[str, Any]:
    one, _of = _side(asked)
    return {"heading": _("What you agreed on"), "text": one.agreement or ""}


def _ask(deed: Deed) -> str:
    side, form = deed.one(MediationSide), deed.form
    room = deed.room(Compartment.DIALOGUE, side.party_id)
    words.ask_consent(
        deed.db, deed.case, side, room, heading=said(form.heading), text=said(form.text), due_on=form.due_on.data,
        by=deed.by,
    )  # fmt: skip
    return PAGE


def _ask_to_sign(deed: Deed) -> str:
    """The text itself is not typed anew: both sides sign the same."""
    side, form = deed.one(MediationSide), deed.form
    room = deed.room(Compartment.DIALOGUE, side.party_id)
    row = deed.db.get_one(Mediation, side.mediation_id)
    text = queries.one(deed.db, row, deed.rooms).agreement or ""
    words.ask_signature(
        deed.db, deed.case, side, room, heading=said(form.heading), text=text, due_on=form.due_on.data, by=deed.by
    )
    return PAGE


def _only_read(asked: Asked, form: Any) -> None:
    _reached(asked, form)
    form.text.render_kw = {"readonly": True}


def _note_consent(deed: Deed) -> str:
    side, form = deed.one(MediationSide), deed.form
    words.note_consent(
        deed.db, deed.case, deed.file, side, said=form.said.data, on=on(form.on), words=said(form.words), by=deed.by
    )
    return PAGE


def _note_signature(deed: Deed) -> str:
    side, form = deed.one(MediationSide), deed.form
    words.note_signature(
        deed.db, deed.case, deed.file, side, said=form.said.data, on=on(form.on), words=said(form.words), by=deed.by
    )
    return PAGE


ROUTES = routes(
    Doing(
        "/mediation/sides/{item:int}/offer", WORK, N_("Ask whether they want it"), N_("Ask them"), AskForm, _ask,
        start=_start_offer, fill=_reached, rooms=_theirs, more=_of_side, template=FORM,
    ),
    Doing(
        "/mediation/sides/{item:int}/consent", WORK, N_("Write down what they said to it"), N_("Write it down"),
        WordForm, _note_consent, start=lambda asked: {"on": today(asked)}, fill=_there, more=_of_side, template=FORM,
    ),
    Doing(
        "/mediation/sides/{item:int}/signing", WORK, N_("Give them the text to sign"), N_("Give it to them"), AskForm,
        _ask_to_sign, start=_start_text, fill=_only_read, rooms=_theirs, more=_of_side, template=FORM,
    ),
    Doing(
        "/mediation/sides/{item:int}/signature", WORK, N_("Write down whether they signed"), N_("Write it down"),
        WordForm, _note_signature, start=lambda asked: {"on": today(asked)}, fill=_there, more=_of_side, template=FORM,
    ),
)  # fmt: skip
