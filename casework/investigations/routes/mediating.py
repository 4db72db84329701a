"""What is done with a mediation: proposed, each side asked, held, written, signed; or ended, and back."""

from collections.abc import Sequence
from typing import Any

from litestar.exceptions import NotFoundException

from casework.access import Action
from casework.cases.forms.fields import number_of, on, said, who
from casework.cases.lifecycle import WORKFLOWS
from casework.cases.models import Mediation, MediationSide
from casework.cases.queries.record import PartyShown
from casework.cases.routes.course import parties_in, today
from casework.cases.routes.doing import FILE, Asked, Deed, Doing, Key, nowhere
from casework.cases.routes.handlers import routes
from casework.cases.routes.words import called
from casework.investigations.actions import mediation_words as words
from casework.investigations.actions import mediations
from casework.investigations.actions.mediations import BACK as STEPS
from casework.investigations.actions.mediations import Proposal
from casework.investigations.forms.mediation import (
    BACK,
    AgreementForm,
    AskForm,
    EndForm,
    GoOnForm,
    MediatorForm,
    MeetForm,
    ProposeForm,
    WordForm,
)
from casework.investigations.queries import mediation as queries
from casework.investigations.queries.mediation import Shown, Side
from casework.settings import N_
from casework.vault import Compartment
from casework.web.text import _, gettext

WORK = Action.WORK_CASE
PAGE = "/mediation"
FORM = "investigations/mediation_form.html"
ROLES = ("complainant", "respondent")
OFFER = N_(
    "We could try to settle this together with a mediator, instead of an investigation or before it. It is up to you: "
    "nobody holds it against you if you do not want to, and you can end it at any time. What is said there stays among "
    "those who are there. What you reported is not taken back by it, and your rights stay as they are."
)


def _sides(asked: Asked) -> list[PartyShown]:
    return [
        one for one in asked.shown.parties if not one.ended_at and (one.role in ROLES or one.is_reporter)
    ]  # fmt: skip


def _fill_proposal(asked: Asked, form: Any) -> None:
    here = {one.id for one in _sides(asked)}
    choices = [(str(id_), name) for id_, name in parties_in(asked) if id_ in here]
    form.sides.choices = form.asked.choices = choices
    _mediators(asked, form)


def _mediators(asked: Asked, form: Any) -> None:
    form.mediator_id.choices = [("", _("nobody of the house, or not known yet"))]
    who(form.mediator_id, ((one.person_id, one.name) for one in asked.shown.members))


def _ids(field: Any) -> list[int]:
    return [int(value) for value in field.data or []]


def _propose(deed: Deed) -> str:
    form = deed.form
    new = Proposal(
        form.way.data, said(form.what), _ids(form.sides), _ids(form.asked), number_of(form.mediator_id),
        said(form.mediator),
    )  # fmt: skip
    mediations.propose(deed.db, deed.case, deed.file, new, by=deed.by)
    return PAGE


def _one(asked: Asked) -> Shown:
    found = next(
        (one for one in queries.of_case(asked.db, asked.shown.case.id, asked.shown.rooms) if one.row.id == asked.item),
        None,
    )
    if found is None or found.over:
        raise NotFoundException
    return found


def _is_there(asked: Asked, _form: Any) -> None:
    _one(asked)


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


def _agree(deed: Deed) -> str:
    mediations.agree(deed.db, deed.case, deed.one(Mediation), deed.rooms, by=deed.by)
    return PAGE


def _start_mediator(asked: Asked) -> dict[str, Any]:
    one = _one(asked)
    return {"mediator_id": str(one.row.mediator_id or ""), "mediator": one.mediator or ""}


def _fill_mediator(asked: Asked, form: Any) -> None:
    _one(asked)
    _mediators(asked, form)


def _mediator(deed: Deed) -> str:
    form = deed.form
    mediations.choose_mediator(
        deed.db, deed.case, deed.file, deed.one(Mediation), mediator_id=number_of(form.mediator_id),
        mediator=said(form.mediator), by=deed.by,
    )  # fmt: skip
    return PAGE


