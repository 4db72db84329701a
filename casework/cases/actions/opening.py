"""A new case: its number, its rooms, its first people, in one transaction."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam, select, union_all
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, Forbidden, policy, relations, walls
from casework.audit import Tag, trail
from casework.cases.lifecycle.clock import Course, next_due
from casework.cases.lifecycle.kinds import FIRST_STATE, KINDS
from casework.cases.models import Case, Destroyed, Particular, Party
from casework.cases.queries import clocks
from casework.cases.queries.routing import Readers
from casework.db import new_id, utc_now
from casework.mail import Notice, tell
from casework.people import Actor, ActorKind, Role
from casework.vault import Compartment
from casework.vault.building import Wanted
from casework.vault.pairs import PublicHalf
from casework.vault.room import Room

from . import members, messages
from .newcomers import (
    NAMED,
    RESPONDENT,
    NewParty,
    NewReporter,
    enter_party,
    name_reporter,
    quarters,
    reporter_of,
    tag_of,
)

_NUMBERED = union_all(
    select(Case.id).where(Case.number == bindparam("number")),
    select(Destroyed.id).where(Destroyed.number == bindparam("number")),
)


class NobodyAble(Exception):
    """Nobody is left who could read this case: it is not accepted, and the page names another way."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A new case with its rooms still open, so that what came with it can be put in."""

    case: Case
    file: Room
    party: Party | None
    dialogue: Room | None
    identity: Room | None


def open_case(
    db: Session,
    *,
    kind: str,
    channel: str,
    site_id: int,
    title: str,
    narrative: str,
    readers: Readers,
    by: Actor,
    received_at: datetime,
    particulars: Mapping[str, str] | None = None,
    reporter: NewReporter | None = None,
    parties: Sequence[NewParty] = (),
    severity: str = "",
    confidentiality: str = "standard",
    department: str = "",
) -> Opened:
    """What came in, sealed to its readers. Whoever turns out to be a party or in a line is left out before anything
    is sealed; a member of staff who opens it reads it too."""
    staff = by.kind is ActorKind.PERSON
    if staff:
        policy.require(by, Action.OPEN_CASE)
        readers = replace(readers, file=tuple(dict.fromkeys((*readers.file, by.id))))
    around = _around(db, parties, reporter)
    chosen = _less_conflicts(db, readers, around)
    case = _case(db, kind, channel, site_id, received_at, by, has_reporter=reporter is not None)
    case.severity, case.confidentiality, case.department = severity, confidentiality, department
    vault.rooms.found_case(db, case.id)
    halves = members.halves(db, {*chosen.file, *chosen.identity})
    if staff and Compartment.FILE in halves[by.id].barred:
        raise Forbidden(members.SERVER_KEEPS)
    opened = _build(db, case, reporter, chosen, halves, by)
    _write(db, opened, title, narrative, particulars or {})
    if staff and opened.dialogue is not None:
        messages.written_down(db, case, opened.dialogue, text=narrative, by=by)
    for new, tag in around.parties:
        enter_party(db, case, opened.file, new, by=by, tag=tag)
    entry = Tag.CASE_OPENED if staff else Tag.REPORT_RECEIVED
    _settle(db, case, chosen, around, by=_speaker(by, opened.party), entry=entry)
    return opened


@dataclass(frozen=True, slots=True)
class _Around:
    """Whom the case is about, as far as the directory and the list of staff know them."""

    parties: list[tuple[NewParty, bytes | None]]
    respondents: list[bytes]
    others: list[bytes]
    named: frozenset[int]


def _around(db: Session, parties: Sequence[NewParty], reporter: NewReporter | None) -> _Around:
    known = [(party, tag_of(db, party)) for party in parties]
    others = [tag for party, tag in known if tag and party.role != RESPONDENT]
    if reporter is not None and reporter.employee_tag and reporter.mode == NAMED:
        others.append(reporter.employee_tag)
    named: frozenset[int] = frozenset()
    for party in parties:
        named |= relations.staff_named(db, name=party.name, email=party.contact)
    return _Around(known, [tag for party, tag in known if tag and party.role == RESPONDENT], others, named)


