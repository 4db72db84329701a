"""Recovery's ceremony as the server sees it: a paper goes out to where the share cards are, and its answer comes back.
Neither shares nor recovery's private half are ever here; what comes back is sealed to people, by words compared."""

import json
import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import attendance
from casework.audit import HouseTag, trail
from casework.cases.models import Case
from casework.cases.queries import matter
from casework.db import Database, utc_now
from casework.people import SYSTEM, admissions
from casework.people.models import Ceremony, Person
from casework.people.standing import standing
from casework.settings import N_
from casework.vault import Compartment, HolderKind, Unreadable, ceremony, pairs, rekeying, returned, seals
from casework.vault.ceremony import Answer, Given, Purpose, Recipient, Request, Wanted
from casework.vault.models import CompartmentRow, Epoch, Seal
from casework.vault.pairs import PublicHalf

from . import case as cases
from . import members, receiving, replacing

NotNow = replacing.NotNow
log = logging.getLogger("casework")
LASTS = timedelta(days=30)
"""How long a request can be answered: a test that was kept for a year proves nothing about today's cards."""


@dataclass(slots=True)
class Taken:
    """What an answer came to. `changed`: cases whose keys changed since they were asked for: ask again for these."""

    purpose: Purpose
    cases: int = 0
    changed: int = 0
    shut: int = 0


def ask_test(db: Session, pair: int, now: datetime) -> bytes:
    """A paper that only the cards can answer, and that opens nothing."""
    half = _published(db, pair)
    return _kept(db, ceremony.ask(vault.of(db), half, Purpose.TEST, now.isoformat()), now, cases=0)


def ask(
    db: Session,
    pair: int,
    people: Sequence[Person],
    wanted: Collection[int],
    only: Collection[Compartment],
    now: datetime,
) -> tuple[bytes, int]:
    """For these people, the rooms of these cases that recovery holds, less what a wall keeps from each of them; and
    how many seals were left out, for they were not made here."""
    half, known = _published(db, pair), standing(db, [person.id for person in people])
    to = {person.id: pairs.current(db, HolderKind.PERSON, person.id) for person in people}
    for person in people:
        receiving.check(known.get(person.id), person, to[person.id].generation, pair)
    may = {room: [id_ for id_ in to if known[id_].roles & receiving.of(room)] for room in only}
    seals_ = [one for case_id in wanted for one in _wanted(db, half, case_id, may, to)]
    if not (found := [one for one in seals_ if one is not None]):
        raise NotNow(N_("Recovery holds none of these rooms, or walls keep them from everybody named."))
    recipients = [Recipient(p.id, p.generation, p.name, to[p.id].key) for p in people]
    made = ceremony.ask(vault.of(db), half, Purpose.USE, now.isoformat(), recipients, found)
    document = _kept(db, made, now, cases=len({one.target.case_id for one in found}))
    return document, len(seals_) - len(found)


def ask_renewal(db: Session, pair: int, generation: int | None, now: datetime) -> tuple[bytes, int]:
    """For the cards of an earlier recovery key: every room that it opens, to be sealed to the newest; and how many
    seals were left out."""
    old, new = replacing.earlier_half(db, pair, generation), _published(db, pair)
    seals_ = list(replacing.wanted(db, old))
    found = [one for one in seals_ if one is not None]
    to = [Recipient(pair, new.generation, "", new.key)]
    made = ceremony.ask(vault.of(db), old, Purpose.RENEW, now.isoformat(), to, found)
    return _kept(db, made, now, cases=len({one.target.case_id for one in found})), len(seals_) - len(found)


