"""Days by which something of a charge or a claim is due: by a country pack's clock, or as typed. They are moved with a
reason and settled, never edited; and no pause of the case stops them."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from casework.audit import Tag
from casework.cases.models import Case, Deadline, Proceeding
from casework.clocks import Calendar, PackError, Rule, UnknownPlace, due, packs
from casework.db import new_id, utc_now
from casework.people import Actor
from casework.settings import N_
from casework.vault import Room

from . import proceeding_steps as steps

MET, MOVED, FELL_AWAY = "met", "moved", "fell away"
ENDS = {MET: N_("It was met"), FELL_AWAY: N_("It fell away")}


def by_law(db: Session, case: Case, row: Proceeding, began: Mapping[str, date], *, by: Actor) -> None:
    """The clocks that begin with what happened, of this kind and law; what runs already is not set twice."""
    for rule in rules(row.law, row.kind):
        if (start := began.get(rule.starts)) is not None:
            _put(db, case, row, on=reckoned(row.law, rule, start), by=by, rule=rule)


def rules(law: str, kind: str) -> list[Rule]:
    """The clocks that a law has for charges and claims of a kind."""
    try:
        return [rule for rule in packs.load(law).rules.values() if kind in rule.of] if law else []
    except PackError:
        return []


def reckoned(law: str, rule: Rule, start: date) -> date:
    """The last day, rolled to a business day of the country where the rule says so."""
    try:
        calendar = packs.load(law).calendar()
    except UnknownPlace:
        calendar = Calendar()
    return due(start, rule, calendar).on


def set_by_rule(db: Session, case: Case, row: Proceeding, key: str, start: date, *, by: Actor) -> Deadline:
    """One that somebody asked for: from a day that they say."""
    steps.begin(db, case, row, by)
    rule = next((one for one in rules(row.law, row.kind) if one.key == key), None)
    if rule is None:
        raise ValueError(key)
    found = _put(db, case, row, on=reckoned(row.law, rule, start), by=by, rule=rule)
    steps.touch(db, case, row, by, Tag.DEADLINE_SET, deadline=found.id)
    return found


def set_by_hand(
    db: Session, case: Case, row: Proceeding, file: Room, *, what: str, on: date, source: str, by: Actor
) -> Deadline:
    """As an order, a letter or counsel says."""
    steps.begin(db, case, row, by)
    found = _put(db, case, row, on=on, by=by, source=source)
    found.what = file.seal(Deadline.what, found.id, what)
    db.flush()
    steps.touch(db, case, row, by, Tag.DEADLINE_SET, deadline=found.id)
    return found


def move(
    db: Session, case: Case, row: Proceeding, one: Deadline, file: Room, *, on: date, reason: str, by: Actor
) -> Deadline:
    """Another day in its place, and who granted it or why; the earlier one stays to be read."""
    steps.begin(db, case, row, by)
    _end(one, MOVED, by)
    id_ = new_id()
    said = file.open(Deadline.what, one.id, one.what) if one.what is not None else ""
    found = Deadline(
        id=id_,
        case_id=case.id,
        proceeding_id=row.id,
        rule=one.rule,
        source=one.source,
        what=file.seal(Deadline.what, id_, said) if said else None,
        due_on=on,
        replaces_id=one.id,
        reason=file.seal(Deadline.reason, id_, reason),
        by=by.id,
        at=utc_now(),
    )
    db.add(found)
    db.flush()
    steps.touch(db, case, row, by, Tag.DEADLINE_SET, deadline=id_)
    return found


def end(db: Session, case: Case, row: Proceeding, one: Deadline, how: str, *, by: Actor) -> None:
    """It was met, or fell away."""
    steps.begin(db, case, row, by)
    if how not in ENDS:
        raise ValueError(how)
    _end(one, how, by)
    steps.touch(db, case, row, by, Tag.DEADLINE_ENDED, deadline=one.id)


def _end(one: Deadline, how: str, by: Actor) -> None:
    if one.ended_at is None:
        one.ended_at, one.ended_by, one.how = utc_now(), by.id, how


def _put(
    db: Session, case: Case, row: Proceeding, *, on: date, by: Actor, rule: Rule | None = None, source: str = ""
) -> Deadline:
    found = Deadline(
        id=new_id(),
        case_id=case.id,
        proceeding_id=row.id,
        rule=rule.name if rule else "",
        source=rule.source if rule else source,
        due_on=on,
        by=by.id,
        at=utc_now(),
    )
    db.add(found)
    db.flush()
    return found
