"""`/holds`: the holds whose key one has, placing one, and one of them with all that can be done."""

from typing import Any

from litestar import get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from sqlalchemy.orm import Session

from casework.access import Action, Forbidden, policy
from casework.audit import Tag, trail
from casework.cases.forms.fields import number_of, on, said, who
from casework.cases.models import Hold
from casework.cases.queries import holds as held
from casework.db import Database, utc_now
from casework.legal.actions import custodians, holds, preservation
from casework.legal.actions.holds import New, Of
from casework.legal.forms.holds import (
    KINDS,
    AgainForm,
    HandForm,
    HoldForm,
    RecordForm,
    ReleaseForm,
    ScopeForm,
    ShareForm,
    StaffForm,
    TaskForm,
)
from casework.legal.models import HoldCustodian
from casework.legal.queries import hold_opened, hold_readers, hold_scopes
from casework.legal.queries import holds as queries
from casework.legal.queries.hold_opened import Shown
from casework.legal.systems import SYSTEMS, Wanted
from casework.people import Actor
from casework.people.standing import standing
from casework.settings import N_, Said
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import page, see
from casework.web.text import _, zone_of

from .hold_doing import HOLD, Deed
from .matter_doing import Answer, Asked, Doing, Unknown, routes

SEE = {"needs": Action.SEE_HOLDS, "title": N_("Holds")}
PLACE = {"needs": Action.PLACE_HOLD, "title": N_("Place a hold")}
NOBODY = N_("Nobody in the directory is found by that, or several people are: write their number there.")
NOTICE = N_(
    "Proceedings are expected. Until you are told otherwise: delete nothing, change nothing and give nothing away that "
    "has to do with what you were told of: papers, mail, chats, notes, photographs, calendars, on whatever device. "
    "What deletes by itself, switch off. Ask counsel before you replace a phone or a computer, and whenever "
    "you are not sure."
)


@get("/holds", sync_to_thread=True, opt=SEE)
def listed(request: Asked, database: NamedDependency[Database], actor: NamedDependency[Actor]) -> Answer:
    with database.reading() as db:
        found = queries.mine(db, actor)
    running = [one for one in found if one.released_at is None]
    return page(request, "legal/holds.html", running=running, released=[one for one in found if one not in running])


@get("/holds/new", sync_to_thread=True, opt=PLACE)
def new(request: Asked, database: NamedDependency[Database], actor: NamedDependency[Actor]) -> Answer:
    today = utc_now().astimezone(zone_of(actor.zone)).date()
    form = HoldForm(data={"nonce": nonces.make(), "notice": _(NOTICE), "anticipated_on": today})
    return _placing(request, database, actor, form, 200)


