"""`…/danger`: what one coordinator did at once, and a second one's review of it after."""

from typing import Any

from litestar.exceptions import NotFoundException

from casework.eap.actions import danger
from casework.eap.actions.danger import Deed as Done
from casework.eap.forms.confiding import DangerForm, ReviewForm
from casework.eap.queries import confided
from casework.settings import N_
from casework.vault import Compartment

from . import confiding
from .confiding import Acted
from .doing import Asked, Deed, Doing
from .handlers import routes


def _act(deed: Deed) -> str:
    form = deed.form
    danger.act(deed.db, deed.referral, Done(form.ground.data, form.what.data, form.told_whom.data), by=deed.by)
    return "#danger"


def _acted(asked: Asked) -> Acted:
    kept = confided.of(asked.db, asked.shown.referral, asked.actor)
    found: list[Acted] = confiding.context(kept, asked.actor, asked.shown.referral.number)["acts"]
    one = next((act for act in found if act.id == asked.item), None)
    if one is None or one.reviewed:
        raise NotFoundException
    return one


def _more(asked: Asked) -> dict[str, Any]:
    return {"act": _acted(asked)}


def _review(deed: Deed) -> str:
    form = deed.form
    try:
        danger.review(
            deed.db, deed.referral, deed.item, agreed=form.agreed.data == "yes", words=form.words.data, by=deed.by
        )
    except danger.NotThere:
        raise NotFoundException from None
    return "#danger"


ROUTES: list[Any] = routes(
    Doing(
        "/danger", N_("Danger, or a duty to report"), N_("Write it down"), DangerForm, _act,
        rooms=(Compartment.REFERRAL,), template="eap/danger.html",
    ),
    Doing(
        "/danger/{item:int}/review", N_("Review what was done"), N_("Write down the review"), ReviewForm, _review,
        more=_more, rooms=(Compartment.REFERRAL,), template="eap/danger_review.html",
    ),
)  # fmt: skip
