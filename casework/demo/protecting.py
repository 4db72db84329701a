"""Interim measures: set, looked at again, ended."""

from datetime import timedelta

from casework.cases.actions import measures

from .telling import Told

PLACES = ("counter", "building", "room", "office", "seating", "door", "drawer", "place")


def protect(told: Told, days: float) -> None:
    """Interim measures, where there are any."""
    for what, for_respondent, paid in told.matter.measures:
        party = told.parties.get("respondent 0" if for_respondent else "complainant")
        with told.at(days) as actor:
            row = measures.add(
                told.db,
                told.case,
                told.file,
                by=actor,
                kind=_kind(what),
                what=what,
                starts_on=told.today,
                review_on=told.today + timedelta(days=14),
                party_id=party.id if party else None,
                paid=paid,
                agreed_by=told.lead.name,
            )
        told.measures.append(row)
        days = 0.0
    _review(told)


def _review(told: Told) -> None:
    """What was looked at in time is looked at again in two weeks; some are a day or two late."""
    due = told.now.date() + timedelta(days=told.rng.randint(-2, 13))
    for row in told.measures:
        if row.review_on < due:
            with told.at(1.0) as actor:
                measures.review(told.db, told.case, row, by=actor, review_on=due)


def _kind(what: str) -> str:
    low = what.lower()
    if low.startswith("precautionary leave"):
        return "precautionary leave"
    if "contact" in low or "no talks" in low:
        return "no contact"
    if any(word in low for word in ("shift", "hours", "break", "target", "stop")):
        return "schedule"
    return "place" if any(word in low for word in PLACES) else "other"


def end_measures(told: Told, days: float) -> None:
    for row in told.measures:
        with told.at(days) as actor:
            measures.end(told.db, told.case, told.file, row, by=actor, why="Decided; no longer needed.")
        days = 0.0
