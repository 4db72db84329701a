"""Releases, disclosures and acts on danger, as a coordinator's page of a referral shows them: flat and in words."""

from datetime import datetime
from typing import Any, NamedTuple

from casework.eap.duties import GROUNDS
from casework.eap.queries.confided import Confided
from casework.eap.queries.dangers import Act
from casework.eap.queries.disclosures import Attended, Told
from casework.people import Actor
from casework.settings import N_
from casework.web.text import _, gettext

from . import signing

DAMAGED = "–"


class Disclosed(NamedTuple):
    """Something that was told. `path`: to be printed; nothing where it is not for paper."""

    id: int
    at: datetime
    who: str
    what: str
    path: str


class Acted(NamedTuple):
    """`waits`: for a review, in words. `path`: where this reader can review it."""

    id: int
    at: datetime
    who: str
    ground: str
    what: list[str]
    told_whom: str
    waits: str
    path: str
    reviewed: str
    review: list[str]


def context(kept: Confided, actor: Actor, number: str) -> dict[str, Any]:
    """For `eap/_releases.html`, `eap/_disclosures.html` and `eap/_danger.html`."""
    base = f"/referrals/{number}"
    return {
        "releases": signing.lines(kept.releases, actor.zone),
        "disclosures": [_disclosed(one, kept, actor, base) for one in kept.told],
        "acts": [_acted(act, kept, actor, base) for act in kept.acts],
    }


def words_of(said: Attended) -> str:
    """“Attended, and they keep to the plan”: what was told, in a line."""
    came = _("attended") if said.attended else _("not attended")
    if said.keeps is None:
        return came
    return f"{came}, {_('they keep to the plan') if said.keeps else _('they do not keep to the plan')}"


def _disclosed(one: Told, kept: Confided, actor: Actor, base: str) -> Disclosed:
    if one.attended is not None:
        what = _("%(who)s was told: %(what)s", who=one.attended.recipient, what=words_of(one.attended))
    elif one.words is not None:
        what = _("Under order %(number)s: %(what)s", number=one.order, what=one.words)
    else:
        what = DAMAGED
    path = f"{base}/disclosures/{one.id}" if one.attended is not None else ""
    return Disclosed(one.id, one.at, _named(kept, actor, one.by), what, path)


def _acted(act: Act, kept: Confided, actor: Actor, base: str) -> Acted:
    mine, waits, path = act.by in kept.own, "", ""
    if act.reviewed_by is None and not mine:
        waits, path = _("It waits for your review."), f"{base}/danger/{act.id}/review"
    elif act.reviewed_by is None:
        waits = (
            _("It waits for a second coordinator’s review.") if kept.others
            else _("There is no second coordinator who could review it: it waits until there is one.")
        )  # fmt: skip
    return Acted(
        id=act.id,
        at=act.at,
        who=_named(kept, actor, act.by),
        ground=gettext(GROUNDS.get(act.ground, act.ground)),
        what=_body(act.what),
        told_whom=act.told_whom or DAMAGED,
        waits=waits,
        path=path,
        reviewed=_reviewed(act, kept, actor),
        review=_body(act.review),
    )


def _reviewed(act: Act, kept: Confided, actor: Actor) -> str:
    if act.reviewed_by is None:
        return ""
    right, wrong = N_("%(who)s reviewed it: it was right"), N_("%(who)s reviewed it: it was not right")
    return _(right if act.agreed else wrong, who=_named(kept, actor, act.reviewed_by))


def _named(kept: Confided, actor: Actor, id_: int) -> str:
    return _("You") if id_ == actor.id else kept.names.get(id_, "")


def _body(written: str | None) -> list[str]:
    return [DAMAGED] if written is None else [part for part in written.split("\n") if part.strip()]
