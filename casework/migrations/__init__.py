"""The shape of the database, step by step: applied by `casework init` and `casework upgrade`, checked at start."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from casework.db import Database


def upgrade(url: str) -> None:
    """Bring the database to the shape that this version expects: all steps or none."""
    database = Database(url)
    try:
        with database.transaction() as db:
            apply(db.connection())
    finally:
        database.dispose()


def apply(connection: Connection) -> None:
    """The same inside somebody else's transaction."""
    command.upgrade(config(connection), "head")


def behind(url: str) -> bool:
    """Whether the database lacks a step that this version expects."""
    database = Database(url)
    try:
        with database.reading() as db:
            return current(db.connection()) != newest()
    finally:
        database.dispose()


def current(connection: Connection) -> str | None:
    """The last step that was applied; None for an empty database."""
    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The last step that this version brings."""
    return ScriptDirectory.from_config(config()).get_current_head()


def config(connection: Connection | None = None) -> Config:
    """What Alembic asks for; `compare` is for whoever writes a migration."""
    here = Config(attributes={"connection": connection, "compare": False})
    here.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    here.set_main_option("path_separator", "os")
    return here
