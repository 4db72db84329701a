"""What the case knows already and a letter begins with: whose letter it is, what it is about, what was alleged and
found of them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.cases.actions.appeals import result_now
from casework.cases.lifecycle.ladder import WARNINGS
from casework.cases.models import Appeal, Decision, Hearing, Interview
from casework.cases.queries import clocks
from casework.cases.queries.record import AllegationShown, PartyShown, Record
from casework.letters.writing import kinds
from casework.letters.writing.checks import Somebody
from casework.letters.writing.kinds import COMPLAINANT, KINDS, RESPONDENT
from casework.vault import Compartment, Unreadable

MODELS: dict[str, Any] = {"interview": Interview, "hearing": Hearing, "decision": Decision, "appeal": Appeal}


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a letter is to. `name` is None where the file does not say it: who reported in confidence, or without a
    name, is called by none in what lies there."""

    party_id: int | None
    role: str
    name: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class About:
    """An interview, hearing, decision or appeal, as far as a letter speaks of it."""

    id: int
    starts_at: datetime | None = None
    place: str = ""
    outcome: str = ""
    what: str = ""
    reason: str = ""
    from_on: date | None = None
    months: int | None = None
    received_on: date | None = None
    result: str = ""
    interpreter: str = ""


def reader(party: PartyShown) -> Reader:
    in_file = party.room == Compartment.FILE.value
    return Reader(party.id, kinds.reader(party.role), party.name if in_file else None)


def about(db: Session, shown: Record, kind: str, id_: int) -> tuple[About, int | None, str | None] | None:
    """The row, whose it is, and the name of somebody who is no party; None where there is none of this case,
    and of what is only proposed."""
    row = db.get(MODELS[KINDS[kind].about], id_) if KINDS[kind].about else None
    if row is None or row.case_id != shown.case.id or (isinstance(row, Decision) and row.decided_at is None):
        return None
    name = _text(shown, row, "name") if isinstance(row, Interview) else ""
    return _about(db, shown, row), row.party_id, name or None


def _about(db: Session, shown: Record, row: Any) -> About:
    if isinstance(row, Interview):
        return About(
            row.id, row.starts_at, _text(shown, row, "place"), interpreter=_text(shown, row, "interpreter")
        )  # fmt: skip
    if isinstance(row, Hearing):
        return About(row.id, row.starts_at, _text(shown, row, "place"))
    if isinstance(row, Decision):
        return About(
            row.id, outcome=row.outcome, what=_text(shown, row, "what"), reason=_text(shown, row, "reason"),
            from_on=row.effective_on, months=_months(db, shown, row),
        )  # fmt: skip
    came_to = result_now(row.result)
    return About(row.id, received_on=row.received_on, result=came_to, reason=_text(shown, row, "reason"))


def _months(db: Session, shown: Record, row: Decision) -> int | None:
    """For how long it stands: as it says, else as policy does."""
    if row.outcome not in WARNINGS:
        return None
    return row.warning_months or clocks.place(db, shown.case.site_id).policy.warning_months


def _text(shown: Record, row: Any, name: str) -> str:
    room, sealed = shown.rooms.get((Compartment.FILE, 0)), getattr(row, name)
    try:
        return room.open(getattr(type(row), name), row.id, sealed) if room is not None and sealed is not None else ""
    except Unreadable:
        return ""


def alleged(shown: Record, party_id: int | None) -> list[AllegationShown]:
    """Of them, or of anybody where they are no respondent; none that was dropped."""
    standing = [one for one in shown.allegations if one.dropped_at is None]
    theirs = [one for one in standing if one.respondent_id == party_id]
    return theirs if party_id is not None and theirs else standing


def others(shown: Record, reader: Reader) -> list[Somebody]:
    """Everybody else on the case by name, as far as whoever writes can read it, and who reports in confidence even
    where the letter is to them: it lies in the file. A complainant knows whom they spoke of; a respondent who
    complained by name."""
    found = []
    for party in shown.parties:
        if not party.name or (party.id == reader.party_id and reader.name is not None):
            continue
        hidden = party.room != Compartment.FILE.value
        knows = (reader.role, party.role) in ((COMPLAINANT, RESPONDENT), (RESPONDENT, COMPLAINANT)) and not hidden
        found.append(Somebody(party.name, hidden, knows, beside=party.role == "companion"))
    return found