def take(database: Database, document: bytes) -> Iterator[Taken]:
    """What came back, case by case: each is whole or as it was, and the same paper can be taken again. The keys that
    were opened away from here are followed by new ones."""
    with database.transaction() as db:
        row, answer = _checked(db, document)
        taken, ids = Taken(Purpose(row.purpose), shut=answer.shut), dict(json.loads(row.people))
        if row.answered_at is None:
            _answered(db, row, answer, ids)
    by_room: dict[int, list[Given]] = {}
    for one in answer.given:
        by_room.setdefault(one.compartment_id, []).append(one)
    put = replacing.put if taken.purpose is Purpose.RENEW else _open_case
    for case_id, own in _by_case(database, by_room):
        with database.transaction() as db:
            changed = put(db, case_id, {id_: by_room[id_] for id_ in own}, row)
        taken.cases, taken.changed = taken.cases + 1, taken.changed + changed
        yield taken
    with database.transaction() as db:
        db.get_one(Ceremony, row.id).ended_at = utc_now()
        if taken.purpose is not Purpose.TEST:
            replacing.record(db, HouseTag.RECOVERY_ENDED, row.pair, ceremony=row.id, cases=taken.cases)
    yield taken


def _published(db: Session, pair: int) -> PublicHalf:
    try:
        return pairs.current(db, HolderKind.RECOVERY, pair)
    except LookupError:
        raise NotNow(N_("There is no such recovery key here: `casework recovery publish` enters one.")) from None


def _wanted(
    db: Session,
    half: PublicHalf,
    case_id: int,
    may: Mapping[Compartment, Collection[int]],
    to: dict[int, PublicHalf],
) -> Iterator[Wanted | None]:
    """Recovery's seals of one case, of every epoch, each without the case's layer. None for one that was swapped.
    `may`: the rooms, and to whom each can be sealed."""
    walled = matter.walled(db, case_id)
    query = (
        select(Seal, CompartmentRow, Epoch.commitment)
        .join(CompartmentRow, CompartmentRow.id == Seal.compartment_id)
        .join(Epoch, (Epoch.compartment_id == Seal.compartment_id) & (Epoch.epoch == Seal.epoch))
        .where(Seal.case_id == case_id, CompartmentRow.name.in_([one.value for one in may]))
        .where(Seal.holder_kind == half.kind.value, Seal.holder_id == half.owner)
        .order_by(Seal.compartment_id, Seal.epoch)
    )
    secret = vault.secrets.of_case(db, case_id)
    for seal, row, committed in db.execute(query):
        target = seals.Target(case_id, row.id, Compartment(row.name), row.subject, seal.epoch)
        room = target.compartment
        free = [id_ for id_ in may[room] if id_ not in walled and room not in to[id_].barred]
        if not free or seal.generation != half.generation:
            continue
        try:
            yield Wanted(target, committed, seals.bare(vault.of(db), secret, target, seal), tuple(free))
        except Unreadable as wrong:
            log.error("seal %s of case %s is left out: %s", seal.id, case_id, wrong)
            yield None


def _kept(db: Session, made: Request, now: datetime, *, cases: int) -> bytes:
    row = Ceremony(
        id=_row_id(made.id),
        lookup=made.id,
        digest=made.digest,
        key_version=vault.of(db).keyring.version,
        purpose=made.purpose.value,
        pair=made.pair,
        people=json.dumps([[one.id, one.generation] for one in made.to]),
        asked_at=now,
    )
    db.add(row)
    db.flush()
    replacing.record(db, HouseTag.RECOVERY_ASKED, made.pair, ceremony=row.id, cases=cases, pair=made.pair)
    for one in made.to if made.purpose is Purpose.USE else ():
        trail.record(db, SYSTEM, HouseTag.RECOVERY_ASKED, ceremony=row.id, person=one.id)
    if made.purpose is not Purpose.TEST:
        replacing.tell_of_it(db, made.pair)
    return ceremony.encode(made)


def _row_id(lookup: bytes) -> int:
    """A row's id out of the 128 random bits that name a request."""
    return int.from_bytes(lookup[:8], "big") >> 1 or 1