def _less_conflicts(db: Session, readers: Readers, around: _Around) -> Readers:
    out = walls.would_shut(db, around.respondents, around.others)
    out |= relations.together(db, readers.excluded | around.named)
    leads = {id_ for id_, who in members.able(db).items() if Role.LEAD in who.roles} if out else set()
    chosen = readers.without(out, leads)
    if not chosen.able:
        raise NobodyAble
    return chosen


def _case(
    db: Session, kind: str, channel: str, site_id: int, received_at: datetime, by: Actor, *, has_reporter: bool
) -> Case:  # fmt: skip
    if kind not in KINDS:
        raise ValueError(f"no such kind of case: {kind}")
    where, state = clocks.place(db, site_id), FIRST_STATE[kind]
    due = next_due(Course(state, where.day(received_at), has_reporter=has_reporter), where)
    return Case(
        id=new_id(),
        number=_number(db, received_at.year),
        kind=kind,
        state=state,
        state_since=received_at,
        channel=channel,
        site_id=site_id,
        received_at=received_at,
        opened_by=by.id,
        due_on=due.on if due else None,
        due_what=due.what if due else "",
        changed_at=utc_now(),
        version=1,
    )


def _number(db: Session, year: int) -> str:
    """Six random digits, unique in their year: nothing to count by."""
    for _ in range(200):
        number = f"ER-{year}-{secrets.randbelow(1_000_000):06}"
        if db.connection().execute(_NUMBERED, {"number": number}).first() is None:
            return number
    raise RuntimeError("no free case number was found")


def _write(db: Session, opened: Opened, title: str, narrative: str, particulars: Mapping[str, str]) -> None:
    """The case, what was said and who said it, in one go."""
    case, file = opened.case, opened.file
    day = clocks.place(db, case.site_id).day(case.received_at)
    plain = f"{KINDS[case.kind]}, received {day.day} {day:%b %Y}"
    case.title, case.title_epoch = file.seal(Case.title, case.id, title.strip() or plain), file.epoch
    case.narrative = file.seal(Case.narrative, case.id, narrative)
    db.add(case)
    for name, text in particulars.items():
        if text.strip():
            id_ = new_id()
            db.add(Particular(id=id_, case_id=case.id, name=name, text=file.seal(Particular.text, id_, text)))
    if opened.party is not None:
        db.add(opened.party)
    db.flush()


def _build(
    db: Session, case: Case, new: NewReporter | None, readers: Readers, halves: Mapping[int, PublicHalf], by: Actor
) -> Opened:
    """All rooms of the case, at once."""
    file_halves = [halves[id_] for id_ in readers.file]
    wanted: list[Wanted] = [(Compartment.FILE, 0, file_halves)]
    if new is None:
        [file] = vault.building.build_all(db, case.id, wanted)
        return Opened(case, file, None, None, None)
    party = reporter_of(case, new, by=by)
    wanted += quarters(db, party, new.receipt, file_halves, [halves[id_] for id_ in readers.identity])
    file, dialogue, identity = vault.building.build_all(db, case.id, wanted)
    name_reporter(party, file, identity, new)
    return Opened(case, file, party, dialogue, identity)


def _settle(db: Session, case: Case, readers: Readers, around: _Around, *, by: Actor, entry: Tag) -> None:
    """Members for the lists, walls for whoever must never come in, the first entry on the trail."""
    people = tuple(dict.fromkeys((*readers.file, *readers.identity)))
    members.begin_with(db, case, people, frozenset(readers.file), by=by)
    for id_ in sorted(readers.excluded):
        walls.raise_one(db, case.id, id_, walls.EXCLUDED, by=by)
    for id_ in sorted(around.named):
        walls.raise_one(db, case.id, id_, walls.NAMED, by=by)
    if around.respondents or around.others:
        walls.recompute(db, case.id, by=by)
    trail.record(db, by, entry, case.id, version=case.version)
    tell(db, Notice.NEW_CASE, to=set(people) - {by.id})


def _speaker(by: Actor, party: Party | None) -> Actor:
    """On the trail a visitor who reports is the party that they have become."""
    if party is None or by.kind is not ActorKind.VISITOR:
        return by
    return replace(by, kind=ActorKind.REPORTER, id=party.id)
