"""The shape of the database, step by step: applied by `casework init` and `casework upgrade`, checked at start."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from casework.db import Database

if TYPE_CHECKING:
    from alembic.config import Config

HERE = Path(__file__).parent


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
    from alembic import command  # here, for `behind` is asked at every start

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
    if not inspect(connection).has_table("alembic_version"):
        return None
    step: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return step


def newest() -> str | None:
    """The last step that this version brings: they are numbered, one after the other."""
    return max((path.stem.partition("_")[0] for path in (HERE / "versions").glob("[0-9]*.py")), default=None)


def config(connection: Connection | None = None) -> "Config":
    """What Alembic asks for; `compare` is for whoever writes a migration."""
    from alembic.config import Config

    here = Config(attributes={"connection": connection, "compare": False})
    here.set_main_option("script_location", str(HERE).replace("%", "%%"))
    here.set_main_option("path_separator", "os")
    return here
