"""A mark in everything that can be written on a case: afterwards no byte of it is at rest, and no column is unused."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from casework.audit.models import TrailEntry
from casework.db import Base, Database
from casework.people.models import Person

from . import (
    answering,
    asking,
    charging,
    deciding,
    disclosing,
    following_up,
    handing,
    hearing_people,
    keeping,
    leaving,
    legal,
    logging_evidence,
    redacting,
    supporting,
    writing_letters,
)
from .everything import Working
from .test_faults import report
from .world import World

MARK = "kanarienvogel"
ELSEWHERE = {
    ("credential", "totp"),
    ("draft", "written"),
    ("employee", "agreement"), ("employee", "email"), ("employee", "employer"),
    ("directory_import", "lines"),
    ("address_change", "before"), ("reset_asked", "address"),
    ("outbox", "address"), ("outbox", "body"), ("outbox", "subject"),
    ("passkey", "name"), ("recovery_ceremony", "present"),
    ("scim_group", "external"), ("scim_group", "name"), ("scim_user", "external"), ("scim_user", "user_name"),
}  # fmt: skip
"""Columns that the tests of the pages which write them follow with a mark of their own."""


def at_rest(database: Database, folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        if path.is_file() and path.name != "keyring.json":
            yield str(path), path.read_bytes()
    if database.is_sqlite:
        for end in ("", "-wal", "-shm"):
            path = Path(database.url.removeprefix("sqlite:///") + end)
            if path.is_file():
                yield path.name, path.read_bytes()
    with database.reading() as db:
        for table in Base.metadata.sorted_tables:
            for row in db.execute(table.select()):
                for value in row:
                    yield table.name, value if isinstance(value, bytes) else str(value).encode()


def unused(database: Database) -> set[tuple[str, str]]:
    """Columns of a sealed tier that nothing was written into."""
    found = set()
    with database.reading() as db:
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if column.info.get("tier") in ("compartment", "server"):
                    filled = select(func.count()).select_from(table).where(column.is_not(None))
                    if not db.scalar(filled):
                        found.add((table.name, column.name))
    return found


class Lines(logging.Handler):
    """Everything that anybody logs, in one text."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith(("httpx", "httpcore", "asyncio")):
            self.said.append(record.getMessage())


@pytest.fixture(scope="module")
def log() -> Iterator[Lines]:
    root, lines = logging.getLogger(), Lines()
    before = root.level
    root.addHandler(lines)
    root.setLevel(logging.DEBUG)
    yield lines
    root.setLevel(before)
    root.removeHandler(lines)


@pytest.fixture(scope="module")
def worked(shared_world: World, log: Lines) -> World:
    """Written once for all who look at it."""
    world = shared_world
    Working(world, MARK).write()
    answering.write(world, MARK)
    supporting.write(world, MARK)
    leaving.write(world, MARK)
    legal.write(world, MARK)
    disclosing.write(world, MARK)
    keeping.write(world, MARK)
    charging.write(world, MARK)
    asking.write(world, MARK)
    redacting.write(world, MARK)
    handing.write(world, MARK)
    logging_evidence.write(world, MARK)
    hearing_people.write(world, MARK)
    deciding.write(world, MARK)
    writing_letters.write(world, MARK)
    following_up.write(world, MARK)
    client = world.client()
    for then in ("send", "draft"):
        assert report(client, MARK, [(f"{MARK}.txt", MARK.encode())], then=then).status_code == 200
    specialist = world.client(world.cast["specialist"])
    for path in ("", "/identity", "/nowhere"):
        specialist.get(f"/cases/{world.cast.number}{path}")
    specialist.post(f"/cases/{world.cast.number}/notes", data={"text": MARK, "readers": MARK})
    specialist.get(f"/cases?kind={MARK}")
    assert log.said
    return world


def test_no_byte_of_what_was_written_is_at_rest(worked: World, log: Lines) -> None:
    ours = "\n".join(log.said)
    way = answering.ticket(worked)
    forms = (MARK.encode(), MARK.encode("utf-16-le"), MARK.upper().encode(), way.code.encode(), way.token.encode())
    for name, data in [*at_rest(worked.database, worked.folder), ("log", ours.encode())]:
        for encoded in forms:
            assert encoded not in data, name


def test_every_sealed_column_took_part(worked: World) -> None:
    assert unused(worked.database) <= ELSEWHERE


def test_what_was_written_is_read_by_its_holder(worked: World) -> None:
    page = worked.client(worked.cast["specialist"]).get(f"/cases/{worked.cast.number}")
    assert page.status_code == 200
    assert page.text.count(MARK) > 15
    with worked.database.reading() as db:
        assert "tampering:met" not in db.scalars(select(TrailEntry.tag)).all(), "nobody is accused of work as usual"


def test_the_search_would_find_it(world: World) -> None:
    with world.database.transaction() as db:
        row = db.scalars(select(Person)).first()
        assert row is not None
        row.duty = MARK
    assert "person" in {name for name, data in at_rest(world.database, world.folder) if MARK.encode() in data}
