"""`/desk`: the first page after signing in."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from litestar import Request, Response, get
from litestar.di import NamedDependency

from casework.access import Action, policy
from casework.audit import tested
from casework.cases.lifecycle.clock import ACTION, NOTICE, NOTICE_AGAIN, REVIEW
from casework.clocks.case import AFTERCARE
from casework.db import Database, utc_now
from casework.people import Actor, Role
from casework.settings import N_
from casework.staff.queries import notices
from casework.web import text
from casework.web.page import page
from casework.web.text import Due, _, gettext, ngettext

from . import asked as asked_for
from . import (
    ending,
    handed_out,
    handing,
    heard,
    keeping,
    leavers,
    originals,
    planned,
    proposed,
    queries,
    reviews,
    searching,
    support,
)
from .leavers import Leaver
from .waiting import MOST, Waiting

WHAT = {
    "new": N_("A case that is new to you"),
    "findings": N_("Findings"),
    "withdrawal": N_("Decide on a withdrawal"),
    "appeal": N_("Decide on an appeal"),
    "statement": N_("A statement came back: take it in"),
    "measure": N_("Look at an interim measure again"),
    "alone": N_("Nobody else can read it: add a second reader"),
    "departure": N_("Plan the leaving of somebody on it"),
    "own findings": N_("Your own findings: nobody else can approve them"),
}
COUNTED: dict[str, Callable[[int, str], str]] = {
    "message": lambda n, _: ngettext("A message from somebody on it", "%(num)s messages from people on it", n),
    "note": lambda n, _: ngettext("A note", "%(num)s notes", n),
    "paper": lambda n, _: ngettext("A paper", "%(num)s papers", n),
    "release": lambda n, _: ngettext("A paper waits to be released", "%(num)s papers wait to be released", n),
    "task": lambda n, _: ngettext("An action of yours", "%(num)s actions of yours", n),
    "plan": lambda n, _: ngettext("Something of the plan", "%(num)s things of the plan", n),
    "privilege": lambda n, _: ngettext(
        "Say whether it is privileged", "Say of %(num)s things whether they are privileged", n
    ),
    "back": lambda n, who: ngettext(
        "%(num)s case to give back to %(who)s", "%(num)s cases to give back to %(who)s", n, who=who
    ),
}
OF_WHOM = {
    "findings": N_("Findings by %(who)s"),
    "agree": N_("A plan by %(who)s to agree to"),
    "proposed": N_("A decision that %(who)s proposes"),
    "new": N_("You were added to a case by %(who)s"),
    "handover": N_("%(who)s is out: hand their cases over"),
    "giving": N_("Carry on giving %(who)s cases"),
}
ANCHORS = {
    "task": "#tasks", "message": "#timeline", "note": "#timeline", "paper": "#papers", "findings": "/approval",
    "own findings": "/approval", "plan": "/plan", "agree": "/plan", "proposed": "/decisions",
    "withdrawal": "#statements", "appeal": "#statements", "measure": "/measures/{item}/review", REVIEW: "#measures",
    "statement": "/interviews/{item}", AFTERCARE: "/aftercare", NOTICE: "/notices", NOTICE_AGAIN: "/notices",
    "alone": "/members", "release": "/originals", "privilege": "/privilege",
}  # fmt: skip


class Line(NamedTuple):
    """Flat, so that the template does no more than write it down."""

    when: Due | str
    path: str
    do: str
    title: str
    number: str


class Section(NamedTuple):
    id: str
    label: str
    number: str
    lines: list[Line]


@get("/desk", sync_to_thread=True, opt={"own": True})
def desk(
    request: Request[Any, Any, Any], database: NamedDependency[Database], actor: NamedDependency[Actor]
) -> Response[str]:
    """Everybody has one; for whoever works no cases it says so."""
    today = utc_now().astimezone(text.zone_of(actor.zone)).date()
    works = bool(policy.may_ever(actor, Action.LIST_CASES))
    with database.reading() as db:
        found = _waiting(db, actor, today) if works else {}
        titles = queries.titles(db, actor, (line.case_id for lines in found.values() for line in lines))
        gone = leavers.waiting(db, actor, today)
        asked = [Line(*one) for one in reviews.waiting(db, actor, today)]
        answered = [Line(*one) for one in reviews.answers(db, actor, utc_now(), today)]
        referrals = [Line(*one) for one in support.waiting(db, actor)]
        orders = [Line(*one) for one in support.orders(db, actor, today)]
        kept = [Line(*one) for one in keeping.waiting(db, actor)]
        ends = [Line(*one) for one in ending.waiting(db, actor)]
        files = [Line(*one) for one in handed_out.waiting(db, actor)]
        by_others = [Line(*one) for one in asked_for.waiting(db, actor, today)]
        told = notices.recent(db, actor, utc_now())
        untested = tested.overdue(db, utc_now()) if _sees_to_cards(actor) else {}
        coming = queries.next_date(db, actor, today) if works and not any(found.values()) else None
    sections = [
        Section(id_, label, _count(found[id_]), [_line(line, titles, today, actor.zone) for line in found[id_]])
        for id_, label in SECTIONS
        if found.get(id_)
    ]
    if asked:
        sections.insert(0, Section("reviews", N_("Reviews that wait for you"), str(len(asked)), asked))
    others = (
        ("answers", N_("Answers from counsel"), answered), ("support", N_("Referrals"), referrals),
        ("orders", N_("Court orders"), orders), ("keeping", N_("To keep"), kept),
        ("ending", N_("Asked to be destroyed"), ends), ("files", N_("Case files handed out"), files),
        ("asked", N_("Asked by others"), by_others),
    )  # fmt: skip
    sections += [Section(id_, label, str(len(lines)), lines) for id_, label, lines in others if lines]
    if gone:
        sections.append(Section("leavers", N_("Leaving"), _count(gone), [_of_leaver(one, today) for one in gone]))
    return page(
        request,
        "desk/desk.html",
        sections=sections,
        works=works,
        admitted=actor.admitted,
        now=utc_now(),
        coming=coming,
        told=told,
        untested=sorted(untested.items()),
        weekday=text.weekday(today),
        opens=bool(policy.may_ever(actor, Action.OPEN_CASE)),
    )


def _of_leaver(one: Leaver, today: date) -> Line:
    when = text.due(one.on, today) if one.on else ""
    return Line(when, f"/exits/{one.number}{one.anchor}", gettext(one.what), one.name, one.number)


def _sees_to_cards(actor: Actor) -> bool:
    return actor.admitted and actor.has(Role.LEAD, Role.ADMINISTRATOR)


SECTIONS = (
    ("overdue", N_("Overdue")),
    ("week", N_("Due this week")),
    ("unread", N_("Unread")),
    ("approve", N_("To approve and decide")),
    ("confirm", N_("To confirm")),
    ("review", N_("To review")),
    ("leaving", N_("Leaving, to plan")),
    ("alone", N_("With one reader")),
    ("hand", N_("To hand over and give back")),
)


def _waiting(db: Any, actor: Actor, today: date) -> dict[str, list[Waiting]]:
    week = today + queries.WEEK + timedelta(days=1)
    decides = policy.may_ever(actor, Action.APPROVE)
    late, soon = _parted(planned.things(db, actor, week), today)
    return {
        "overdue": _sooner(queries.due(db, actor, None, today), [*queries.tasks(db, actor, None, today), *late]),
        "week": _sooner(queries.due(db, actor, today, week), [*queries.tasks(db, actor, today, week), *soon]),
        "unread": queries.unread(db, actor),
        "approve": [*(_to_decide(db, actor) if decides else []), *planned.to_agree(db, actor), *_proposed(db, actor)],
        "confirm": queries.to_confirm(db, actor) if policy.may_ever(actor, Action.DECIDE_PRIVILEGE) else [],
        "review": [*heard.came_back(db, actor), *queries.to_review(db, actor, week)],
        "alone": queries.alone(db, actor),
        "leaving": queries.leaving(db, actor),
        "hand": handing.to_hand(db, actor),
    }


def _parted(lines: Sequence[Waiting], today: date) -> tuple[list[Waiting], list[Waiting]]:
    """Those of before today, and the others."""
    late = [line for line in lines if line.on is not None and line.on < today]
    return late, [line for line in lines if line not in late]


def _to_decide(db: Any, actor: Actor) -> list[Waiting]:
    return [*queries.to_approve(db, actor), *handing.own_findings(db, actor), *originals.to_release(db, actor)]


def _proposed(db: Any, actor: Actor) -> list[Waiting]:
    return proposed.to_decide(db, actor) if policy.may_ever(actor, Action.DECIDE) else []


def _count(lines: Sequence[object]) -> str:
    return str(len(lines)) if len(lines) < MOST else f"{len(lines)}+"


def _sooner(clocks: Iterable[Waiting], tasks: Sequence[Waiting]) -> list[Waiting]:
    """A case's own clock says “Action” for any of them: where it is theirs, that one line is enough."""
    own = {(line.case_id, line.on) for line in tasks if line.what == "task"}
    others = [line for line in clocks if line.what != ACTION or (line.case_id, line.on) not in own]
    return sorted((*others, *tasks), key=lambda line: str(line.on))


