"""`/cases`: what the reader can open. The address holds the whole view, so that it can be bookmarked."""

from datetime import date
from typing import Any, NamedTuple

from litestar import Request, get
from litestar.di import NamedDependency
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casework.access import Action, policy
from casework.cases.lifecycle import KINDS, WORKFLOWS
from casework.cases.queries import listing
from casework.cases.queries.listing import Filters, Listed
from casework.db import Database, utc_now
from casework.people import CASE_HOLDING, Actor, Role
from casework.people.models import Person, RoleGrant
from casework.settings import N_
from casework.web import text
from casework.web.page import page
from casework.web.text import _, gettext

from .doing import Answer
from .parameters import address, day_in, one_in

SORTS = {
    "due": N_("What is due first"),
    "changed": N_("Changed last"),
    "received": N_("Received last"),
    "number": N_("Number"),
}
ANY = "any"
_WORKS = (
    select(Person.id, Person.name)
    .where(Person.id.in_(select(RoleGrant.person_id).where(or_(*(RoleGrant.role == role for role in CASE_HOLDING)))))
    .order_by(Person.name)
)
STATES = {name: label for flow in WORKFLOWS.values() for name, label in flow.states.items()}


class Row(NamedTuple):
    """Flat: the template writes it down and does nothing else."""

    when: str
    late: str
    iso: str
    day: str
    task: str
    title: str
    number: str
    kind: str
    state: str
    with_: str
    mine: str


class Asked(NamedTuple):
    """What the address says."""

    kind: str
    state: str
    with_: str
    start: date | None
    end: date | None
    overdue: bool
    sort: str

    @property
    def filters(self) -> Filters:
        state = "" if self.state == ANY else self.state
        with_ = int(self.with_) if self.with_ else 0
        return Filters(self.kind, state, with_, self.start, self.end, self.overdue, self.sort)

    def path(self, **change: str) -> str:
        """The same view with something else."""
        said = {
            "kind": self.kind,
            "state": "" if self.state == listing.OPEN else self.state,
            "with": self.with_,
            "from": self.start.isoformat() if self.start else "",
            "to": self.end.isoformat() if self.end else "",
            "overdue": "1" if self.overdue else "",
            "sort": "" if self.sort == "due" else self.sort,
        }
        return address("/cases", **{**said, **change})


@get("/cases", sync_to_thread=True, opt={"needs": Action.LIST_CASES})
def show(request: Request[Any, Any, Any], database: NamedDependency[Database], actor: NamedDependency[Actor]) -> Answer:
    query = request.query_params
    asked, after = _asked(dict(query)), query.get("after", "")
    today = utc_now().astimezone(text.zone_of(actor.zone)).date()
    with database.reading() as db:
        found = listing.page(db, actor, asked.filters, after)
        people = {} if actor.has(Role.OUTSIDE) else _investigators(db, actor)
    return page(
        request,
        "cases/list.html",
        asked=asked,
        rows=_rows(found.rows, actor, today),
        selects=_selects(asked, people),
        chips=_chips(asked, people, actor.zone),
        sorts={name: asked.path(sort="" if name == "due" else name) for name in ("due", "number")},
        next=asked.path(after=found.after) if found.after else None,
        first=asked.path() if after else None,
        opens=bool(policy.may_ever(actor, Action.OPEN_CASE)),
        leads=bool(policy.may_ever(actor, Action.SEE_UNATTENDED)),
    )


def _asked(query: dict[str, str]) -> Asked:
    with_ = query.get("with", "")
    return Asked(
        one_in(query, "kind", KINDS),
        one_in(query, "state", {**STATES, listing.OPEN: "", ANY: ""}, listing.OPEN),
        with_ if with_.isascii() and with_.isdecimal() and len(with_) < 20 else "",
        day_in(query, "from"),
        day_in(query, "to"),
        query.get("overdue") == "1",
        one_in(query, "sort", SORTS, "due"),
    )


