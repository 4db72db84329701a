"""`…/disclosures`: who asked who a confidential reporter is, on what ground, what the reporter was told, and what was
shown. For who knows the identity; anybody else sees their own requests, and where they stand."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from casework.access import Action, policy
from casework.cases.actions.newcomers import CONFIDENTIAL
from casework.cases.lifecycle.disclosing import DISCLOSED, STATES
from casework.cases.models import IdentityDisclosure, Party
from casework.cases.queries import disclosing
from casework.cases.queries.disclosing import Request as Asking
from casework.cases.queries.record import PartyShown
from casework.cases.routes.doing import Answer, Key
from casework.cases.routes.entry import Entry, shown_to
from casework.cases.routes.readers import lines_of
from casework.cases.routes.words import called, name_of
from casework.db import Database
from casework.legal.forms.disclosures import HOW, WHO, shown_words
from casework.people import Actor
from casework.settings import N_
from casework.vault import Compartment
from casework.web.page import page
from casework.web.text import _, gettext

TO_DO = {
    "ask": ("consent", N_("Ask the reporter")),
    "oblige": ("duty", N_("Name the legal duty")),
    "tell": ("telling", N_("Tell the reporter")),
    "withhold": ("later", N_("Tell the reporter later, with a reason")),
    "disclose": ("handover", N_("Hand it over")),
    "refuse": ("end", N_("Refuse, or withdraw")),
}
"""Steps of who knows the identity: where, and in which words."""


def written(request: Asking) -> list[tuple[str, str]]:
    """What is written down of it, as label and words."""
    asked, ground, shown = request.asked, request.ground, request.shown
    grounds = {"consent": _("the reporter’s consent"), "work": _("they are a lead or an alternate, and work on it")}
    named = [ground.get("name", ""), ground.get("source", ""), ground.get("words", "")]
    found = [
        (_("Who asks"), ", ".join(filter(None, (gettext(WHO.get(asked.get("kind", ""), "–")), asked.get("who"))))),
        (_("Why"), asked.get("why", "")),
        (_("What would be shown"), ", ".join(shown_words(asked.get("shows")))),
        (_("Ground"), grounds.get(ground.get("kind", ""), ". ".join(filter(None, named)))),
        (_("What the reporter was asked"), request.question.get("why", "")),
        (_("Their answer"), {True: _("yes"), False: _("no"), None: ""}[request.agreed]),
        (_("What the reporter was told") if request.told_at else _("Why they are not told yet"), request.told),
        (_("What was shown"), shown.get("words") or ", ".join(shown_words(shown.get("shows")))),
        (_("To whom, and how"), ", ".join(filter(None, (shown.get("to"), gettext(HOW.get(shown.get("how", ""), "")))))),
        (_("Why it ended"), request.ended),
    ]
    return [(label, words) for label, words in found if words]


@get("/cases/{number:str}/disclosures", sync_to_thread=True, opt={"needs": Action.SEE_CASE})
def every(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number)
        known = disclosing.known(db, opened.case.id, shown.rooms)
        own = disclosing.own(db, opened.case.id, shown.rooms, actor)
    reporters = [party for party in shown.parties if party.is_reporter and party.ended_at is None]
    return page(
        request, "legal/disclosures.html", shown=shown, states=STATES,
        known=[(one, called(shown.party(one.party_id)), one.asked.get("who", "")) for one in known],
        own=[(one, called(shown.party(one.party_id))) for one in own],
        reporters=[(party, called(party), party.mode == CONFIDENTIAL) for party in reporters],
    )  # fmt: skip


@get("/cases/{number:str}/disclosures/{item:int}", sync_to_thread=True, opt={"needs": Action.SEE_CASE})
def one(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    item: FromPath[int],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number)
        row = db.get(IdentityDisclosure, item) if item < 2**63 else None
        if row is None or row.case_id != opened.case.id:
            raise NotFoundException
        key: Key = (Compartment.IDENTITY, row.party_id)
        if key not in shown.rooms:
            raise NotFoundException
        found = disclosing.opened(row, shown.rooms[key], shown.rooms.get((Compartment.DIALOGUE, row.party_id)))
        steps = disclosing.steps(disclosing.facts(row, db.get_one(Party, row.party_id), found))
    works = bool(policy.judge(actor, Action.DISCLOSE_IDENTITY, opened.matter))
    base = f"/cases/{opened.case.number}"
    here, identity = f"{base}/disclosures/{found.id}", f"{base}/identity/{found.party_id}"
    return page(
        request, "legal/disclosure.html", shown=shown, one=found, about=written(found), base=base, owes=found.owes,
        party=called(_about(shown, found)), lines=lines_of(shown, actor, (key,)), state=STATES[found.state],
        by=name_of(shown, actor, found.by), steps=_acts(found, steps, here, identity) if works else [],
    )  # fmt: skip


def _acts(found: Asking, steps: Mapping[str, list[str]], path: str, identity: str) -> list[tuple[str, str, list[str]]]:
    """Address, words, and what stands in the way. Somebody of staff gets the key, on the page that gives it."""
    acts = []
    for step, (noun, words) in TO_DO.items():
        if step in steps:
            gives = step == "disclose" and found.person_id is not None
            acts.append((f"{identity}/disclosure" if gives else f"{path}/{noun}", gettext(words), steps[step]))
    if found.state == DISCLOSED and found.owes:
        acts += [(f"{path}/{noun}", gettext(words), []) for noun, words in (TO_DO["tell"], TO_DO["withhold"])]
    return acts


def _about(shown: Any, found: Asking) -> PartyShown | None:
    party: PartyShown | None = shown.party(found.party_id)
    return party


ROUTES: list[Any] = [every, one]
