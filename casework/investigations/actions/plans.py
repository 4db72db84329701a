"""The plan of a case: drawn, changed with a reason, agreed to. A version once agreed to stays: changes make another."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from casework.access import Action
from casework.audit import Tag
from casework.cases.actions import case as cases
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.models import Case, Plan, PlanItem
from casework.db import new_id, utc_now
from casework.investigations.plans import KINDS, Drawn, draw, missing
from casework.investigations.plans.drawing import Alleged, Concerned
from casework.investigations.queries import plan as queries
from casework.investigations.queries import templates
from casework.people import Actor
from casework.settings import N_, Said
from casework.vault import Room

from .templates import enter_ready

SAY_WHY = N_("Write down why: the plan was agreed to as it is.")
NOTHING_NEW = N_("Everything of these templates is in the plan already, or was dropped from it.")
ALONE = N_("You had a hand in this version: say why nobody else can agree to it.")
GONE = N_("It is not in the plan any more, or was changed meanwhile.")
SEEN = N_("The plan was changed meanwhile: look at it as it is now.")


@dataclass(frozen=True, slots=True)
class Course:
    """Whose a thing is, by when, and what became of it: that changes without a new version."""

    owner_id: int | None = None
    due_on: date | None = None
    done_on: date | None = None
    result: str = ""


def draw_up(
    db: Session, case: Case, room: Room, kinds: Collection[str], *, allegations: Sequence[Alleged],
    parties: Sequence[Concerned], by: Actor, why: str = "",
) -> Plan:  # fmt: skip
    """From the templates as they are now; later again, for what has come since: then nothing that was there changes."""
    cases.begin(db, case, by, Action.WORK_CASE)
    if not kinds or not set(kinds) <= KINDS.keys():
        raise ValueError("no such template")
    enter_ready(db, kinds)
    used = [one for kind, one in templates.current(db).items() if kind in kinds]
    shown = queries.of_case(db, case.id, room)
    drawn = draw([one.template for one in used], allegations, parties)
    new = missing(drawn, {one.same for one in shown.items})
    if shown.versions and not new:
        raise IllegalStep("plan", [Why("nothing new", Said(NOTHING_NEW), "#plan")])
    row = _version(db, case, room, why, by=by)
    row.templates = " ".join(dict.fromkeys([*row.templates.split(), *(str(one.id) for one in used)]))
    at = queries.positions(shown.items)
    for number, thing in enumerate(new, at):
        _put(db, room, row, thing, number, why, by=by)
    cases.touch(db, case, by, Tag.PLAN_DRAWN, quiet=True, clocks_run=False, plan=row.id, number=row.number)
    return row


def add(db: Session, case: Case, room: Room, thing: Drawn, *, why: str, course: Course, by: Actor) -> PlanItem:
    """Something that no template had."""
    cases.begin(db, case, by, Action.WORK_CASE)
    shown = queries.of_case(db, case.id, room)
    row = _version(db, case, room, why, by=by)
    item = _put(db, room, row, thing, queries.positions(shown.items), why, by=by)
    item.owner_id, item.due_on = course.owner_id, course.due_on
    return _told(db, case, item, "added", by)


def change(db: Session, case: Case, room: Room, item_id: int, thing: Drawn, *, why: str, by: Actor) -> PlanItem:
    """What it says. In a version that nobody agreed to yet it is as if it had always said so."""
    item, version = _begun(db, case, room, item_id, why, by)
    if item.from_version < version.number:
        item = _instead(db, room, item, version.number)
    item.text = room.seal(PlanItem.text, item.id, thing.text) if thing.text else None
    item.allegation_id, item.party_id = thing.allegation_id, thing.party_id
    item.risk, item.measures = thing.risk, "\n".join(thing.measures)
    item.why = room.seal(PlanItem.why, item.id, why) if why.strip() else item.why
    item.by, item.at = by.id, utc_now()
    return _told(db, case, item, "changed", by)


def drop(db: Session, case: Case, room: Room, item_id: int, *, why: str, by: Actor) -> PlanItem:
    """It stays to be read, with why it went: of a version that has it, and of the one in which it went."""
    item, version = _begun(db, case, room, item_id, why, by)
    item.until_version = version.number
    item.dropped_by, item.dropped_at = by.id, utc_now()
    item.why_dropped = room.seal(PlanItem.why_dropped, item.id, why)
    return _told(db, case, item, "dropped", by)


def go_on(db: Session, case: Case, room: Room, item_id: int, course: Course, *, by: Actor) -> PlanItem:
    """Who has it, until when, and that it is done."""
    cases.begin(db, case, by, Action.WORK_CASE)
    item = _there(db, case, item_id)
    item.owner_id, item.due_on = course.owner_id, course.due_on
    if course.done_on != item.done_on:
        item.done_on, item.done_by = course.done_on, by.id if course.done_on else None
    item.result = room.seal(PlanItem.result, item.id, course.result) if course.result.strip() else None
    return _told(db, case, item, "done" if item.done_on else "course", by)


def agree(db: Session, case: Case, room: Room, number: int, *, alone_because: str = "", by: Actor) -> Plan:
    """To the newest version, by somebody who had no hand in it; or the record says why it is nobody else."""
    cases.begin(db, case, by, Action.WORK_CASE)
    shown = queries.of_case(db, case.id, room)
    if shown.newest is None or shown.newest.number != number or shown.newest.agreed:
        raise IllegalStep("agree", [Why("plan", Said(SEEN), "#plan")])
    alone = by.id in shown.writers(db)
    if alone and not alone_because.strip():
        raise IllegalStep("agree", [Why("somebody_else_agrees", Said(ALONE), "#plan")])
    row = queries.numbers(db, case.id)[0]
    row.agreed_by, row.agreed_at = by.id, utc_now()
    if alone:
        row.alone_because = room.seal(Plan.alone_because, row.id, alone_because)
    said = {"alone": "yes"} if alone else {}
    cases.touch(db, case, by, Tag.PLAN_AGREED, quiet=True, clocks_run=False, plan=row.id, number=number, **said)
    return row


def _begun(
    db: Session, case: Case, room: Room, item_id: int, why: str, by: Actor
) -> tuple[PlanItem, Plan]:  # fmt: skip
    cases.begin(db, case, by, Action.WORK_CASE)
    item = _there(db, case, item_id)
    return item, _version(db, case, room, why, by=by)


def _there(db: Session, case: Case, item_id: int) -> PlanItem:
    db.flush()
    item = db.get(PlanItem, item_id, populate_existing=True)
    if item is None or item.case_id != case.id or item.until_version is not None:
        raise IllegalStep("plan", [Why("gone", Said(GONE), "#plan")])
    return item


def _version(db: Session, case: Case, room: Room, why: str, *, by: Actor) -> Plan:
    """The version that is being written: the newest while nobody agreed to it, else the next, which needs a reason."""
    rows = queries.numbers(db, case.id)
    if rows and rows[0].agreed_at is None:
        return rows[0]
    if rows and not why.strip():
        raise IllegalStep("plan", [Why("reason", Said(SAY_WHY), "#plan")])
    id_ = new_id()
    row = Plan(
        id=id_, case_id=case.id, number=rows[0].number + 1 if rows else 1,
        templates=rows[0].templates if rows else "", by=by.id, at=utc_now(),
        reason=room.seal(Plan.reason, id_, why) if rows else None,
    )  # fmt: skip
    db.add(row)
    db.flush()
    return row


def _put(
    db: Session, room: Room, plan: Plan, thing: Drawn, position: int, why: str, *, by: Actor
) -> PlanItem:  # fmt: skip
    id_ = new_id()
    item = PlanItem(
        id=id_, case_id=plan.case_id, origin_id=id_, from_version=plan.number, kind=thing.kind, position=position,
        allegation_id=thing.allegation_id, party_id=thing.party_id, risk=thing.risk,
        measures="\n".join(thing.measures), by=by.id, at=utc_now(),
        text=room.seal(PlanItem.text, id_, thing.text) if thing.text else None,
        why=room.seal(PlanItem.why, id_, why) if why.strip() else None,
    )  # fmt: skip
    db.add(item)
    return item


_CARRIED = ("kind", "position", "allegation_id", "party_id", "risk", "measures", "owner_id", "due_on", "done_on",
            "done_by")  # fmt: skip


def _instead(db: Session, room: Room, old: PlanItem, number: int) -> PlanItem:
    """Another row in its place from this version on; what was done about it goes with it."""
    id_, carried = new_id(), {name: getattr(old, name) for name in _CARRIED}
    new = PlanItem(
        id=id_, case_id=old.case_id, origin_id=old.origin_id, from_version=number, by=old.by, at=old.at, **carried
    )
    if old.result is not None:
        new.result = room.seal(PlanItem.result, id_, room.open(PlanItem.result, old.id, old.result))
    old.until_version = number
    db.add(new)
    return new


def _told(db: Session, case: Case, item: PlanItem, what: str, by: Actor) -> PlanItem:
    cases.touch(db, case, by, Tag.PLAN_CHANGED, quiet=True, clocks_run=False, item=item.id, what=what)
    return item