def _line(line: Waiting, titles: dict[int, str], today: date, zone: str) -> Line:
    if line.what == "departure":
        return Line(_when(line.on, today, zone), f"/exits/new?departure={line.item}", _do(line), "", line.number)
    of_case = f"/cases/{line.number}{ANCHORS.get(line.what, '')}"
    path = handing.PATHS.get(line.what, of_case).format(item=line.item)
    when = text.day(line.on, zone) if line.what == "appeal" and line.on else _when(line.on, today, zone)
    return Line(when, path, _do(line), titles.get(line.case_id, ""), line.number)


def _when(on: date | datetime | None, today: date, zone: str) -> Due | str:
    if isinstance(on, datetime):
        at = on.astimezone(text.zone_of(zone))
        days = (today - at.date()).days
        clock = f"{at.hour}:{at.minute:02}"
        said = {0: _("today, %(clock)s", clock=clock), 1: _("yesterday, %(clock)s", clock=clock)}
        return Due(said.get(days, text.moment(on, zone)), text.moment(on, zone), at.isoformat(timespec="minutes"), "")
    return text.due(on, today, zone) if on else ""


def _do(line: Waiting) -> str:
    if line.what in COUNTED:
        return COUNTED[line.what](line.count, line.who)
    if line.who and line.what in OF_WHOM:
        return _(OF_WHOM[line.what], who=line.who)
    return _(WHAT.get(line.what, line.what))


ROUTES = [desk, *searching.ROUTES]
