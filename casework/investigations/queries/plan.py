"""A case's plan as a reader of its file sees it: its versions, what each says, what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import relations
from casework.cases.models import Plan, PlanItem
from casework.cases.queries.record.opening import FILE, Opening
from casework.cases.queries.rows import Rows
from casework.investigations.plans import PAPER, PERSON, QUESTION, RISK, holding
from casework.vault import Room

ORDER = (QUESTION, PERSON, PAPER, RISK)


@dataclass(frozen=True, slots=True)
class Item:
    """`text` is None where it does not open, and "" where somebody of the case stands for it (`party_id`)."""

    id: int
    origin_id: int
    from_version: int
    until_version: int | None
    kind: str
    position: int
    allegation_id: int | None
    party_id: int | None
    risk: str
    measures: tuple[str, ...]
    text: str | None
    why: str | None
    by: int
    at: datetime
    owner_id: int | None
    due_on: date | None
    done_on: date | None
    done_by: int | None
    result: str | None
    dropped_by: int | None
    why_dropped: str | None

    @property
    def same(self) -> tuple[str, str, int | None, int | None, str]:
        return (self.kind, self.text or "", self.allegation_id, self.party_id, self.risk)


@dataclass(frozen=True, slots=True)
class Version:
    number: int
    templates: tuple[int, ...]
    reason: str | None
    by: int
    at: datetime
    agreed_by: int | None
    agreed_at: datetime | None
    alone_because: str | None

    @property
    def agreed(self) -> bool:
        return self.agreed_at is not None


@dataclass(frozen=True, slots=True)
class Shown:
    """`versions`: the newest first; `items`: every row that ever was, in the plan's order."""

    versions: tuple[Version, ...] = ()
    items: tuple[Item, ...] = ()

    @property
    def newest(self) -> Version | None:
        return self.versions[0] if self.versions else None

    def version(self, number: int) -> Version | None:
        return next((one for one in self.versions if one.number == number), None)

    def of(self, number: int) -> list[Item]:
        return holding(self.items, number)

    @property
    def now(self) -> list[Item]:
        return self.of(self.versions[0].number) if self.versions else []

    @property
    def dropped(self) -> list[Item]:
        """What was put aside, and nothing stands in its place."""
        return [one for one in self.items if one.dropped_by is not None]

    def item(self, id_: int) -> Item | None:
        """One that the newest version has."""
        return next((one for one in self.now if one.id == id_), None)

    @property
    def _writers(self) -> frozenset[int]:
        if not self.versions:
            return frozenset()
        newest = self.versions[0]
        hands = {one.by for one in self.items if one.from_version == newest.number}
        gone = {one.dropped_by for one in self.items if one.dropped_by and one.until_version == newest.number}
        return frozenset({newest.by} | hands | gone)

    def writers(self, db: Session) -> frozenset[int]:
        """Who had a hand in the newest version, by any account: they do not agree to it but with a reason."""
        return relations.together(db, self._writers)


def of_case(db: Session, case_id: int, file: Room | None) -> Shown:
    """Three statements, however long it is."""
    opening = Opening(db, Rows(db, case_id), {FILE: file} if file else {})
    return of(opening)


def of(opening: Opening) -> Shown:
    plans = sorted(opening.rows.of(Plan), key=lambda row: -row.number)
    items = [_item(opening, row) for row in opening.rows.of(PlanItem)] if plans else []
    items.sort(key=lambda one: (ORDER.index(one.kind), one.position, one.from_version))
    return Shown(
        tuple(
            Version(
                row.number, tuple(map(int, row.templates.split())), opening.text(Plan.reason, row.id, row.reason),
                row.by, row.at, row.agreed_by, row.agreed_at,
                opening.text(Plan.alone_because, row.id, row.alone_because),
            )
            for row in plans
        ),
        tuple(items),
    )  # fmt: skip


def _item(opening: Opening, row: PlanItem) -> Item:
    return Item(
        row.id, row.origin_id, row.from_version, row.until_version, row.kind, row.position, row.allegation_id,
        row.party_id, row.risk, tuple(row.measures.split("\n")) if row.measures else (),
        opening.text(PlanItem.text, row.id, row.text) if row.text else "", opening.text(PlanItem.why, row.id, row.why),
        row.by, row.at, row.owner_id, row.due_on, row.done_on, row.done_by,
        opening.text(PlanItem.result, row.id, row.result), row.dropped_by,
        opening.text(PlanItem.why_dropped, row.id, row.why_dropped),
    )  # fmt: skip


def positions(items: Sequence[Item]) -> int:
    """Where the next thing stands."""
    return max((one.position for one in items), default=0) + 1


def numbers(db: Session, case_id: int) -> list[Plan]:
    """The rows, the newest first."""
    return list(db.scalars(select(Plan).where(Plan.case_id == case_id).order_by(Plan.number.desc())))
