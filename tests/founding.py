"""`casework init` as tests run it, hundreds of times: the tables are at hand, and no migration is worked out anew.

That the migrations make these very tables, tests/architecture/test_migrations.py sees on both databases; that an
installation is founded with them, the test of the wheel, and those of commands on a PostgreSQL that is truly empty.
"""

from functools import cache

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import StaticPool

from casework import migrations
from casework.cli import founding
from casework.db import Base
from casework.migrations.tables import everything

ASIDE = "ALTER SCHEMA public RENAME TO aside; CREATE SCHEMA public"
BACK = "DROP SCHEMA public; ALTER SCHEMA aside RENAME TO public"
"""Tables that nobody sees, in a PostgreSQL that seems empty; and there they are."""


class AtHand:
    """What stands in for `casework.migrations` where an installation is founded."""

    upgrade, behind = staticmethod(migrations.upgrade), staticmethod(migrations.behind)

    @staticmethod
    def apply(connection: Connection) -> None:
        if connection.dialect.name == "sqlite":
            for statement in _lite():
                connection.exec_driver_sql(statement)
        elif connection.scalar(text("SELECT to_regnamespace('aside') IS NOT NULL")):
            connection.exec_driver_sql(BACK)
        else:
            migrations.apply(connection)
            return
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
        connection.execute(text("INSERT INTO alembic_version VALUES (:step)"), {"step": migrations.newest()})


@cache
def _lite() -> tuple[str, ...]:
    """What makes every table of SQLite, as SQLite itself tells it."""
    everything()
    engine = create_engine("sqlite://", poolclass=StaticPool)
    Base.metadata.create_all(engine)
    with engine.connect() as connection:
        said = connection.execute(text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"))
        found = tuple(said.scalars())
    engine.dispose()
    return found


def bring() -> None:
    vars(founding)["migrations"] = AtHand
