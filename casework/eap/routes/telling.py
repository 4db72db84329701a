"""`…/releases/{id}`, `…/disclosures`: what was signed, and telling somebody what it allows; or what a court's order
asks, once counsel said that it binds."""

from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from casework.access import Action
from casework.db import Database
from casework.eap.actions import disclosures as actions
from casework.eap.actions import looking, releases
from casework.eap.actions.disclosures import Saying
from casework.eap.duties import STANDS
from casework.eap.forms.confiding import UnderOrderForm
from casework.eap.forms.releasing import RevocationForm, TellForm
from casework.eap.kinds import OUTCOMES
from casework.eap.models import CourtOrder
from casework.eap.queries import confided, disclosures, orders, parties
from casework.eap.queries.disclosures import Told
from casework.eap.queries.releases import Shown
from casework.eap.releasing import ATTENDANCE, TO_REFERRER
from casework.people import Actor
from casework.settings import N_
from casework.vault import Compartment
from casework.web import text
from casework.web.page import page
from casework.web.text import _, gettext

from . import confiding, entry, signing
from .doing import Answer, Asked, Deed, Doing
from .handlers import routes

Read = Request[Any, Any, Any]
OPT = {"needs": Action.WORK_REFERRAL, "title": N_("Release")}
PATH = "/referrals/{number:str}"


@get(f"{PATH}/releases/{{item:int}}", sync_to_thread=True, opt=OPT)
def release(
    request: Read,
    number: FromPath[str],
    item: FromPath[int],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    """Every element, as it was signed."""
    referral = entry.enter(database, actor, number)
    with database.reading() as db:
        found = confided.of(db, referral, actor)
    one = next((one for one in found.releases if one.signed.id == item), None)
    if one is None:
        raise NotFoundException
    looking.read_once(database, actor, number)
    line = signing.line_of(one, actor.zone)
    return page(request, "eap/release.html", number=number, line=line, base=f"/referrals/{number}")


@get(f"{PATH}/disclosures/{{item:int}}", sync_to_thread=True, opt=OPT | {"title": N_("Disclosure")})
def disclosure(
    request: Read,
    number: FromPath[str],
    item: FromPath[int],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    """To be printed and handed over, with the notice that goes with it; while its release is valid."""
    referral = entry.enter(database, actor, number)
    with database.reading() as db:
        found = confided.of(db, referral, actor)
    one = next((told for told in found.told if told.id == item and told.attended is not None), None)
    if one is None:
        raise NotFoundException
    looking.read_once(database, actor, number)
    return page(
        request, "eap/disclosure.html", base=f"/referrals/{number}", number=number, one=one,
        who=found.names.get(one.by, ""), valid=_lasts(one, found.releases),
    )  # fmt: skip


def _lasts(one: Told, known: list[Shown]) -> bool:
    return any(release.valid for release in known if release.signed.id == one.release_id)


def _one(asked: Asked) -> Shown:
    found = confided.of(asked.db, asked.shown.referral, asked.actor).releases
    one = next((one for one in found if one.signed.id == asked.item), None)
    if one is None:
        raise NotFoundException
    return one


def _fill(asked: Asked, form: Any) -> None:
    """The plan is asked about where the release speaks of it."""
    if _one(asked).signed.scope == ATTENDANCE:
        del form.keeps


def _more(asked: Asked) -> dict[str, Any]:
    release, zone = _one(asked), asked.actor.zone
    party = parties.referrer(asked.db, asked.shown.referral) if release.signed.recipient == TO_REFERRER else None
    reads = party is not None and disclosures.half_of(asked.db, party) is not None
    meetings = [(text.moment(one.starts, zone), gettext(OUTCOMES[one.outcome])) for one in asked.shown.meetings]
    return {"line": signing.line_of(release, zone), "reads": reads, "meetings": meetings}


def _tell(deed: Deed) -> str:
    form = deed.form
    saying = Saying(form.attended.data == "yes", form.keeps.data == "yes" if "keeps" in form else None)
    try:
        row = actions.tell(deed.db, deed.referral, deed.item, saying, by=deed.by, version=form.seen, word=_word)
    except releases.NotThere:
        raise NotFoundException from None
    return f"/disclosures/{row.id}"


def _word(said: disclosures.Attended) -> str:
    """What the employee reads of it, among their messages."""
    return _("Under your release %(who)s was told: %(what)s.", who=said.recipient, what=confiding.words_of(said))


def _revoke(deed: Deed) -> str:
    try:
        releases.revoke(deed.db, deed.referral, deed.item, by=deed.by, on_their_word=bool(deed.form.on_their_word.data))
    except releases.NotThere:
        raise NotFoundException from None
    return "#releases"


def _orders(asked: Asked, form: Any) -> None:
    known = orders.held(asked.db, asked.actor)
    said = [(one.number, f"{one.number}, {one.court}: {gettext(STANDS[one.answer])}") for one in known]
    form.order.choices = [*form.order.choices[:1], *said]


def _under(deed: Deed) -> str:
    order = orders.find(deed.db, deed.by, str(deed.form.order.data))
    if order is None:
        raise NotFoundException
    actions.under_order(deed.db, deed.referral, deed.db.get_one(CourtOrder, order.id), deed.form.words.data, by=deed.by)
    return "#disclosures"


ROUTES: list[Any] = [
    release,
    disclosure,
    *routes(
        Doing(
            "/releases/{item:int}/disclosures", N_("Tell what the release allows"), N_("Tell them"), TellForm, _tell,
            fill=_fill, more=_more, template="eap/tell.html", step_up=True,
        ),
        Doing(
            "/releases/{item:int}/revocation", N_("The release is taken back"), N_("Take it back"), RevocationForm,
            _revoke, says=N_("It counts at once: whom it names reads nothing here any more. What they read they know."),
        ),
        Doing(
            "/disclosures", N_("Disclose under a court’s order"), N_("Write it down"), UnderOrderForm, _under,
            fill=_orders, rooms=(Compartment.REFERRAL,), step_up=True, template="eap/under_order.html",
            says=N_("A subpoena alone opens nothing: only what a court’s order asks, once counsel said that it binds."),
        ),
    ),
]  # fmt: skip
