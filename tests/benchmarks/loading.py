"""A database full of cases, kept in `.bench/` for as long as tables and loader are the same."""

import hashlib
import multiprocessing
import random
import shutil
import sqlite3
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection, wait
from pathlib import Path

from sqlalchemy import select

from casework import vault
from casework.audit.models import TrailEntry, TrailHead
from casework.audit.trail import START, mac_of
from casework.cases.models import Case, Declaration
from casework.cases.queries import record, visible_to
from casework.people.standing import standing
from casework.vault import HolderKind

from . import organisation, patterns
from .cloning import Press, Rows
from .moulds import TABLES
from .organisation import Organisation

ROOT = Path(__file__).parent.parent.parent
KEPT = ROOT / ".bench"
PROCESSES, BATCH, LOOKED_AT = 2, 500, 6
YEARS = ("2024", "2025", "2026")


def folder_with(cases: int) -> Path:
    """A folder with an installation of so many cases, made now or before. Copy it before writing into it."""
    folder = KEPT / f"{_key()}-{cases}"
    if not (folder / "whole").exists() or not _opens_still(folder):
        for old in set(KEPT.glob(f"*-{cases}")) - {folder}:
            shutil.rmtree(old)
        begun = time.monotonic()
        fill(folder, cases)
        (folder / "whole").touch()
        print(f"made {cases:,} cases in {time.monotonic() - begun:.0f} s", flush=True)
    return folder


def _opens_still(folder: Path) -> bool:
    """Tables may be as they were and what is under seals and MACs not: then it is made anew."""
    try:
        _look_at(organisation.read(folder))
    except (AssertionError, vault.Unreadable):
        shutil.rmtree(folder)
        return False
    return True


def fill(folder: Path, cases: int) -> None:
    """Fill a new folder, or go on with one that was not finished."""
    begun = (folder / organisation.STAFF).exists()
    if not begun:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    made = organisation.read(folder) if begun else organisation.make(folder)
    database = made.open()
    found = patterns.make(database, made)
    with database.reading() as db:
        halves = vault.pairs.current_many(db, HolderKind.PERSON, [actor.id for actor in made.staff])
        press = Press(vault.of(db), vault.pairs.recovery(db), halves, made.staff, found)
        taken = set(db.scalars(select(Case.number)))
    database.dispose()
    numbers = {f"ER-{year}-{number:06}" for year in YEARS for number in range(0, 1_000_000, 17)}
    free = random.Random(len(taken)).sample(sorted(numbers - taken), cases - len(taken))
    _write(made, _pressed(press, made, free))
    _look_at(made)


def _pressed(press: Press, made: Organisation, numbers: list[str]) -> Iterator[Rows]:
    """Batches of rows, made by two processes while the writer writes."""
    context = multiprocessing.get_context("fork")
    ends, processes = [], []
    for part in range(PROCESSES):
        mine, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_press, args=(press, made, numbers[part::PROCESSES], part, theirs))
        process.start()
        theirs.close()
        ends.append(mine)
        processes.append(process)
    while ends:
        for end in wait(ends):
            assert isinstance(end, Connection)
            try:
                yield end.recv()
            except EOFError:
                ends.remove(end)
    for process in processes:
        process.join()
        if process.exitcode:
            raise RuntimeError("a process that makes cases ended too soon")


def _press(press: Press, made: Organisation, numbers: list[str], part: int, out: Connection) -> None:
    chance, everyone = random.Random(part), [actor.id for actor in made.specialists]
    for begin in range(0, len(numbers), BATCH):
        rows: Rows = {}
        for number in numbers[begin : begin + BATCH]:
            press.case(chance.choice(press.moulds), number, chance.sample(everyone, 2), rows)
        out.send(rows)
    out.close()


def _write(made: Organisation, batches: Iterator[Rows]) -> None:
    """Bulk inserts through SQLAlchemy's driver connection; a crash costs nothing, the folder is made anew."""
    database = made.open()
    with database.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        for pragma in ("synchronous = OFF", "cache_size = -1500000", "locking_mode = EXCLUSIVE", "foreign_keys = OFF"):
            raw.execute(f"PRAGMA {pragma}")
        for rows in batches:
            for table, found in rows.items():
                names = ", ".join(f'"{column.name}"' for column in TABLES[table])
                marks = ", ".join("?" * len(TABLES[table]))
                found.sort(key=lambda row: row[0])
                connection.exec_driver_sql(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', found)  # noqa: S608
            connection.commit()
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert not raw.execute("PRAGMA foreign_key_check").fetchall()
    database.dispose()


def _look_at(made: Organisation) -> None:
    """Some of the cases, read as their readers read them, and their trails: as whole as those of the verbs."""
    database = made.open()
    with database.reading() as db:
        known = standing(db)
        assert all(known[actor.id].able and known[actor.id].roles for actor in made.staff), "somebody has no role"
    for reader in (made.lead, *made.specialists[:LOOKED_AT]):
        with database.reading() as db:
            declared = select(Declaration.case_id).where(Declaration.person_id == reader.id)
            case = db.scalars(visible_to(reader).where(Case.id.in_(declared)).order_by(Case.id).limit(1)).one()
            found = record.load(db, reader, case.number)
            assert found is not None
            words = [found.title, found.narrative, *(line.text for line in found.timeline if line.kind != "step")]
            assert len(words) == 5, len(words)
            assert all(words), "something does not open"
            assert not found.damaged
            mac = START
            for entry in db.scalars(select(TrailEntry).where(TrailEntry.chain == case.id).order_by(TrailEntry.seq)):
                mac = mac_of(db, entry, mac)
                assert mac == entry.mac, "the trail does not hold"
            assert db.get_one(TrailHead, case.id).mac == mac
    database.dispose()


def _key() -> str:
    """Changes with the tables and with what the loader makes."""
    own = ("organisation", "patterns", "texts", "moulds", "cloning")
    sources = [*(ROOT / "casework/migrations/versions").glob("*.py")]
    sources += [Path(__file__).with_name(f"{name}.py") for name in own]
    digest = hashlib.sha256()
    for path in sorted(sources):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def copied(cases: int, to: Path) -> Organisation:
    """A copy to write into."""
    shutil.copytree(folder_with(cases), to)
    return organisation.read(to)
