"""The form of a release, and the releases on the employee's own page: in words, for the person who signs them."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from litestar import Response
from litestar.datastructures import FormMultiDict
from sqlalchemy.orm import Session

from casework import vault
from casework.db import Database
from casework.eap.actions.releases import Terms
from casework.eap.forms.releasing import FIELDS, ReleaseForm
from casework.eap.models import ReferralParty
from casework.eap.queries import own, parties, releases, told
from casework.eap.queries.releases import Shown
from casework.eap.releasing import ELEMENTS, ENDED, MINE, OTHER, PURPOSES, REVOKE, REVOKED, TO_REFERRER
from casework.people import Actor, place
from casework.people.place import Place
from casework.vault import Compartment
from casework.web import nonces, text
from casework.web.forms import Typed
from casework.web.page import page
from casework.web.text import _, gettext, listed

from .staying import Browser

CARRIED = "release"
"""Marks what was typed into this form and came back with the receipt, for the half hour was over."""


class Around(NamedTuple):
    """What the form is drawn from. `referrer`: the name, empty where they gave none; None where nobody suggested it."""

    referrer: str | None
    readers: list[str]
    today: date
    over: bool
    here: Place


def around(db: Session, guest: Actor) -> Around:
    """Unreadable when the receipt's key opens it no more."""
    assert guest.holder is not None
    mine = own.of(db, guest.holder, guest.id)
    room = vault.rooms.enter(db, guest.holder, mine.referral.id, Compartment.SUPPORT)
    party, name = parties.referrer(db, mine.referral), None
    if party is not None:
        name = told.opened(room, ReferralParty.name, party.id, party.name) or ""
    return Around(name, mine.readers, releases.today(db), mine.over, place.of(db))


def blank(found: Around) -> ReleaseForm:
    return ReleaseForm(data=ReleaseForm.start(found.today)).fill(found.referrer, found.today, over=found.over)


def typed_in(found: Around, typed: FormMultiDict) -> ReleaseForm:
    return ReleaseForm(Typed(typed)).fill(found.referrer, found.today, over=found.over)


def show(request: Browser, found: Around, form: ReleaseForm, status: int = 200) -> Response[Any]:
    return page(
        request, "eap/sign.html", status=status, form=form, here=found.here, readers=found.readers, sending=True,
        nonce=nonces.make(), discloser=_discloser(found), revoke=gettext(REVOKE), referrer=found.referrer is not None,
    )  # fmt: skip


def again(request: Browser, database: Database, guest: Actor, typed: FormMultiDict) -> Response[Any]:
    """What was typed before the half hour was over, for somebody who is in again."""
    with database.reading() as db:
        found = around(db, guest)
    return show(request, found, typed_in(found, typed))


def carried(typed: FormMultiDict | None) -> list[tuple[str, str]]:
    """Of a release that was typed and could not be taken: it waits with the field for the receipt."""
    if typed is None or typed.get("form") != CARRIED:
        return []
    return [(name, str(typed[name])) for name in ("form", *FIELDS) if name in typed]


def terms(form: ReleaseForm, found: Around) -> Terms:
    """After `validate`: every element in words, as it was read."""
    recipient = (found.referrer or _("Who suggested it")) if form.to == TO_REFERRER else str(form.named.data)
    purpose = str(form.words.data) if form.purpose.data == OTHER else gettext(PURPOSES[str(form.purpose.data)])
    name, day = str(form.name.data), text.day(form.last, found.here.zone)
    ends = _("When my support ends, on %(day)s at the latest", day=day) if form.with_support else _day(day)
    said = {
        "name": name, "discloser": _discloser(found), "what": gettext(MINE[str(form.scope.data)]), "purpose": purpose,
        "recipient": recipient, "revoke": gettext(REVOKE), "expires": ends,
    }  # fmt: skip
    return Terms(form.to, str(form.scope.data), form.last, form.with_support, name, said)


def _day(day: str) -> str:
    return _("On %(day)s, at the end of the day", day=day)


def _discloser(found: Around) -> str:
    return _("The coordinators of employee assistance: %(names)s", names=listed(found.readers))


class Line(NamedTuple):
    """A release on a page. `stands`: in words, for a person; `elements`: label and words, as signed."""

    id: int
    to: str
    what: str
    stands: str
    valid: bool
    told: list[str]
    signed_on: str
    elements: list[tuple[str, str]]


def lines(found: list[Shown], zone: str) -> list[Line]:
    return [line_of(one, zone) for one in found]


def line_of(one: Shown, zone: str) -> Line:
    said, signed = one.elements, one.signed
    return Line(
        signed.id,
        said.get("recipient", ""),
        said.get("what", ""),
        _stands(one, zone),
        one.valid,
        [text.day(at, zone) for at in one.told],
        text.day(signed.at, zone),
        elements(said, text.moment(signed.at, zone)),
    )


def elements(said: Mapping[str, str], signed: str) -> list[tuple[str, str]]:
    words = {
        **said,
        "signature": _("%(name)s, typed with the receipt on %(when)s", name=said.get("signature", ""), when=signed),
    }
    return [(gettext(label), words[name]) for name, label in ELEMENTS.items() if name in words] if said else []


def _stands(one: Shown, zone: str) -> str:
    signed = one.signed
    if signed.over_by == REVOKED and signed.over_at:
        return _("Taken back on %(day)s", day=text.day(signed.over_at, zone))
    if signed.over_by == ENDED or not one.valid:
        return _("It has ended")
    day = text.day(signed.until, zone)
    return (
        _("Lasts with the support, until %(day)s at most", day=day)
        if signed.with_support
        else _("Lasts until %(day)s", day=day)
    )
