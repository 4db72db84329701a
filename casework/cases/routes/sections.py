"""What stands in the middle of a case's page, made flat: allegations, measures, actions, who was told, statements."""

from datetime import date, datetime
from typing import NamedTuple

from casework.cases.actions import appeals, closing, pauses
from casework.cases.actions import measures as measures_
from casework.cases.actions import told as told_
from casework.cases.lifecycle import kinds
from casework.cases.queries.record import AllegationShown, Event, MeasureShown, Record, TaskShown, ToldShown
from casework.people import Actor
from casework.settings import N_
from casework.web import text
from casework.web.text import _

from . import grounded
from .words import called, label, name_of, paragraphs

Link = tuple[str, str]
DAMAGED = N_("This text is damaged and cannot be opened. The rest of the case is not touched by it.")


class Allegation(NamedTuple):
    position: int
    heading: str
    finding: str
    by: str
    at: datetime | None
    respondent: str
    text: list[str]
    reason: list[str]
    damaged: bool
    earlier: list[tuple[str, str, datetime, list[str]]]
    waits: str
    acts: list[Link]
    grounds: grounded.Grounded | None = None


class Measure(NamedTuple):
    id: int
    kind: str
    party: str
    what: str
    more: str
    starts_on: date
    review_on: date
    ended_at: datetime | None


class Task(NamedTuple):
    id: int
    what: str
    owner: str
    more: str
    due_on: date
    done_at: datetime | None


class Told(NamedTuple):
    party: str
    about: str
    how: str
    what: str
    told_on: date
    by: str


class Statement(NamedTuple):
    css: str
    at: datetime | date
    who: str
    heading: str
    text: list[str]
    more: str
    acts: list[Link]


def allegations(shown: Record, actor: Actor) -> list[Allegation]:
    return [_allegation(shown, actor, a) for a in shown.allegations]


def heading_of(a: AllegationShown) -> str:
    """Harassment, on the basis of sex."""
    issue = label(kinds.ISSUES, a.issue) if a.issue else _("Issue that cannot be opened")
    if not a.bases:
        return issue
    bases = ", ".join(label(kinds.BASES, basis).lower() for basis in a.bases)
    return _("%(issue)s, on the basis of %(bases)s", issue=issue, bases=bases)


def _allegation(shown: Record, actor: Actor, a: AllegationShown) -> Allegation:
    base, found = f"/cases/{shown.case.number}/allegations/{a.id}", a.finding
    if a.dropped_at:
        word, acts = _("No longer pursued"), []
    else:
        word = label(kinds.FINDINGS, found.finding) if found and found.finding else _("No finding yet")
        acts = [(f"{base}/finding", _("Correct the finding") if found else _("Record a finding"))]
        acts += [(f"{base}/against", _("Say against whom it is"))] if found and not a.respondent_id else []
        acts += [] if found else [(base, _("Change")), (f"{base}/end", _("No longer pursue it"))]
    return Allegation(
        a.position,
        heading_of(a),
        word,
        name_of(shown, actor, found.by) if found else "",
        found.at if found else None,
        called(shown.party(a.respondent_id)) if a.respondent_id else "",
        paragraphs(a.text),
        paragraphs(found.reason) if found else [],
        a.damaged or bool(found and found.damaged),
        [
            (label(kinds.FINDINGS, old.finding or ""), name_of(shown, actor, old.by), old.at, paragraphs(old.reason))
            for old in a.findings[1:]
        ],
        _("Waits for approval") if found and shown.case.state == "findings in review" else "",
        acts,
        grounded.of(shown, found) if found else None,
    )


def measures(shown: Record, actor: Actor) -> list[Measure]:
    return [measure(shown, actor, m) for m in shown.measures]


def measure(shown: Record, actor: Actor, m: MeasureShown) -> Measure:
    more = [_(measures_.PAID.get(m.paid, m.paid))] if m.paid else []
    if m.agreed_by:
        more.append(_("agreed by %(who)s", who=m.agreed_by))
    party = called(shown.party(m.party_id)) if m.party_id else ""
    more.append(_("set by %(who)s", who=name_of(shown, actor, m.by)))
    if m.why_ended:
        more.append(_("ended because: %(why)s", why=m.why_ended))
    line = ", ".join(more)
    what = m.what or (_(DAMAGED) if m.damaged else "")
    line = line[:1].upper() + line[1:]
    return Measure(m.id, label(measures_.KINDS, m.kind), party, what, line, m.starts_on, m.review_on, m.ended_at)


def tasks(shown: Record, actor: Actor) -> list[Task]:
    return [_task(shown, actor, t) for t in shown.tasks]


