"""Rooms as they are entered, opened to one more and closed to one less."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from . import building, core, entering, hpke, journal, met, pairs, room, seals
from . import secrets as case_secrets
from .building import Halves
from .holder import Holder
from .many import Lock
from .models import CompartmentRow, Seal
from .pairs import PublicHalf
from .room import Room
from .words import RECOVERY_ID, Compartment, HolderKind, NoSeal, Unreadable

log = logging.getLogger("casework")


def found_case(db: Session, case_id: int) -> None:
    """A new case begins with its secret; rooms are built on it."""
    case_secrets.found(db, case_id)


def build(
    db: Session, case_id: int, compartment: Compartment, *, subject: int = 0, to: Halves, recovery: int = RECOVERY_ID
) -> Room:
    """A new compartment, sealed to `to` and to recovery. Returns it open: what is built is written in at once."""
    [opened] = building.build_all(db, case_id, [(compartment, subject, to)], recovery=recovery)
    return opened


def enter(db: Session, holder: Holder, case_id: int, compartment: Compartment, subject: int = 0) -> Room:
    """Open one room. NoSeal when the holder has none for its newest epoch."""
    found = enter_all(db, holder, case_id, only=(compartment, subject))
    if (compartment, subject) not in found:
        raise NoSeal(f"no seal for {compartment}")
    return found[compartment, subject]


def enter_all(
    db: Session, holder: Holder, case_id: int, *, only: tuple[Compartment, int] | None = None
) -> dict[tuple[Compartment, int], Room]:
    """Every room of the case that the holder has a seal for. First openings are re-sealed to the holder's own key
    when the session writes; in a reading session they stay as they are."""
    if only is None:
        found = entering.rooms(db, holder, entering.OF_CASE, case=case_id)
    else:
        found = entering.rooms(db, holder, entering.OF_ROOM, case=case_id, name=only[0].value, subject=only[1])
    return {(one.compartment, one.subject): one for one in found}


def enter_files(db: Session, holder: Holder, case_ids: Sequence[int]) -> dict[int, Room]:
    """The file compartments of many cases at once, for lists. Cases without a seal are left out."""
    return enter_many(db, holder, case_ids, Compartment.FILE)


def enter_many(db: Session, holder: Holder, case_ids: Sequence[int], compartment: Compartment) -> dict[int, Room]:
    """One room of each of many matters at once, of those that are nobody's in particular. Without a seal: left out."""
    found = entering.rooms(db, holder, entering.OF_MANY, cases=list(case_ids), name=compartment.value)
    return {one.case_id: one for one in found}


def enter_subjects(
    db: Session, holder: Holder, compartment: Compartment, subjects: Mapping[int, int]
) -> dict[int, Room]:
    """Rooms that are somebody's or something's in particular, at once: `subjects` names the case of each. By subject;
    without a seal: left out."""
    asked = {"cases": sorted(set(subjects.values())), "subjects": sorted(subjects), "name": compartment.value}
    found = entering.rooms(db, holder, entering.OF_SUBJECTS, **asked) if subjects else []
    return {one.subject: one for one in found}


def admit(db: Session, opened: Room, to: PublicHalf) -> None:
    """Re-seal each epoch that the room has open to one more holder. What they hold already stays."""
    held = set(
        db.scalars(
            select(Seal.epoch).where(
                Seal.compartment_id == opened.compartment_id,
                Seal.holder_kind == to.kind.value,
                Seal.holder_id == to.owner,
                Seal.generation == to.generation,
            )
        )
    )
    _forget(db, opened.compartment_id, to.kind, to.owner, below=to.generation)
    building.add_seals(db, [(opened, epoch, to) for epoch in opened.keys if epoch not in held])


def remove(
    db: Session, case_id: int, compartment: Compartment, kind: HolderKind, holder_id: int, *, subject: int = 0
) -> bool:
    """End somebody's seals with nobody signed in: a new epoch, sealed to the public halves of those who remain.
    False when they held none. What was read stays read."""
    row = _row(db, case_id, compartment, subject)
    if not _forget(db, row.id, kind, holder_id):
        return False
    whose = {"holder": holder_id, "kind": kind.value, "epoch": row.epoch + 1}
    journal.note(db, "seal-removed", case=case_id, compartment=row.id, **whose)
    renew(db, row, row.epoch + 1)
    return True