def _checked(db: Session, document: bytes) -> tuple[Ceremony, Answer]:
    row = db.scalar(select(Ceremony).where(Ceremony.lookup == ceremony.request_of(document)).with_for_update())
    if row is None:
        raise NotNow(N_("This answers a request that this installation never made."))
    answer = ceremony.check(vault.of(db), document, row.key_version)
    if answer.digest != row.digest:
        raise Unreadable("The request was changed before it was answered: nothing of the answer is taken. Ask again.")
    if row.ended_at is not None:
        raise NotNow(N_("This answer was taken already."))
    if utc_now() - row.asked_at > LASTS:
        raise NotNow(N_("The request is more than 30 days old: ask again."))
    return row, answer


def _answered(db: Session, row: Ceremony, answer: Answer, generations: dict[int, int]) -> None:
    """Who was there is on record before anything is opened; who was compared by voice is admitted by it."""
    row.present = vault.field.seal(db, Ceremony.present, row.id, json.dumps(answer.present))
    row.answered_at = utc_now()
    if row.purpose == Purpose.TEST.value:
        trail.record(db, SYSTEM, HouseTag.RECOVERY_TESTED, ceremony=row.id, pair=row.pair)
        return
    replacing.tell_of_it(db, row.pair)
    for id_, generation in generations.items() if row.purpose == Purpose.USE.value else ():
        person = db.get_one(Person, id_)
        receiving.check(standing(db, [id_]).get(id_), person, generation, row.pair)
        if admissions.of(db, id_, generation) is None:
            admissions.admit(db, id_, generation, by=0, now=utc_now())
            trail.record(db, SYSTEM, HouseTag.PERSON_ADMITTED, person=id_, generation=generation)


def _by_case(database: Database, given: dict[int, list[Given]]) -> list[tuple[int, list[int]]]:
    found: dict[int, list[int]] = {}
    ids = sorted(given)
    with database.reading() as db:
        for begin in range(0, len(ids), 500):
            part = CompartmentRow.id.in_(ids[begin : begin + 500])
            for id_, case_id in db.execute(select(CompartmentRow.id, CompartmentRow.case_id).where(part)):
                found.setdefault(case_id, []).append(id_)
    return sorted(found.items())


def _open_case(db: Session, case_id: int, given: dict[int, list[Given]], answered: Ceremony) -> bool:
    """Seals, membership, trail and new epochs of one case, or of what has rooms as a case has. True when some of it
    changed since it was asked for."""
    if not vault.secrets.exists(db, case_id):
        return True
    case, changed, reads = db.get(Case, case_id), False, dict[int, set[Compartment]]()
    walled = cases.lock(db, case).walled if case is not None else matter.walled(db, case_id)
    for compartment_id, lines in sorted(given.items()):
        row = db.get_one(CompartmentRow, compartment_id, with_for_update=True)
        newest = max(one.epoch for one in lines)
        people = {one.person for one in lines if one.person not in walled}
        if not (lacking := {id_ for id_ in people if not returned.holds(db, row, id_, newest)}):
            continue
        if row.epoch != newest:
            changed = True
            continue
        for id_ in sorted(lacking):
            returned.put(db, row, id_, {one.epoch: one.inner for one in lines if one.person == id_})
            reads.setdefault(id_, set()).add(Compartment(row.name))
        rekeying.end_epoch(db, row)
    if case is not None and reads:
        _join(db, case, reads, answered.id)
    for person, rooms in sorted(reads.items()) if case is None else ():
        trail.of_matter(db, SYSTEM, HouseTag.RECOVERY_USED, case_id, rooms, person=person, ceremony=answered.id)
    return changed


def _join(db: Session, case: Case, reads: dict[int, set[Compartment]], ceremony_id: int) -> None:
    for person, compartments in sorted(reads.items()):
        if compartments - {Compartment.REVIEW}:
            members.join(db, case, person, by=SYSTEM, reads_file=Compartment.FILE in compartments)
        cases.touch(db, case, SYSTEM, HouseTag.RECOVERY_USED, person=person, ceremony=ceremony_id)
    attendance.of_case(db, case.id)