def _investigators(db: Session, actor: Actor) -> dict[str, str]:
    """Whoever works or has worked cases. Asking whose cases these are would walk through all of the reader's."""
    found = db.connection().execute(_WORKS)
    return {str(id_): _("You") if id_ == actor.id else name for id_, name in found}


def _rows(found: list[Listed], actor: Actor, today: date) -> list[Row]:
    """Words that come again and again are looked up once."""
    kinds = {name: gettext(label) for name, label in KINDS.items()}
    states = {name: gettext(label) for name, label in STATES.items()}
    dues: dict[date, text.Due] = {}
    said = (_("nobody yet"), _("you"), _("no date"), _("stopped"), _("Paused"), _("a title that cannot be opened"))
    return [_row(one, actor, today, kinds, states, dues, said) for one in found]


def _row(
    one: Listed,
    actor: Actor,
    today: date,
    kinds: dict[str, str],
    states: dict[str, str],
    dues: dict[date, text.Due],
    said: tuple[str, ...],
) -> Row:
    nobody, you, no_date, stopped, paused, sealed = said
    mine = one.investigator_id == actor.id
    with_ = you if mine else one.investigator or nobody
    kind, state = kinds.get(one.kind, one.kind), states.get(one.state, one.state)
    if one.due_on is None or not one.is_open:
        when = stopped if one.paused else no_date
        return Row(
            when,
            "",
            "",
            "",
            "",
            one.title or sealed,
            one.number,
            kind,
            paused if one.paused else state,
            with_,
            _m(mine),
        )
    due = dues.get(one.due_on)
    if due is None:
        due = dues[one.due_on] = text.due(one.due_on, today)
    task = gettext(one.due_what)
    title, state = one.title or sealed, paused if one.paused else state
    return Row(due.words, due.urgency, due.iso, due.title, task, title, one.number, kind, state, with_, _m(mine))


def _m(mine: bool) -> str:
    return " mine" if mine else ""


Choices = list[tuple[str, str, bool]]


def _selects(asked: Asked, people: dict[str, str]) -> list[tuple[str, str, Choices]]:
    kinds = {"": _("Any kind")} | {name: gettext(label) for name, label in KINDS.items()}
    states = {listing.OPEN: _("Open"), ANY: _("Any state")} | {n: gettext(label) for n, label in STATES.items()}
    sorts = {name: gettext(label) for name, label in SORTS.items()}
    return [
        ("kind", _("Kind"), _choices(kinds, asked.kind)),
        ("state", _("State"), _choices(states, asked.state)),
        ("with", _("With"), _choices({"": _("Anyone")} | people, asked.with_)),
        ("sort", _("Sort by"), _choices(sorts, asked.sort)),
    ]


def _choices(words: dict[str, str], chosen: str) -> Choices:
    return [(value, label, value == chosen) for value, label in words.items()]


def _chips(asked: Asked, people: dict[str, str], zone: str) -> list[tuple[str, str]]:
    """What narrows the view, each with the address of the view without it."""
    found = []
    if asked.kind:
        found.append((gettext(KINDS[asked.kind]), asked.path(kind="")))
    if asked.state == listing.OPEN:
        found.append((_("Open"), asked.path(state=ANY)))
    elif asked.state != ANY:
        found.append((gettext(STATES[asked.state]), asked.path(state=ANY)))
    if asked.with_:
        found.append((_("With %(who)s", who=people.get(asked.with_, _("somebody"))), asked.path(**{"with": ""})))
    if asked.start:
        found.append((_("Received from %(day)s", day=text.day(asked.start, zone)), asked.path(**{"from": ""})))
    if asked.end:
        found.append((_("Received until %(day)s", day=text.day(asked.end, zone)), asked.path(to="")))
    if asked.overdue:
        found.append((_("Overdue only"), asked.path(overdue="")))
    return found


ROUTES: list[Any] = [show]