def renew(db: Session, row: CompartmentRow, epoch: int) -> Room:
    """Another key for those who hold one now, under a later epoch's number."""
    halves = _remaining(db, row)
    row.epoch = epoch
    [opened] = building.new_epochs(db, [(Lock(row.id, row.case_id, row.name, row.subject, epoch), halves)])
    return opened


def _remaining(db: Session, row: CompartmentRow) -> list[PublicHalf]:
    """Whose seals go on. A row that was put in from outside does not fit under the case's secret; and a seal of an
    earlier generation gives the next one nothing: nobody has compared its words yet."""
    known, secret, halves = core.of(db), case_secrets.of_case(db, row.case_id), []
    target = seals.Target(row.case_id, row.id, Compartment(row.name), row.subject, row.epoch)
    for seal in db.scalars(select(Seal).where(Seal.compartment_id == row.id, Seal.epoch == row.epoch)).all():
        try:
            half = pairs.current(db, HolderKind(seal.holder_kind), seal.holder_id)
        except (Unreadable, LookupError) as wrong:  # whoever must go still goes
            if seal.holder_kind == HolderKind.RECOVERY:
                raise
            log.error("no new seal for %s %s: %s", seal.holder_kind, seal.holder_id, wrong)
            continue
        same = half.generation == seal.generation or half.kind is HolderKind.RECOVERY  # its next pair was compared
        if not seals.is_genuine(known, secret, target, seal):
            met.note(db, "seal", seal.id)
        elif same and target.compartment not in half.barred:
            halves.append(half)
    return halves


def remove_everywhere(db: Session, case_id: int, kind: HolderKind, holder_id: int) -> list[tuple[Compartment, int]]:
    """End all of somebody's seals on a case; the rooms that they held."""
    own = select(Seal.compartment_id).where(
        Seal.case_id == case_id, Seal.holder_kind == kind.value, Seal.holder_id == holder_id
    )
    rows = db.scalars(select(CompartmentRow).where(CompartmentRow.id.in_(own)).order_by(CompartmentRow.id)).all()
    held = [(Compartment(row.name), row.subject) for row in rows]
    for compartment, subject in held:
        remove(db, case_id, compartment, kind, holder_id, subject=subject)
    return held


def drop(
    db: Session,
    case_id: int,
    compartment: Compartment,
    subject: int,
    column: InstrumentedAttribute[Any],
    row_id: int,
    text: str | bytes,
) -> bytes:
    """Put something into a room without being able to read it."""
    data = text if isinstance(text, bytes) else text.encode()
    row = _row(db, case_id, compartment, subject)
    half = pairs.drop_box(db, row.id, row.epoch)
    context = room.value_context(core.of(db).instance, column, row_id, row.id, row.epoch)
    return room.DROPPED + row.epoch.to_bytes(2, "big") + hpke.encrypt(half.key, b"drop" + context, data)


def _row(db: Session, case_id: int, compartment: Compartment, subject: int) -> CompartmentRow:
    row = db.scalar(
        select(CompartmentRow)
        .where(
            CompartmentRow.case_id == case_id,
            CompartmentRow.name == compartment.value,
            CompartmentRow.subject == subject,
        )
        .with_for_update()
    )
    if row is None:
        raise Unreadable(f"this case has no {compartment}")
    return row


def _forget(db: Session, compartment_id: int, kind: HolderKind, holder_id: int, below: int | None = None) -> int:
    query = delete(Seal).where(
        Seal.compartment_id == compartment_id, Seal.holder_kind == kind.value, Seal.holder_id == holder_id
    )
    if below is not None:
        query = query.where(Seal.generation < below)
    return int(db.execute(query).rowcount)  # type: ignore[attr-defined]
