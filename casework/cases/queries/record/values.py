"""What a case's page shows, as flat values: opened, named, and each saying whether it would not open."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from casework.cases.lifecycle.grounds import Grounds


@dataclass(frozen=True, slots=True)
class PartyShown:
    """`name` is None for an anonymous reporter, and where the reader has no key to it (`sealed_away`)."""

    id: int
    role: str
    relation: str
    mode: str
    is_reporter: bool
    name: str | None
    contact: str | None
    employer: str | None
    department: str
    room: str
    has_receipt: bool
    contact_paused: bool
    confirmed_at: datetime | None
    ended_at: datetime | None
    damaged: bool
    sealed_away: bool


@dataclass(frozen=True, slots=True)
class FindingShown:
    id: int
    finding: str | None
    reason: str | None
    by: int
    at: datetime
    damaged: bool
    grounds: Grounds | None = None
    remarks: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class AllegationShown:
    """`findings`: newest first; the first one holds."""

    id: int
    position: int
    issue: str | None
    bases: tuple[str, ...]
    respondent_id: int | None
    text: str | None
    version: int
    dropped_at: datetime | None
    damaged: bool
    findings: tuple[FindingShown, ...] = ()

    @property
    def finding(self) -> FindingShown | None:
        return self.findings[0] if self.findings else None


@dataclass(frozen=True, slots=True)
class MeasureShown:
    id: int
    kind: str
    party_id: int | None
    what: str | None
    paid: str
    agreed_by: str | None
    starts_on: date
    review_on: date
    ended_at: datetime | None
    why_ended: str | None
    by: int
    damaged: bool


@dataclass(frozen=True, slots=True)
class TaskShown:
    id: int
    what: str | None
    owner_id: int | None
    with_whom: str | None
    due_on: date
    done_at: datetime | None
    done_by: int | None
    outcome: str | None
    by: int
    damaged: bool


@dataclass(frozen=True, slots=True)
class ToldShown:
    id: int
    party_id: int
    about: str
    was_told: bool
    how: str
    what: str | None
    told_on: date
    by: int
    damaged: bool


@dataclass(frozen=True, slots=True)
class DepartureShown:
    """Somebody leaves by what was decided; `planned_at`: their leaving is seen to, outside the case."""

    id: int
    party_id: int
    at: datetime
    planned_at: datetime | None


@dataclass(frozen=True, slots=True)
class LinkShown:
    """Only to cases that the reader can read too."""

    id: int
    number: str
    relation: str
    kind: str
    state: str


@dataclass(frozen=True, slots=True)
class MemberShown:
    """`until`: the last day of somebody from outside."""

    person_id: int
    name: str
    rooms: tuple[tuple[str, int], ...]
    since: datetime
    is_investigator: bool
    ended_at: datetime | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class WallShown:
    id: int
    person_id: int
    cause: str
    state: str
    raised_at: datetime


@dataclass(frozen=True, slots=True)
class PaperShown:
    id: int
    position: int
    room: str
    subject: int
    name: str | None
    type: str
    size: int
    by: int
    from_party: int | None
    at: datetime
    released_at: datetime | None
    copy_of: int | None
    is_original: bool
    damaged: bool
    sealed_away: bool


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """A correction, with the text as it then was, or a retraction."""

    kind: str
    text: str | None
    reason: str | None
    by: int
    at: datetime


class Line(NamedTuple):
    """One entry of the timeline: `kind` is note, message, paper or step; a paper's `class_` is its room, and
    its `heading` its name."""

    kind: str
    id: int
    at: datetime
    by: int
    class_: str = ""
    subject: int = 0
    heading: str | None = None
    text: str | None = None
    damaged: bool = False
    sealed_away: bool = False
    version: int = 1
    changes: tuple[ChangeShown, ...] = ()
    retracted: bool = False
    from_party: bool = False
    topic: str = ""
    settled_at: datetime | None = None
    step: str = ""
    from_state: str = ""
    to_state: str = ""
    overridden: tuple[str, ...] = ()

    @property
    def unread(self) -> bool:
        """It did not open, or is not for this reader."""
        return self.damaged or self.sealed_away

    @property
    def now(self) -> str | None:
        """The text as it stands after its corrections."""
        if not self.changes:
            return self.text
        corrected = [change.text for change in self.changes if change.kind == "corrected"]
        return corrected[-1] if corrected else self.text


@dataclass(frozen=True, slots=True)
class Event:
    """A weighty record of the course: approval, closure, pause, withdrawal, appeal. `words` are opened."""

    kind: str
    id: int
    at: datetime | date
    by: int
    result: str = ""
    words: str | None = None
    reason: str | None = None
    party_id: int | None = None
    ended: datetime | date | None = None
    decided_by: int | None = None
    damaged: bool = False
    more: dict[str, str] = field(default_factory=dict)
