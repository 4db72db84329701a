"""For each thing that a coordinator can do: a page with its form, and the POST that calls its verb."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Request, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from casework.access import Forbidden
from casework.cases.forms.fields import CaseForm
from casework.cases.lifecycle import IllegalStep
from casework.db import Database
from casework.eap.actions.writing import Changed
from casework.eap.models import Referral
from casework.eap.queries import record
from casework.people import Actor
from casework.settings import N_, Said
from casework.web import nonces
from casework.web.forms import Typed
from casework.web.page import page, see

from . import entry
from .doing import Answer, Asked, Deed, Doing
from .readers import lines_of

CHANGED = N_(
    "Somebody changed the referral after you opened the page. Look at it again; sending this once more counts."
)


class Refused(Exception):
    """A verb that cannot be done: sentences for the person who asked. The form keeps what was typed."""

    def __init__(self, *sentences: str | Said) -> None:
        super().__init__(*map(str, sentences))
        self.sentences = sentences


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that one request to do one thing comes with."""

    request: Request[Any, Any, Any]
    doing: Doing
    number: str
    database: Database
    actor: Actor

    @property
    def item(self) -> int:
        return int(self.request.path_params.get("item", 0))

    @property
    def path(self) -> str:
        return f"/referrals/{self.number}"


def routes(*doings: Doing) -> list[Any]:
    return [handler for doing in doings for handler in (page_of(doing), post_of(doing))]


def opt(doing: Doing) -> dict[str, Any]:
    return {"needs": doing.needs, "title": doing.title, **({"step_up": True} if doing.step_up else {})}


def page_of(doing: Doing) -> Any:
    @get(f"/referrals/{{number:str}}{doing.path}", sync_to_thread=True, opt=opt(doing))
    def show(
        request: Request[Any, Any, Any],
        number: FromPath[str],
        database: NamedDependency[Database],
        actor: NamedDependency[Actor],
    ) -> Answer:
        return blank(Desk(request, doing, number, database, actor))

    return show


def post_of(doing: Doing) -> Any:
    @post(f"/referrals/{{number:str}}{doing.path}", sync_to_thread=True, status_code=200, opt=opt(doing))
    def send(
        request: Request[Any, Any, Any],
        number: FromPath[str],
        database: NamedDependency[Database],
        actor: NamedDependency[Actor],
        typed: NamedDependency[FormMultiDict],
    ) -> Answer:
        return answer(Desk(request, doing, number, database, actor), typed)

    return send


def blank(desk: Desk) -> Answer:
    """The form, as it begins."""
    referral = entry.enter(desk.database, desk.actor, desk.number)
    with desk.database.reading() as db:
        asked = _asked(desk, db, referral)
        form = desk.doing.form(data={"version": referral.version, **desk.doing.start(asked), "nonce": nonces.make()})
        desk.doing.fill(asked, form)
        return _shown(desk, asked, form)


def answer(desk: Desk, typed: FormMultiDict) -> Answer:
    """422 with every error, 409 with what is in the way, both with what was typed; else 303 to the referral."""
    referral = entry.enter(desk.database, desk.actor, desk.number)
    with desk.database.reading() as db:
        asked = _asked(desk, db, referral)
        form = desk.doing.form(Typed(typed))
        desk.doing.fill(asked, form)
        valid = form.validate()
    if not valid:
        return see(desk.path) if nonces.done(desk.database, typed) else again(desk, form, 422)
    try:
        found = _done(desk, form, typed, referral.id)
    except IllegalStep as refused:
        return again(desk, form, 409, refused.reasons)
    except Refused as refused:
        return again(desk, form, 409, refused.sentences)
    except Changed:
        return again(desk, form, 409, [Said(CHANGED)])
    except Forbidden as refused:
        return again(desk, form, 409, [refused.args[0]])
    return see(f"{desk.path}{found}")


def _done(desk: Desk, form: CaseForm, typed: FormMultiDict, referral_id: int) -> str:
    """The verb alone is in the transaction. A form that was sent already does nothing a second time."""
    with desk.database.transaction() as db:
        if not nonces.take(db, nonces.of(typed)):
            return ""
        referral = db.get_one(Referral, referral_id)
        return desk.doing.do(Deed(db, referral, form, desk.actor, desk.item, desk.request))


def again(desk: Desk, form: CaseForm, status: int, refusals: Sequence[str | Said] = ()) -> Answer:
    """The form as it was sent, with a nonce of its own and the version of now: sending it once more counts."""
    with desk.database.reading() as db:
        asked = _asked(desk, db, entry.there(desk.database, desk.actor, desk.number, _row(desk, db)))
        form.nonce.data = nonces.make()
        if status == 409:
            form.version.data = str(asked.shown.referral.version)
        return _shown(desk, asked, form, status, refusals)


def _row(desk: Desk, db: Session) -> Referral | None:
    return entry.look(db, desk.actor, desk.number)


def _asked(desk: Desk, db: Session, referral: Referral) -> Asked:
    shown = record.of(db, referral, desk.actor)
    return Asked(shown, desk.actor, desk.item, db, dict(desk.request.query_params))


def _shown(desk: Desk, asked: Asked, form: CaseForm, status: int = 200, refusals: Sequence[str | Said] = ()) -> Answer:
    doing = desk.doing
    return page(
        desk.request,
        doing.template,
        status=status,
        doing=doing,
        shown=asked.shown,
        base=desk.path,
        form=form,
        lines=lines_of(asked.shown, desk.actor, doing.rooms),
        refusals=refusals,
        action=desk.request.scope["path"],
        **doing.more(asked),
    )
