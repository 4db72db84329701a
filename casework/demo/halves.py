"""Two processors tell two halves of the history: the second into a copy of the database, which is then put in.

Ids are random and cases stand alone, so nothing of the halves can touch but two case numbers; those are drawn anew.
"""

import multiprocessing
import os
import secrets
import signal
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from casework import alone
from casework.db import Base

Telling = Callable[[Path, int], Any]
"""Tells the half of that number into that database."""


def told_in_halves(database: Path, tell: Telling) -> list[Any]:
    """What `tell` answers for half 0 and for half 1. No connection to the database may be open."""
    if (os.cpu_count() or 1) < 2:
        return [tell(database, 0), tell(database, 1)]
    copy = database.with_name("second-half.db")
    copy.write_bytes(database.read_bytes())
    context = multiprocessing.get_context("fork")
    answers = context.SimpleQueue()
    other = context.Process(target=_answer, args=(tell, copy, answers))
    other.start()
    first = tell(database, 0)
    other.join()
    if other.exitcode != 0:
        raise RuntimeError("the second half of the demo could not be made")
    put_in(database, copy)
    copy.unlink()
    return [first, answers.get()]


def _answer(tell: Telling, copy: Path, answers: Any) -> None:
    alone.end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # what there is to say is said by who began it
    answers.put(tell(copy, 1))


def put_in(database: Path, copy: Path) -> None:
    """Every row that the copy has and the database has not."""
    with sqlite3.connect(database, isolation_level=None) as db:
        db.execute("ATTACH ? AS other", (str(copy),))
        db.execute("BEGIN IMMEDIATE")
        _draw_anew(db)
        for table in Base.metadata.sorted_tables:
            same = " AND ".join(f'here."{c.name}" IS there."{c.name}"' for c in table.primary_key)
            columns = ", ".join(f'"{column.name}"' for column in table.columns)
            db.execute(
                f'INSERT INTO main."{table.name}" ({columns}) SELECT {columns} FROM other."{table.name}" AS there '  # noqa: S608
                f'WHERE NOT EXISTS (SELECT 1 FROM main."{table.name}" AS here WHERE {same})'
            )
        db.execute("COMMIT")
    db.close()


def _draw_anew(db: sqlite3.Connection) -> None:
    """A number that both halves have drawn is drawn again for the copy's case."""
    taken = {number for (number,) in db.execute('SELECT number FROM main."case"')}
    rows: Sequence[tuple[int, str]] = db.execute('SELECT id, number FROM other."case"').fetchall()
    for id_, number in rows:
        fresh = number
        while fresh in taken:
            fresh = f"{number[:8]}{secrets.randbelow(1_000_000):06}"
        taken.add(fresh)
        if fresh != number:
            db.execute('UPDATE other."case" SET number = ? WHERE id = ?', (fresh, id_))
            db.execute("UPDATE other.case_member SET number = ? WHERE case_id = ?", (fresh, id_))


def checkpoint(database: Path) -> None:
    """Everything into the one file, so that the file can be copied."""
    with sqlite3.connect(database) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
