"""What is done with a mediation: proposed, begun, held, written, settled; or ended, and back."""

from collections.abc import Sequence
from typing import Any

from litestar.exceptions import NotFoundException

from casework.access import Action
from casework.cases.forms.fields import number_of, on, said, who
from casework.cases.lifecycle import WORKFLOWS
from casework.cases.models import Mediation
from casework.cases.queries.record import PartyShown
from casework.cases.routes.course import parties_in, today
from casework.cases.routes.doing import FILE, Asked, Deed, Doing, Key, nowhere
from casework.cases.routes.handlers import routes
from casework.investigations.actions import mediations
from casework.investigations.actions.mediations import BACK as STEPS
from casework.investigations.actions.mediations import Proposal
from casework.investigations.forms.mediation import (
    BACK,
    AgreementForm,
    EndForm,
    GoOnForm,
    MediatorForm,
    MeetForm,
    ProposeForm,
)
from casework.investigations.queries import mediation as queries
from casework.investigations.queries.mediation import Shown
from casework.settings import N_
from casework.web.text import _, gettext

WORK = Action.WORK_CASE
PAGE = "/mediation"
ROLES = ("complainant", "respondent")


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
        "/mediation/{item:int}/signed", WORK, N_("Both sides signed it"), N_("It is settled"), GoOnForm, _settle,
        fill=_is_there, rooms=nowhere,
    ),
    Doing(
        "/mediation/{item:int}/end", WORK, N_("End it without an agreement"), N_("End it"), EndForm, _end,
        fill=_ways_back,
    ),
)  # fmt: skip
