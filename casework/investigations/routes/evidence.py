"""`/cases/{number}/evidence`: the log, one entry, and what is added to it or set right."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy.orm import Session

from casework.access import Action, policy
from casework.cases.forms.fields import NOTHING, number_of, said
from casework.cases.lifecycle import giving
from casework.cases.models import Allegation, Evidence
from casework.cases.queries import clocks
from casework.cases.queries.record import Record
from casework.cases.queries.record.opening import key_of
from casework.cases.routes.doing import Answer, Asked, Deed, Doing, Key
from casework.cases.routes.entry import Entry, shown_to
from casework.cases.routes.handlers import routes
from casework.cases.routes.parameters import one_in
from casework.cases.routes.words import called
from casework.db import Database, utc_now
from casework.investigations.actions import evidence as verbs
from casework.investigations.forms.evidence import CorrectionForm, CustodyForm, PointForm, ReasonForm
from casework.investigations.lifecycle.evidence import CHECKS, DIRECTIONS, KINDS
from casework.investigations.queries import evidence as queries
from casework.investigations.queries import evidence_given
from casework.investigations.queries.evidence import EvidenceShown
from casework.people import Actor
from casework.settings import N_
from casework.vault import Room
from casework.web import nonces, text
from casework.web.page import page
from casework.web.text import _

from . import evidence_words as words

OPT = {"needs": Action.WORK_CASE, "title": N_("Evidence log")}


@get("/cases/{number:str}/evidence", sync_to_thread=True, opt=OPT)
def listing(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    """All of it on one page, in the order of its numbers, to be read and printed as one."""
    policy.require(actor, Action.WORK_CASE, opened.matter)
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number, limit=1)
        entries = queries.log(db, shown, brief=True)
    named = words.allegations(shown)
    chosen = _asked_for(request.query_params, named)
    allegation = int(chosen["allegation"]) if chosen["allegation"] else None
    found = list(queries.chosen(entries, allegation=allegation, direction=chosen["direction"], kind=chosen["kind"]))
    lines = [words.line(shown, entry, named) for entry in found]
    return page(
        request, "investigations/evidence.html", shown=shown, lines=lines, all=len(entries), chosen=chosen,
        allegations=named, kinds=KINDS, directions=DIRECTIONS, path=f"{opened.path}/evidence",
    )  # fmt: skip


@get("/cases/{number:str}/evidence/{item:int}", sync_to_thread=True, opt=OPT)
def one(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    item: FromPath[int],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    policy.require(actor, Action.WORK_CASE, opened.matter)
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number)
        entry = entry_of(db, shown, item)
        given = evidence_given.of_entry(db, shown, item)
        heard = queries.interview_of(db, shown.case.id, entry.statement_id)
        today = clocks.place(db, opened.case.site_id).day(utc_now())
    message = next((line for line in shown.timeline if line.id == entry.message_id), None)
    paper = next((paper for paper in shown.papers if paper.id == entry.paper_id), None)
    return page(
        request, "investigations/evidence_entry.html", shown=shown, entry=entry, paper=paper, message=message,
        heard=heard, allegations=words.allegations(shown), words=words, checks=CHECKS,
        given=[(one, called(shown.party(one.party_id)), one.state(today)) for one in given], states=giving.STATES,
        choices=giving.CHOICES[giving.COMMENT], nonce=nonces.make(),
        path=f"{opened.path}/evidence/{entry.id}", log=f"{opened.path}/evidence",
    )  # fmt: skip


def _asked_for(query: Mapping[str, str], allegations: Mapping[int, str]) -> dict[str, str]:
    return {
        "allegation": one_in(query, "allegation", {str(id_): name for id_, name in allegations.items()}),
        "direction": one_in(query, "direction", DIRECTIONS),
        "kind": one_in(query, "kind", KINDS),
    }


def entry_of(db: Session, shown: Record, item: int) -> EvidenceShown:
    """The one that the address names; what the reader may not know of is not there."""
    found = queries.log(db, shown, only=item)
    if not found:
        raise NotFoundException
    return found[0]


def row_of(deed: Deed) -> tuple[Evidence, Room]:
    """The row with its room, for who may know of it."""
    shown = shown_to(deed.db, deed.by, deed.case.number, limit=1)
    entry_of(deed.db, shown, deed.item)
    row: Evidence = deed.one(Evidence)
    return row, deed.room(*queries.row_key(row))


def _entry(asked: Asked) -> EvidenceShown:
    return entry_of(asked.db, asked.shown, asked.item)


def _room(asked: Asked) -> tuple[Key, ...]:
    return (key_of(_entry(asked).room, 0),)


def _about(asked: Asked) -> dict[str, Any]:
    return {"says": words.named(_entry(asked))}


def _as_it_is(asked: Asked) -> dict[str, Any]:
    entry = _entry(asked)
    return {
        "kind": entry.kind, "what": entry.what or "", "from_party": str(entry.from_party or ""),
        "source": entry.source or "", "arose_on": entry.arose_on, "arose": entry.arose or "",
        "obtained_on": entry.obtained_on, "how": entry.how or "", "version": entry.version,
    }  # fmt: skip


def offer_parties(shown: Record, field: Any) -> None:
    field.choices = [("", _("somebody else, in words")), *((str(party.id), called(party)) for party in shown.parties)]


def _fill_parties(asked: Asked, form: Any) -> None:
    offer_parties(asked.shown, form.from_party)


def _fill_allegations(asked: Asked, form: Any) -> None:
    form.allegation.choices = [NOTHING, *((str(id_), name) for id_, name in words.allegations(asked.shown).items())]


def _back(deed: Deed) -> str:
    return f"/evidence/{deed.item}"


def _correct(deed: Deed) -> str:
    row, room = row_of(deed)
    form = deed.form
    verbs.correct(
        deed.db, deed.case, room, row, form.entry(), reason=said(form.reason), by=deed.by, version=form.seen
    )  # fmt: skip
    return _back(deed)


def _set_aside(deed: Deed) -> str:
    row, room = row_of(deed)
    verbs.set_aside(deed.db, deed.case, room, row, reason=said(deed.form.reason), by=deed.by)
    return _back(deed)


def _put_back(deed: Deed) -> str:
    row, room = row_of(deed)
    verbs.put_back(deed.db, deed.case, room, row, reason=said(deed.form.reason), by=deed.by)
    return _back(deed)


def _point(deed: Deed) -> str:
    row, room = row_of(deed)
    allegation = deed.db.get_one(Allegation, number_of(deed.form.allegation))
    verbs.point(
        deed.db, deed.case, room, row, allegation, direction=deed.form.way, why=said(deed.form.why), by=deed.by
    )  # fmt: skip
    return f"{_back(deed)}#points"


def _hand_over(deed: Deed) -> str:
    row, room = row_of(deed)
    custody = deed.form.custody(text.zone_of(deed.by.zone))
    verbs.hand_over(deed.db, deed.case, room, row, custody, by=deed.by)
    return f"{_back(deed)}#custody"


def _start_custody(asked: Asked) -> dict[str, Any]:
    """Whoever had it last hands it on."""
    chain = _entry(asked).custody
    return {"giver": chain[-1].taker or ""} if chain else {"giver": words.from_whom(asked.shown, _entry(asked))}


def _doing(path: str, title: str, button: str, form: Any, do: Any, **more: Any) -> Doing:
    return Doing(
        f"/evidence/{{item:int}}/{path}", Action.WORK_CASE, title, button, form, do, rooms=_room, more=_about,
        template="investigations/evidence_form.html", **more,
    )  # fmt: skip


ROUTES: list[Any] = [
    listing,
    one,
    *routes(
        _doing("correction", N_("Correct an entry"), N_("Correct it"), CorrectionForm, _correct, start=_as_it_is,
               fill=_fill_parties),
        _doing("aside", N_("Set an entry aside"), N_("Set it aside"), ReasonForm, _set_aside),
        _doing("return", N_("Put an entry back"), N_("Put it back"), ReasonForm, _put_back),
        _doing("points", N_("What an entry says of an allegation"), N_("Write it down"), PointForm, _point,
               fill=_fill_allegations),
        _doing("custody", N_("A hand-over"), N_("Add it to the chain"), CustodyForm, _hand_over,
               start=_start_custody),
    ),
]  # fmt: skip