def _task(shown: Record, actor: Actor, t: TaskShown) -> Task:
    more = [_("with %(whom)s", whom=t.with_whom)] if t.with_whom else []
    if t.outcome:
        more.append(_("what came of it: %(outcome)s", outcome=t.outcome))
    owner = name_of(shown, actor, t.owner_id) if t.owner_id else _("nobody in particular")
    return Task(t.id, t.what or (_(DAMAGED) if t.damaged else ""), owner, ", ".join(more), t.due_on, t.done_at)


def told(shown: Record, actor: Actor) -> list[Told]:
    return [_told(shown, actor, t) for t in shown.told]


def _told(shown: Record, actor: Actor, t: ToldShown) -> Told:
    about = label(told_.ABOUT, t.about)
    if not t.was_told:
        about = _("not told: %(about)s", about=about)
    what = t.what or (_(DAMAGED) if t.damaged else "")
    return Told(
        called(shown.party(t.party_id)),
        about,
        label(told_.HOW, t.how) if t.how else "",
        what,
        t.told_on,
        name_of(shown, actor, t.by),
    )


HEADINGS: dict[str, dict[str, str]] = {
    "approval": {"approved": N_("Findings approved"), "returned": N_("Findings returned")},
    "closure": {},
    "pause": {},
    "withdrawal": {
        "": N_("Asked to withdraw"),
        "goes on": N_("Asked to withdraw; the matter goes on"),
        "ends": N_("Asked to withdraw; the matter ends"),
    },
    "appeal": {"": N_("Appeal")},
}


def statements(shown: Record, actor: Actor, *, decides: bool, writes: bool) -> list[Statement]:
    """The records that weighty steps leave, newest first."""
    found = [*shown.closures, *shown.appeals, *shown.approvals, *shown.withdrawals, *shown.pauses]
    return [
        _statement(shown, actor, event, _to_do_with(shown, event, decides=decides, writes=writes))
        for event in sorted(found, key=_day, reverse=True)
    ]


def _statement(shown: Record, actor: Actor, event: Event, acts: list[Link]) -> Statement:
    named = HEADINGS[event.kind].get(event.result)
    came_to = appeals.result_now(event.result) if event.kind == "appeal" else event.result
    heading = _(named) if named else f"{_(KINDS[event.kind])}: {label(RESULTS[event.kind], came_to)}"
    more = [event.reason] if event.reason else []
    if event.ended and event.decided_by:
        more.append(
            _("%(who)s, %(day)s", who=name_of(shown, actor, event.decided_by), day=text.day(event.ended, actor.zone))
        )
    if "ground" in event.more:
        grounds = ", ".join(label(appeals.GROUNDS, word).lower() for word in event.more["ground"].split("\n"))
        more.insert(0, _("Grounds: %(grounds)s.", grounds=grounds))
    if "late" in event.more:
        more.insert(0, _("Taken up after its window: %(why)s", why=event.more["late"]))
    if event.kind == "closure" and event.ended:
        more.insert(0, _("Opened again."))
    who = called(shown.party(event.party_id)) if event.party_id else name_of(shown, actor, event.by)
    words = [_(DAMAGED)] if event.damaged and not event.words else paragraphs(event.words)
    return Statement("", event.at, who, heading, words, " ".join(more), acts)


def _to_do_with(shown: Record, event: Event, *, decides: bool, writes: bool) -> list[Link]:
    """What is open is decided; and whoever appealed is written to."""
    base, acts = f"/cases/{shown.case.number}", list[Link]()
    if decides and event.ended is None and event.kind in ("withdrawal", "appeal"):
        acts.append((f"{base}/{event.kind}s/{event.id}/decision", _("Decide")))
    party = shown.party(event.party_id) if event.kind == "appeal" and event.party_id else None
    if writes and party is not None and party.role in ("complainant", "respondent") and not party.ended_at:
        kind = "appeal%20outcome" if event.ended else "appeal%20received"
        words = _("Letter: outcome of the appeal") if event.ended else _("Letter: appeal received")
        acts.append((f"{base}/letters/new?kind={kind}&party={party.id}&appeal={event.id}", words))
    return acts


RESULTS: dict[str, dict[str, str]] = {
    "closure": closing.OUTCOMES,
    "pause": pauses.CAUSES,
    "appeal": appeals.RESULTS,
    "approval": {},
    "withdrawal": {},
}
KINDS = {
    "approval": N_("Approval"),
    "closure": N_("Closed"),
    "pause": N_("Paused"),
    "appeal": N_("Appeal"),
    "withdrawal": "",
}


def _day(event: Event) -> date:
    return event.at.date() if isinstance(event.at, datetime) else event.at
