"""PostgreSQL: its own `pg_dump` and `pg_restore`, which must be as new as the server."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import column, delete, insert, inspect, table, text
from sqlalchemy.orm import Session

from casework.db import Database

FILE = "casework.pgdump"
VERSIONS = "alembic_version"


class Failed(Exception):
    """A program of PostgreSQL is missing, too old, or gave up. The message is for whoever runs the server."""


def version(db: Session) -> str:
    return str(db.scalar(text("SHOW server_version"))).split()[0]


def is_empty(url: str) -> bool:
    database = Database(url)
    try:
        with database.reading() as db:
            return not inspect(db.connection()).get_table_names()
    finally:
        database.dispose()


def dump(db: Session, url: str, folder: Path, programs: Path | None) -> None:
    """Write the database as this session sees it into the folder."""
    program = _program("pg_dump", programs, db)
    view = db.scalar(text("SELECT pg_export_snapshot()"))
    options = ("--format=custom", "--compress=1", "--no-owner", "--no-privileges", f"--snapshot={view}")
    _run(program, url, *options, f"--file={folder / FILE}")
    _sync(folder / FILE)


def load(source: Path, url: str, programs: Path | None) -> None:
    """Everything but the number of its last migration, which is entered when the restoring is complete: until then
    `serve` refuses this database. What an earlier try left is removed first."""
    database = Database(url)
    try:
        with database.reading() as db:
            program = _program("pg_restore", programs, db)
        _clear(database)
    finally:
        database.dispose()
    with TemporaryDirectory() as folder:
        kept = [
            line
            for line in _run(program, None, "--list", str(source)).splitlines()
            if f"TABLE DATA public {VERSIONS}" not in line and " SCHEMA - public" not in line
        ]
        chosen = Path(folder) / "list"
        chosen.write_text("\n".join(kept) + "\n")
        options = ("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", f"--use-list={chosen}")
        _run(program, url, *options, str(source))


def complete(db: Session, migration: str) -> None:
    """From now on it is the database: in the transaction that made it whole."""
    versions = table(VERSIONS, column("version_num"))
    db.execute(delete(versions))
    db.execute(insert(versions).values(version_num=migration))


def _clear(database: Database) -> None:
    with database.transaction() as db:
        quote = db.connection().dialect.identifier_preparer.quote
        for name in inspect(db.connection()).get_table_names():
            db.execute(text(f"DROP TABLE {quote(name)} CASCADE"))


def _program(name: str, folder: Path | None, db: Session) -> str:
    found = shutil.which(name, path=str(folder) if folder else None)
    if found is None:
        where = f"in {folder}" if folder else "on the PATH"
        raise Failed(
            f"There is no {name} {where}: install PostgreSQL’s client programs, or set CASEWORK_PG_PROGRAMS to the "
            "folder that they are in."
        )
    told = _run(found, None, "--version")
    own, server = re.search(r"(\d+)\.", told + "."), int(str(db.scalar(text("SHOW server_version_num")))) // 10_000
    if own is None or int(own[1]) < server:
        raise Failed(f"{found} is of version {own[1] if own else '?'}, the server of {server}: install the server’s.")
    return found


def _run(program: str, url: str | None, *options: str) -> str:
    where, environment = _connection(url) if url else ((), dict(os.environ))
    words = [program, *options, *where]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    if done.returncode:
        last = done.stderr.strip().splitlines()
        raise Failed(f"{Path(program).name} gave up: {last[0] if last else f'exit code {done.returncode}'}")
    return done.stdout


def _connection(url: str) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """The password goes by the environment: a command line is everybody's to read."""
    parts = {name: str(value) for name, value in conninfo_to_dict("postgresql://" + url.partition("://")[2]).items()}
    password = parts.pop("password", None)
    given = {"PGPASSWORD": password} if password else {}
    return (f"--dbname={make_conninfo(**parts)}",), {**os.environ, **given}


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
