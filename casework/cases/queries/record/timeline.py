"""The timeline: notes, messages, papers and steps, newest first, a page at a time."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from casework.cases.models import Message, Note, NoteChange, Paper, StepTaken
from casework.vault import Compartment

from .opening import FILE, Key, Opening, key_of
from .values import ChangeShown, Line

ROOMS = {
    "internal": Compartment.FILE,
    "shared": Compartment.DIALOGUE,
    "privileged": Compartment.PRIVILEGED,
    "medical": Compartment.MEDICAL,
}
PARTS = {
    "all": ("note", "message", "paper", "step"), "notes": ("note",), "dialogue": ("message",), "steps": ("step",),
}  # fmt: skip

_NOTES = (
    select(Note.id, Note.class_, Note.subject, Note.heading, Note.text, Note.by, Note.at, Note.version)
    .where(Note.case_id == bindparam("case"))
    .order_by(Note.at.desc(), Note.id.desc())
    .limit(bindparam("most"))
)
_OLDER_NOTES = _NOTES.where(Note.at < bindparam("before"))
_PRIVILEGED: Key = (Compartment.PRIVILEGED, 0)
_BUT_PRIVILEGED = {
    query: query.where(Note.class_ != Compartment.PRIVILEGED.value) for query in (_NOTES, _OLDER_NOTES)
}  # fmt: skip


def page(opening: Opening, part: str, before: datetime | None, limit: int) -> tuple[list[Line], datetime | None]:
    """At most `limit` lines older than `before`, and where the next page begins if there is one."""
    gathered = {"note": _notes, "message": _messages, "paper": _papers, "step": _steps}
    lines = [line for kind in PARTS[part] for line in gathered[kind](opening, before, limit + 1)]
    lines.sort(key=lambda line: (line.at, line.id), reverse=True)
    while limit < len(lines) and lines[limit].at == lines[limit - 1].at:
        limit += 1  # what happened in one moment stays on one page
    more = len(lines) > limit
    return lines[:limit], lines[limit - 1].at if more else None


def _notes(opening: Opening, before: datetime | None, limit: int) -> list[Line]:
    given = {"case": opening.case_id, "before": before, "most": limit}
    query = _OLDER_NOTES if before else _NOTES
    query = query if _PRIVILEGED in opening.rooms else _BUT_PRIVILEGED[query]
    rows = opening.db.connection().execute(query, given).all()
    keys = {(class_, subject): _key(class_, subject) for class_, subject in {(row[1], row[2]) for row in rows}}
    texts = {place: opening.each(Note.text, key) for place, key in keys.items()}
    headings = {place: opening.each(Note.heading, key) for place, key in keys.items()}
    changed = _changes(opening, {row[0]: keys[row[1], row[2]] for row in rows if row[-1] > 1})
    damaged, away, lines = opening.damaged, opening.away, []
    for id_, class_, subject, heading, text, by, at, version in rows:
        place = class_, subject
        shown, title = texts[place](id_, text), None if heading is None else headings[place](id_, heading)
        done = tuple(changed.get(id_, ())) if version > 1 else ()
        gone = bool(done) and any(change.kind == "retracted" for change in done)
        # By position, for there are hundreds: with the names it takes twice as long.
        known = ("note", id_, at, by, class_, subject, title, shown, id_ in damaged, id_ in away, version, done, gone)
        lines.append(Line(*known))
    return lines


def _changes(opening: Opening, notes: dict[int, Key]) -> dict[int, list[ChangeShown]]:
    if not notes:
        return {}
    rows = sorted(opening.rows.of(NoteChange), key=lambda row: (row.at, row.id))
    found: dict[int, list[ChangeShown]] = {}
    for row in rows:
        if row.note_id in notes:
            key = notes[row.note_id]
            text = opening.text(NoteChange.text, row.id, row.text, key)
            reason = opening.text(NoteChange.reason, row.id, row.reason, key)
            found.setdefault(row.note_id, []).append(ChangeShown(row.kind, text, reason, row.by, row.at))
    return found


def _messages(opening: Opening, before: datetime | None, limit: int) -> list[Line]:
    rows = _newest(opening.rows.of(Message), before, limit)
    lines = []
    for row in rows:
        if row.topic == "report":  # the reporter's own copy of what the file says already
            continue
        text = opening.text(Message.text, row.id, row.text, (Compartment.DIALOGUE, row.subject))
        lines.append(
            Line(
                "message",
                row.id,
                row.at,
                row.by,
                class_="shared",
                subject=row.subject,
                text=text,
                damaged=row.id in opening.damaged,
                sealed_away=row.id in opening.away,
                from_party=row.from_party,
                topic=row.topic,
                settled_at=row.settled_at,
            )
        )
    return lines


def _papers(opening: Opening, before: datetime | None, limit: int) -> list[Line]:
    """As they came in; an original stands in the list of papers, and here only when it has no cleaned copy."""
    known = [row for row in opening.rows.of(Paper) if opening.knows(row)]
    copied = {row.copy_of for row in known}
    rows = _newest([row for row in known if row.id not in copied], before, limit)
    return [
        Line(
            "paper",
            row.id,
            row.at,
            row.by,
            class_=row.room,
            subject=row.from_party or row.subject,
            heading=opening.text(Paper.name, row.id, row.name, key_of(row.room, row.subject)),
            damaged=row.id in opening.damaged,
            sealed_away=row.id in opening.away,
            from_party=row.from_party is not None,
        )
        for row in rows
    ]


def _steps(opening: Opening, before: datetime | None, limit: int) -> list[Line]:
    rows = _newest(opening.rows.of(StepTaken), before, limit)
    return [
        Line(
            "step",
            row.id,
            row.at,
            row.by,
            text=opening.text(StepTaken.reason, row.id, row.reason),
            damaged=row.id in opening.damaged,
            step=row.step,
            from_state=row.from_state,
            to_state=row.to_state,
            overridden=tuple(json.loads(row.overridden)),
        )
        for row in rows
    ]


def _newest(rows: Sequence[Any], before: datetime | None, limit: int) -> list[Any]:
    older = [row for row in rows if before is None or row.at < before]
    return sorted(older, key=lambda row: (row.at, row.id), reverse=True)[:limit]


def _key(class_: str, subject: int) -> Key:
    compartment = ROOMS[class_]
    return (
        FILE
        if compartment is Compartment.FILE
        else (compartment, subject if compartment is Compartment.DIALOGUE else 0)
    )
