"""A new case: its number, its rooms, its first people, in one transaction."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, policy, relations, walls
from casework.audit import Tag
from casework.cases.lifecycle.kinds import FIRST_STATE, KINDS
from casework.cases.models import Case, Particular, Party
from casework.cases.queries import clocks
from casework.cases.queries.routing import Readers
from casework.db import new_id, utc_now
from casework.people import Actor, ActorKind, Role
from casework.vault import Compartment
from casework.vault.room import Room

from . import case as cases
from . import members, messages
from .newcomers import RESPONDENT, NewParty, NewReporter, Quarters, enter_party, enter_reporter, tag_of


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
    if by.kind is ActorKind.PERSON:
        policy.require(by, Action.OPEN_CASE)
        readers = replace(readers, file=tuple(dict.fromkeys((*readers.file, by.id))))
    tags = [tag_of(db, party) for party in parties]
    chosen = _less_conflicts(db, readers, parties, tags, reporter)
    case = _row(db, kind, channel, site_id, received_at, by)
    case.severity, case.confidentiality, case.department = severity, confidentiality, department
    vault.rooms.found_case(db, case.id)
    halves = members.halves(db, {*chosen.file, *chosen.identity})
    file_halves = [halves[id_] for id_ in chosen.file]
    file = vault.rooms.build(db, case.id, Compartment.FILE, to=file_halves)
    _write(db, case, file, title, narrative, particulars or {})
    party, quarters = None, None
    if reporter is not None:
        identity_halves = [halves[id_] for id_ in chosen.identity]
        party, quarters = enter_reporter(
            db, case, file, reporter, by=by, file_halves=file_halves, identity_halves=identity_halves
        )
        if by.kind is ActorKind.PERSON:
            messages.written_down(db, case, quarters.dialogue, text=narrative, by=by)
    for new, tag in zip(parties, tags, strict=True):
        enter_party(db, case, file, new, by=by, tag=tag)
    _settle(db, case, chosen, parties, by=_speaker(by, party), reported=by.kind is not ActorKind.PERSON)
    return _opened(case, file, party, quarters)


def _less_conflicts(
    db: Session,
    readers: Readers,
    parties: Sequence[NewParty],
    tags: Sequence[bytes | None],
    reporter: NewReporter | None,
) -> Readers:
    known = [(party.role, tag) for party, tag in zip(parties, tags, strict=True) if tag]
    others = [tag for role, tag in known if role != RESPONDENT]
    if reporter is not None and reporter.employee_tag:
        others.append(reporter.employee_tag)
    out = set(walls.would_shut(db, [tag for role, tag in known if role == RESPONDENT], others)) | readers.excluded
    for party in parties:
        out |= relations.staff_named(db, name=party.name, email=party.contact)
    leads = {id_ for id_, who in members.able(db).items() if Role.LEAD in who.roles}
    chosen = readers.without(out, leads)
    if not chosen.able:
        raise NobodyAble
    return chosen


def _row(db: Session, kind: str, channel: str, site_id: int, received_at: datetime, by: Actor) -> Case:
    if kind not in KINDS:
        raise ValueError(f"no such kind of case: {kind}")
    now, state = utc_now(), FIRST_STATE[kind]
    case = Case(
        id=new_id(),
        number=_number(db, received_at.year),
        kind=kind,
        state=state,
        state_since=received_at,
        channel=channel,
        site_id=site_id,
        title=b"",
        narrative=b"",
        received_at=received_at,
        opened_by=by.id,
        changed_at=now,
        version=0,
    )
    db.add(case)
    return case


def _number(db: Session, year: int) -> str:
    """Six random digits, unique in their year: nothing to count by."""
    for _ in range(200):
        number = f"ER-{year}-{secrets.randbelow(1_000_000):06}"
        if db.scalar(select(Case.id).where(Case.number == number)) is None:
            return number
    raise RuntimeError("no free case number was found")


def _write(db: Session, case: Case, file: Room, title: str, narrative: str, particulars: Mapping[str, str]) -> None:
    where = clocks.place(db, case.site_id)
    day = where.day(case.received_at)
    plain = f"{KINDS[case.kind]}, received {day.day} {day:%b %Y}"
    case.title, case.title_epoch = file.seal(Case.title, case.id, title.strip() or plain), file.epoch
    case.narrative = file.seal(Case.narrative, case.id, narrative)
    db.flush()
    for name, text in particulars.items():
        if text.strip():
            id_ = new_id()
            db.add(Particular(id=id_, case_id=case.id, name=name, text=file.seal(Particular.text, id_, text)))
    db.flush()


def _settle(
    db: Session, case: Case, readers: Readers, parties: Sequence[NewParty], *, by: Actor, reported: bool
) -> None:
    """Members for the lists, walls for whoever must never come in, the first entry on the trail."""
    for id_ in dict.fromkeys((*readers.file, *readers.identity)):
        members.join(db, case, id_, by=by, reads_file=id_ in readers.file)
    for id_ in sorted(readers.excluded):
        walls.raise_one(db, case.id, id_, walls.EXCLUDED, by=by)
    named: set[int] = set()
    for party in parties:
        named |= relations.staff_named(db, name=party.name, email=party.contact)
    for id_ in sorted(named):
        walls.raise_one(db, case.id, id_, walls.NAMED, by=by)
    walls.recompute(db, case.id, by=by)
    cases.touch(db, case, by, Tag.REPORT_RECEIVED if reported else Tag.CASE_OPENED)


def _speaker(by: Actor, party: Party | None) -> Actor:
    """On the trail a visitor who reports is the party that they have become."""
    if party is None or by.kind is not ActorKind.VISITOR:
        return by
    return replace(by, kind=ActorKind.REPORTER, id=party.id)


def _opened(case: Case, file: Room, party: Party | None, quarters: Quarters | None) -> Opened:
    if quarters is None:
        return Opened(case, file, party, None, None)
    return Opened(case, file, party, quarters.dialogue, quarters.identity)
