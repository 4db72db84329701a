"""What was chosen of a case, opened with the reader's own keys and put into words: the plan of a case file."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from casework import vault
from casework.cases.models import Redaction
from casework.cases.queries import record, redactions
from casework.cases.queries.record import Line, Record
from casework.cases.queries.record.opening import key_of
from casework.cases.queries.rows import Rows
from casework.cases.routes import sections
from casework.cases.routes.grounded import Grounded
from casework.cases.routes.words import PARTICULARS, called, channel, kind, label, sentence
from casework.db import utc_now
from casework.legal.actions.exports import Choice
from casework.legal.handing.plan import Item, Lock, Plan, Section
from casework.legal.queries import excerpt
from casework.people import Actor
from casework.settings import N_
from casework.vault import Compartment, Unreadable
from casework.web import text
from casework.web.text import _

from . import (
    file_words,
    gathered_evidence,
    gathered_given,
    gathered_papers,
    gathered_written,
)
from .near import Near, room_words

EVERYTHING = 1_000_000
"""Entries of a timeline: all of it at once."""
NOTES = {"notes_internal": "internal", "notes_shared": "shared", "notes_privileged": "privileged",
         "notes_medical": "medical"}  # fmt: skip
LEGEND = N_("Privileged and confidential. Prepared at the direction of counsel.")


def plan_of(db: Session, actor: Actor, known: record.Entry, choice: Choice, lock: Lock, store: str) -> Plan:
    """Only the rooms that were chosen are opened: what lies elsewhere is not there to be left out by mistake."""
    shown = record.of(db, actor, known, limit=EVERYTHING, only=choice.rooms)
    rows = Rows(db, known.case.id)
    near = Near(shown, choice, replace(actor, id=-1), _redacted_notes(shown, choice, rows))
    every, n = [], 0
    for title, items in _sections(near, rows):
        numbered = [_numbered(item, n + i) for i, item in enumerate(items, 1)]
        n += len(numbered)
        if numbered:
            every.append(Section(title=title, items=numbered))
    papers = gathered_papers.of(near, rows, n) if near.has("papers") else []
    now = utc_now()
    return Plan(
        form=choice.form,  # type: ignore[typeddict-item]  # one of the three that the form offers
        lock=lock,
        instance=vault.of(db).instance.hex(),
        store=store,
        number=shown.case.number,
        lang="en",
        title=_("Case file %(number)s", number=shown.case.number),
        legend=_(LEGEND) if is_counsels(shown) else "",
        made=now.isoformat(),
        facts=_facts(near, actor, now),
        about=file_words.about(actor.zone),
        sections=every,
        papers=papers,
        trail=excerpt.of(db, shown.case.id, shown.rooms) if near.has("trail") else [],
        proof=file_words.proof(shown.case.number),
        words=file_words.words(),
    )


def is_counsels(shown: Record) -> bool:
    today = utc_now().date()
    return (Compartment.PRIVILEGED, 0) in shown.rooms or any(one.holds(today) for one in shown.legal.directions)


def _numbered(item: Item, n: int) -> Item:
    return {**item, "n": n}


def _item(near: Near, title: str, at: date | datetime | None, said: str | None, *facts: tuple[str, str]) -> Item:
    when = near.when(at) if at else ""
    return Item(n=0, title=title, when=when, facts=[list(fact) for fact in facts if fact[1]], text=said or "")


def _facts(near: Near, actor: Actor, now: datetime) -> list[list[str]]:
    shown, choice = near.shown, near.choice
    since = text.day(choice.since) if choice.since else _("the beginning")
    until = text.day(choice.until) if choice.until else _("today")
    found = [
        (_("Case"), f"{shown.case.number}, {kind(shown.case.kind)}"),
        (_("State"), sentence(shown.case.state)),
        (_("Received"), f"{near.when(shown.case.received_at)}, {channel(shown.case.channel)}"),
        (_("Closed"), near.when(shown.case.closed_at) if shown.case.closed_at else ""),
        (_("From"), _("%(since)s to %(until)s", since=since, until=until)),
        (_("Rooms"), ", ".join(room_words(shown, key) for key in sorted(choice.rooms, key=lambda key: key[0].value))),
        (_("Copies"), _("redacted, where there is a redacted copy") if choice.redacted else _("as they came in")),
        (_("Made"), f"{text.moment(now, actor.zone)}, {actor.name}"),
    ]
    return [[name, said] for name, said in found if said]


def _sections(near: Near, rows: Rows) -> Iterator[tuple[str, list[Item]]]:
    if near.has("parties"):
        yield _("What was reported"), list(_reported(near))
        yield _("Parties"), list(_parties(near))
    if near.has("steps"):
        yield _("Allegations and findings"), list(_allegations(near))
        yield _("What was decided, set and told"), list(_course(near))
        yield _("Plan, mediation, police"), list(gathered_written.planned(near, rows))
        yield _("Reports"), list(gathered_written.reports(near, rows))
        yield _("Interviews"), list(gathered_written.heard(near, rows))
        yield _("Hearings and decisions"), list(gathered_written.decided(near, rows))
        yield _("Steps"), [_step(near, line) for line in _lines(near, "step")]
    if near.has("papers"):
        yield _("Evidence log"), list(gathered_evidence.of(near, rows))
    notes = [line for line in _lines(near, "note") if line.class_ in {c for n, c in NOTES.items() if near.has(n)}]
    yield _("Notes"), [_note(near, line) for line in notes]
    if near.has("messages"):
        yield _("Messages"), [_message(near, line) for line in _lines(near, "message")]
        yield _("What each was given"), list(gathered_given.of(near, rows))


def _lines(near: Near, which: str) -> list[Line]:
    """Oldest first; nothing of a room that was not chosen."""
    found = [
        line for line in near.shown.timeline if line.kind == which and not line.sealed_away and near.falls(line.at)
    ]
    return found[::-1]


def _reported(near: Near) -> Iterator[Item]:
    shown = near.shown
    if shown.title:
        yield _item(near, _("Title"), None, shown.title)
    if shown.narrative:
        yield _item(near, _("What happened"), shown.case.received_at, shown.narrative)
    for name, said in shown.particulars:
        if said:
            yield _item(near, label(PARTICULARS, name), None, said)


def _parties(near: Near) -> Iterator[Item]:
    for party in near.shown.parties:
        facts = [(_("Contact"), party.contact or ""), (_("Employer"), party.employer or "")]
        more = [(_("Department"), party.department), (_("Relation"), sentence(party.relation))]
        yield _item(near, f"{sentence(party.role)}: {called(party)}", None, "", *more, *facts)


def _allegations(near: Near) -> Iterator[Item]:
    for one in sections.allegations(near.shown, near.nobody):
        said = "\n\n".join([*one.text, *one.reason, *_rests_on(one.grounds)])
        facts = [(_("Finding"), one.finding), (_("By"), one.by), (_("Of"), one.respondent)]
        yield _item(near, one.heading, one.at, said, *facts)


def _rests_on(found: Grounded | None) -> Iterator[str]:
    """The standard, the evidence by its numbers, who is believed, and what was said when it was judged."""
    if found is not None:
        yield from filter(None, [found.standard, found.none_because, *found.factors, *found.remarks])
        yield from (f"{words}: {'; '.join(said for _path, said in entries)}" for words, entries in found.sides)


def _course(near: Near) -> Iterator[Item]:
    shown, nobody = near.shown, near.nobody
    for event in reversed(sections.statements(shown, nobody, decides=False, writes=False)):
        if near.falls(event.at):
            yield _item(
                near, event.heading, event.at, "\n\n".join([*event.text, event.more]).strip(), (_("By"), event.who)
            )
    for measure in sections.measures(shown, nobody):
        if near.falls(measure.starts_on):
            facts = [(_("For"), measure.party), (_("More"), measure.more)]
            yield _item(near, measure.kind, measure.starts_on, measure.what, *facts)
    for task in sections.tasks(shown, nobody):
        if near.falls(task.done_at or task.due_on):
            yield _item(
                near,
                _("Action"),
                task.done_at or task.due_on,
                task.what,
                (_("Whose"), task.owner),
                (_("More"), task.more),
            )
    for told in sections.told(shown, nobody):
        if near.falls(told.told_on):
            yield _item(
                near, f"{told.party}: {told.about}", told.told_on, told.what, (_("How"), told.how), (_("By"), told.by)
            )


def _step(near: Near, line: Line) -> Item:
    title = _("From “%(before)s” to “%(after)s”", before=_(line.from_state), after=_(line.to_state))
    return _item(near, title, line.at, line.text, (_("By"), near.name(line.by)))


def _note(near: Near, line: Line) -> Item:
    """As it stands, or its newest redacted copy; earlier texts go only where nothing of it was redacted."""
    facts = [(_("Class"), sentence(line.class_)), (_("By"), near.name(line.by))]
    title = line.heading or _("Note")
    if (copy := near.texts.get(line.id)) is not None:  # its heading was not looked through
        return _item(near, _("Note"), line.at, copy, *facts, (_("Copy"), _("redacted")))
    if line.damaged:
        return _item(near, title, line.at, _(sections.DAMAGED), *facts)
    said = [] if line.retracted else [line.now or ""]
    for change in line.changes:
        word = _("Retracted") if change.kind == "retracted" else _("Corrected")
        said.append(f"[{word}: {near.when(change.at)}, {near.name(change.by)}. {change.reason or ''}]")
    if line.changes:
        said.append(f"[{_('As first written')}] {line.text or ''}")
    return _item(near, title, line.at, "\n\n".join(said), *facts)


def _message(near: Near, line: Line) -> Item:
    other = called(near.shown.party(line.subject))
    title = _("Message from %(who)s", who=other) if line.from_party else _("Message to %(who)s", who=other)
    said = _(sections.DAMAGED) if line.damaged else line.text
    return _item(near, title, line.at, said, *(() if line.from_party else ((_("By"), near.name(line.by)),)))


def _redacted_notes(shown: Record, choice: Choice, rows: Rows) -> dict[int, str]:
    """By note the newest redacted copy, where that is what goes; never the original in its place."""
    _papers, versions = redactions.newest(rows.of(Redaction))
    found = {}
    for note, row in versions.items():
        room = shown.rooms.get(key_of(row.room, row.subject))
        if room is not None and choice.takes_redacted(note):
            try:
                found[note] = redactions.text_of(row, room)
            except Unreadable:
                found[note] = _(sections.DAMAGED)
    return found
