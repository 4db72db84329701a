"""Whom the case is about, what is alleged, what was set, told and agreed."""

from casework.cases.models import Allegation, Finding, Measure, Party, Task, Told

from . import grounds
from .opening import Opening, key_of
from .values import AllegationShown, FindingShown, MeasureShown, PartyShown, TaskShown, ToldShown


def parties(opening: Opening) -> list[PartyShown]:
    rows = sorted(opening.rows.of(Party), key=lambda row: (not row.is_reporter, row.added_at, row.id))
    return [_party(opening, row) for row in rows]


def _party(opening: Opening, row: Party) -> PartyShown:
    key = key_of(row.room, row.id)
    name = opening.text(Party.name, row.id, row.name, key)
    contact = opening.text(Party.contact, row.id, row.contact, key)
    return PartyShown(
        id=row.id,
        role=row.role,
        relation=row.relation,
        mode=row.mode,
        is_reporter=row.is_reporter,
        name=name,
        contact=contact,
        employer=opening.text(Party.employer, row.id, row.employer),
        department=row.department,
        room=row.room,
        has_receipt=row.receipt is not None,
        contact_paused=row.contact_paused_at is not None,
        confirmed_at=row.confirmed_at,
        ended_at=row.ended_at,
        damaged=row.id in opening.damaged,
        sealed_away=row.id in opening.away,
    )


def allegations(opening: Opening) -> list[AllegationShown]:
    found = _findings(opening)
    rows = sorted(opening.rows.of(Allegation), key=lambda row: row.position)
    shown = []
    for row in rows:
        issue = opening.server(Allegation.issue, row.id, row.issue)
        bases = opening.server(Allegation.bases, row.id, row.bases)
        text = opening.text(Allegation.text, row.id, row.text)
        shown.append(
            AllegationShown(
                id=row.id,
                position=row.position,
                issue=issue,
                bases=tuple(filter(None, (bases or "").split("\n"))),
                respondent_id=row.respondent_id,
                text=text,
                version=row.version,
                dropped_at=row.dropped_at,
                damaged=row.id in opening.damaged,
                findings=tuple(found.get(row.id, ())),
            )
        )
    return shown


def _findings(opening: Opening) -> dict[int, list[FindingShown]]:
    rows = sorted(opening.rows.of(Finding), key=lambda row: row.at, reverse=True)
    rest_on, remarks = (grounds.of_findings(opening), grounds.remarks(opening)) if rows else ({}, {})
    found: dict[int, list[FindingShown]] = {}
    for row in rows:
        finding = opening.server(Finding.finding, row.id, row.finding)
        reason = opening.text(Finding.reason, row.id, row.reason)
        shown = FindingShown(
            row.id,
            finding,
            reason,
            row.by,
            row.at,
            row.id in opening.damaged,
            rest_on.get(row.id),
            tuple(remarks.get(row.id, ())),
        )
        found.setdefault(row.allegation_id, []).append(shown)
    return found


def measures(opening: Opening) -> list[MeasureShown]:
    rows = sorted(opening.rows.of(Measure), key=lambda row: (row.starts_on, row.id))
    return [
        MeasureShown(
            id=row.id,
            kind=row.kind,
            party_id=row.party_id,
            what=opening.text(Measure.what, row.id, row.what),
            paid=row.paid,
            agreed_by=opening.text(Measure.agreed_by, row.id, row.agreed_by),
            starts_on=row.starts_on,
            review_on=row.review_on,
            ended_at=row.ended_at,
            why_ended=opening.text(Measure.why_ended, row.id, row.why_ended),
            by=row.by,
            damaged=row.id in opening.damaged,
        )
        for row in rows
    ]


def tasks(opening: Opening) -> list[TaskShown]:
    rows = sorted(opening.rows.of(Task), key=lambda row: (row.done_at is not None, row.due_on, row.id))
    return [
        TaskShown(
            id=row.id,
            what=opening.text(Task.what, row.id, row.what),
            owner_id=row.owner_id,
            with_whom=opening.text(Task.with_whom, row.id, row.with_whom),
            due_on=row.due_on,
            done_at=row.done_at,
            done_by=row.done_by,
            outcome=opening.text(Task.outcome, row.id, row.outcome),
            by=row.by,
            damaged=row.id in opening.damaged,
        )
        for row in rows
    ]


def told(opening: Opening) -> list[ToldShown]:
    rows = sorted(opening.rows.of(Told), key=lambda row: (row.told_on, row.id))
    return [
        ToldShown(
            id=row.id,
            party_id=row.party_id,
            about=row.about,
            was_told=row.was_told,
            how=row.how,
            what=opening.text(Told.what, row.id, row.what),
            told_on=row.told_on,
            by=row.by,
            damaged=row.id in opening.damaged,
        )
        for row in rows
    ]
