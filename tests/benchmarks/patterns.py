"""Real cases, opened by the real verbs, to make many from: what each row says, with its sealed values opened."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from casework import vault
from casework.audit.models import TrailEntry
from casework.cases.actions import declarations, messages, notes, opening
from casework.cases.actions.newcomers import NewReporter
from casework.cases.lifecycle.kinds import KINDS
from casework.cases.models import Case
from casework.cases.queries.routing import Readers
from casework.cases.routes.entry import enter, owed
from casework.db import Base, Database, as_of, utc_now
from casework.people import VISITOR, Actor
from casework.vault import Compartment, HolderKind, Room
from casework.vault.models import CompartmentRow, Seal
from casework.vault.receipts import Receipt

from .organisation import Organisation
from .texts import account

DAYS, NEW, NOTES = 45, 2, 2
Key = tuple[Compartment, int]
Held = tuple[HolderKind, int, str]
"""Kind and id of a holder, and the form of their seal."""


@dataclass(frozen=True)
class Sealed:
    """A value that is to be sealed anew: its column, what it said, and in which room."""

    column: InstrumentedAttribute[Any]
    text: str
    room: Key


@dataclass
class Line:
    """One row: its table, its plain values by column, and its sealed ones."""

    table: str
    values: dict[str, Any]
    sealed: dict[str, Sealed] = field(default_factory=dict)


@dataclass
class Pattern:
    """One case whole. `holders`: who holds a seal, by room; ids are those of this case."""

    case_id: int
    number: str
    party: int
    pair: tuple[int, int]
    lines: list[Line]
    holders: dict[Key, list[Held]]
    trail: list[dict[str, Any]]


def make(database: Database, made: Organisation) -> list[Pattern]:
    """One case a day of the last weeks, of every kind, with two notes and a dialogue. Its readers have declared and
    read it; the newest ones only the lead has, so that what is new to a specialist is there too."""
    now = utc_now()
    days = [now - timedelta(days=DAYS - day, hours=3) for day in range(DAYS)]
    return [_made(database, made, received, day) for day, received in enumerate(days)]


def _made(database: Database, made: Organisation, received: datetime, day: int) -> Pattern:
    everyone = made.staff[:3]
    readers = everyone[:1] if day >= DAYS - NEW else everyone
    with database.reading() as db:
        receipt = vault.receipts.derive(vault.of(db), vault.receipts.make())
    with as_of(received), database.transaction() as db:
        opened = _opened(db, everyone, receipt, list(KINDS)[day % len(KINDS)], received)
    with as_of(received + timedelta(hours=1)), database.transaction() as db:
        case = db.get_one(Case, opened.case.id)
        for reader in readers:
            declarations.declare(db, case, by=reader, conflict=False)
        for note in range(NOTES):
            writer = readers[-1 - note % len(readers)]
            notes.add(db, case, class_="internal", text=account(case.id + note), by=writer)
        assert opened.dialogue is not None
        messages.send(db, case, opened.dialogue, text="Thank you. We have read it.", by=readers[-1])
    with as_of(received + timedelta(hours=2)):
        for reader in readers:
            with database.reading() as db:
                due = owed(db, reader, case, seen=True)
            enter(database, reader, case, due)
    with database.reading() as db:
        return _read(db, opened, everyone)


def _opened(db: Session, readers: tuple[Actor, ...], receipt: Receipt, kind: str, received: datetime) -> opening.Opened:
    return opening.open_case(
        db,
        kind=kind,
        channel="form",
        site_id=0,
        title="",
        narrative=account(received.day),
        readers=Readers(tuple(reader.id for reader in readers), (readers[0].id,)),
        by=VISITOR,
        received_at=received,
        particulars={"place": "Packing hall"},
        reporter=NewReporter("anonymous", receipt=receipt),
    )


def _read(db: Session, opened: opening.Opened, readers: tuple[Actor, ...]) -> Pattern:
    case_id, party = opened.case.id, opened.party
    assert party is not None
    assert opened.dialogue is not None
    assert opened.identity is not None
    rooms = {(room.compartment, room.subject): room for room in (opened.file, opened.dialogue, opened.identity)}
    lines = [line for table in _tables() for line in _lines(db, table, case_id, rooms)]
    trail = select(TrailEntry.__table__).where(TrailEntry.chain == case_id).order_by(TrailEntry.seq)
    return Pattern(
        case_id=case_id,
        number=opened.case.number,
        party=party.id,
        pair=(readers[1].id, readers[2].id),
        lines=lines,
        holders=_holders(db, case_id),
        trail=[dict(row) for row in db.execute(trail).mappings()],
    )


def _tables() -> Iterator[Table]:
    """Every table of a case but the vault's and the trail, which are made by their own functions."""
    for table in Base.metadata.sorted_tables:
        if (table.name == "case" or "case_id" in table.c) and not table.name.startswith("vault_"):
            yield table


def _lines(db: Session, table: Table, case_id: int, rooms: Mapping[Key, Room]) -> Iterator[Line]:
    whose = table.c.id if table.name == "case" else table.c.case_id
    attributes = _attributes(table)
    for row in db.execute(select(table).where(whose == case_id)).mappings():
        line = Line(table.name, dict(row))
        for name, attribute in attributes.items():
            if row[name] is not None:
                line.sealed[name] = _unsealed(attribute, row["id"], line.values.pop(name), rooms)
        yield line


def _attributes(table: Table) -> dict[str, InstrumentedAttribute[Any]]:
    """The compartment tier's columns, as the model names them. Nothing else is sealed in what was opened here."""
    [mapper] = [mapper for mapper in Base.registry.mappers if mapper.local_table is table]
    found = {}
    for attribute in mapper.column_attrs:
        column = attribute.columns[0]
        if column.info.get("tier") == "compartment":
            found[column.name] = attribute.class_attribute
    return found


def _unsealed(column: InstrumentedAttribute[Any], row_id: int, blob: bytes, rooms: Mapping[Key, Room]) -> Sealed:
    for key, room in rooms.items():
        try:
            return Sealed(column, room.open(column, row_id, blob), key)
        except vault.Unreadable:
            continue
    raise AssertionError(f"{column} lies in none of the rooms")


def _holders(db: Session, case_id: int) -> dict[Key, list[Held]]:
    query = select(CompartmentRow.name, CompartmentRow.subject, Seal.holder_kind, Seal.holder_id, Seal.form)
    rows = db.execute(query.join(Seal, Seal.compartment_id == CompartmentRow.id).where(Seal.case_id == case_id))
    found: dict[Key, list[Held]] = {}
    for name, subject, kind, holder, form in rows:
        found.setdefault((Compartment(name), subject), []).append((HolderKind(kind), holder, form))
    return found