@post("/holds/new", sync_to_thread=True, status_code=200, opt=PLACE)
def place(
    request: Asked, database: NamedDependency[Database], actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Answer:  # fmt: skip
    form = HoldForm(Typed(typed))
    if not form.validate():
        return _placing(request, database, actor, form, 422)
    try:
        with database.transaction() as db:
            if not nonces.take(db, nonces.of(typed)):
                return see("/holds")
            new_ = New(
                said(form.why), said(form.about), said(form.notice), on(form.anticipated_on), (_of(db, actor, form),)
            )
            row = holds.place(db, new_, by=actor)
    except Unknown as unknown:
        return _placing(request, database, actor, form, 409, unknown.said)
    except Forbidden as refused:
        return _placing(request, database, actor, form, 409, refused.args[0])
    return see(f"/holds/{row.number}")


@get("/holds/{number:str}", sync_to_thread=True, opt=SEE)
def show(
    request: Asked, row: NamedDependency[Hold], database: NamedDependency[Database], actor: NamedDependency[Actor]
) -> Answer:
    """That it was read goes on its own chain first, once in ten minutes."""
    trail.read_once(database, actor, row.id, Tag.HOLD_READ)
    with database.reading() as db:
        shown = hold_opened.of(db, row, actor)
    return page(
        request, "legal/hold.html", shown=shown, path=f"/holds/{row.number}", kinds=KINDS, systems=SYSTEMS,
        readers=sorted(name for id_, name in shown.people.items() if id_ in shown.readers and id_ != actor.id),
        mine=actor.id in shown.readers, releases=bool(policy.may_ever(actor, Action.RELEASE_HOLD)), nonce=nonces.make(),
    )  # fmt: skip


def _placing(
    request: Asked, database: Database, actor: Actor, form: HoldForm, status: int, refused: str | Said | None = None
) -> Answer:
    if status != 200:
        form.nonce.data = nonces.make()
    with database.reading() as db:
        names = hold_readers.names(db, hold_readers.first(db, (), actor.id))
    return page(
        request, "legal/hold_new.html", status=status, form=form, refusals=[refused] if refused else [],
        readers=sorted(name for id_, name in names.items() if id_ != actor.id), mine=actor.id in names,
    )  # fmt: skip


def _of(db: Session, by: Actor, form: Any) -> Of:
    scope = hold_scopes.of(db, by, form.kind.data, said(form.named), form.since.data, form.until.data)
    if scope is None:
        raise Unknown(NOBODY)
    return Of(scope, said(form.named).strip() if scope.kind in (held.CASE, held.PERSON) else "")


def _widen(deed: Deed) -> None:
    holds.widen(deed.db, deed.row, _of(deed.db, deed.by, deed.form), by=deed.by, version=deed.form.seen)


def _locked(deed: Deed) -> Any:
    return holds.enter(deed.db, deed.row, deed.by, Action.PLACE_HOLD)


def _tell(deed: Deed) -> None:
    _locked(deed)
    custodians.tell_staff(deed.db, deed.row, number_of(deed.form.colleague) or 0, by=deed.by)


def _by_hand(deed: Deed) -> None:
    room = _locked(deed)
    custodians.tell_by_hand(deed.db, deed.row, room, name=said(deed.form.name), how=said(deed.form.how), by=deed.by)


def _custodian(deed: Deed) -> HoldCustodian:
    one = deed.db.get(HoldCustodian, deed.item)
    if one is None or one.hold_id != deed.row.id:
        raise NotFoundException
    return one


def _record(deed: Deed) -> None:
    room = _locked(deed)
    custodians.record(
        deed.db, deed.row, room, _custodian(deed), how=said(deed.form.how), on=on(deed.form.on), by=deed.by
    )


def _again(deed: Deed) -> None:
    _locked(deed)
    custodians.send_again(deed.db, deed.row, _custodian(deed), by=deed.by)


def _ask(deed: Deed) -> None:
    _locked(deed)
    form = deed.form
    wanted = Wanted(form.system.data, said(form.accounts), form.since.data, form.until.data, said(form.other))
    preservation.ask(deed.db, deed.row, wanted, by=deed.by)


def _share(deed: Deed) -> None:
    holds.share(deed.db, deed.row, number_of(deed.form.colleague) or 0, by=deed.by)


def _release(deed: Deed) -> None:
    holds.release(deed.db, deed.row, why=said(deed.form.why), by=deed.by, version=deed.form.seen)


def _staff(db: Session, shown: Shown, form: Any, _item: int) -> None:
    able = [one for one in standing(db).values() if one.able and one.id not in shown.told]
    who(form.colleague, sorted(((one.id, one.name) for one in able), key=lambda one: one[1]))


def _colleagues(db: Session, shown: Shown, form: Any, _item: int) -> None:
    able = hold_readers.able(db, held.scopes(db, [shown.row.id]))
    who(form.colleague, [(id_, one.name) for id_, one in able.items() if id_ not in shown.readers])


HANDLERS: list[Any] = [
    listed,
    new,
    place,
]
OF_ONE: list[Any] = [
    show,
    *routes(
        HOLD,
        Doing(
            "/scopes", Action.PLACE_HOLD, N_("Hold something more"), N_("Hold it"), ScopeForm, _widen,
            says=N_("It stands beside what the hold is of already: one that fits is enough. What comes in later and "
                    "fits is held too."),
        ),
        Doing(
            "/custodians", Action.PLACE_HOLD, N_("Tell a colleague"), N_("Send them the notice"), StaffForm, _tell,
            fill=_staff,
            says=N_("They are told by mail that something waits, and read the notice here, and nothing else."),
        ),
        Doing(
            "/custodians/by-hand", Action.PLACE_HOLD, N_("Somebody without an account"), N_("Write it down"),
            HandForm, _by_hand, says=N_("You tell them, on paper or in person; here stands that you did."),
        ),
        Doing(
            "/custodians/{item:int}/acknowledgement", Action.PLACE_HOLD, N_("They have acknowledged it"),
            N_("Write it down"), RecordForm, _record,
        ),
        Doing(
            "/custodians/{item:int}/again", Action.PLACE_HOLD, N_("Send the notice again"), N_("Send it again"),
            AgainForm, _again, says=N_("They are told by mail that something waits; who has a new key gets it anew."),
        ),
        Doing(
            "/tasks", Action.PLACE_HOLD, N_("Have a system kept from deleting"), N_("Ask the administrators"),
            TaskForm, _ask, sealed=False,
            says=N_("The administrators read the system, the accounts, the days and the hold’s number: nothing else."),
        ),
        Doing(
            "/colleagues", Action.SEE_HOLDS, N_("Give a colleague the key"), N_("Give them the key"), ShareForm,
            _share, fill=_colleagues, says=N_("They read all of it from then on, and can release it."), step_up=True,
        ),
        Doing(
            "/release", Action.RELEASE_HOLD, N_("Release the hold"), N_("Release it"), ReleaseForm, _release,
            says=N_("What only this hold held follows its usual time again, and may be due for destruction at once. "
                    "Custodians and administrators are told that they need keep it no longer."),
            step_up=True,
        ),
    ),
]  # fmt: skip