def _meet(deed: Deed) -> str:
    form = deed.form
    mediations.meet(
        deed.db, deed.case, deed.file, deed.one(Mediation), on=on(form.on), note=said(form.note), by=deed.by
    )  # fmt: skip
    return PAGE


def _write(deed: Deed) -> str:
    mediations.write(deed.db, deed.case, deed.file, deed.one(Mediation), text=said(deed.form.text), by=deed.by)
    return PAGE


def _settle(deed: Deed) -> str:
    mediations.settle(deed.db, deed.case, deed.one(Mediation), deed.rooms, by=deed.by)
    return PAGE


def _ways_back(asked: Asked, form: Any) -> None:
    """Only where the workflow leads from here."""
    _one(asked)
    flow, state = WORKFLOWS[asked.shown.case.kind], asked.shown.case.state
    steps = {step for step in STEPS if flow.step(step, state) is not None}
    form.then.choices = [(step, gettext(label)) for step, label in BACK.items() if not step or step in steps]


def _end(deed: Deed) -> str:
    form = deed.form
    mediations.end(
        deed.db, deed.case, deed.file, deed.one(Mediation), why=said(form.why), then=said(form.then), by=deed.by
    )  # fmt: skip
    return "#track" if form.then.data else PAGE


def _in_file(_asked: Asked) -> Sequence[Key]:
    return (FILE,)


ROUTES = routes(
    Doing(
        "/mediation/new", WORK, N_("Propose a mediation"), N_("Propose it"), ProposeForm, _propose,
        fill=_fill_proposal, start=lambda asked: {"sides": [str(one.id) for one in _sides(asked)]},
        says=N_("Only with the consent of both sides, and never as the first thing for sexual harassment or violence."),
    ),
    Doing(
        "/mediation/{item:int}/mediator", WORK, N_("Who mediates"), N_("Keep it"), MediatorForm, _mediator,
        start=_start_mediator, fill=_fill_mediator,
    ),
    Doing(
        "/mediation/sides/{item:int}/offer", WORK, N_("Ask whether they want it"), N_("Ask them"), AskForm, _ask,
        start=_start_offer, fill=_reached, rooms=_theirs, more=_of_side, template=FORM,
    ),
    Doing(
        "/mediation/sides/{item:int}/consent", WORK, N_("Write down what they said to it"), N_("Write it down"),
        WordForm, _note_consent, start=lambda asked: {"on": today(asked)}, fill=_there, more=_of_side, template=FORM,
    ),
    Doing(
        "/mediation/{item:int}/beginning", WORK, N_("Both sides agree to it"), N_("It can begin"), GoOnForm, _agree,
        fill=_is_there, rooms=nowhere,
    ),
    Doing(
        "/mediation/{item:int}/sessions", WORK, N_("Enter a session"), N_("Enter it"), MeetForm, _meet,
        start=lambda asked: {"on": today(asked)}, fill=_is_there,
    ),
    Doing(
        "/mediation/{item:int}/agreement", WORK, N_("Write what they agree on"), N_("Keep this text"), AgreementForm,
        _write, start=lambda asked: {"text": _one(asked).agreement or ""}, fill=_is_there, rooms=_in_file,
        says=N_("Another text is signed anew by both."),
    ),
    Doing(
        "/mediation/sides/{item:int}/signing", WORK, N_("Give them the text to sign"), N_("Give it to them"), AskForm,
        _ask_to_sign, start=_start_text, fill=_only_read, rooms=_theirs, more=_of_side, template=FORM,
    ),
    Doing(
        "/mediation/sides/{item:int}/signature", WORK, N_("Write down whether they signed"), N_("Write it down"),
        WordForm, _note_signature, start=lambda asked: {"on": today(asked)}, fill=_there, more=_of_side, template=FORM,
    ),
    Doing(
        "/mediation/{item:int}/signed", WORK, N_("Both sides signed it"), N_("It is settled"), GoOnForm, _settle,
        fill=_is_there, rooms=nowhere,
    ),
    Doing(
        "/mediation/{item:int}/end", WORK, N_("End it without an agreement"), N_("End it"), EndForm, _end,
        fill=_ways_back,
    ),
)  # fmt: skip
