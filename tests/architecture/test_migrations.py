"""The migrations and the tables say the same, and a database that lags is noticed."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from casework import migrations
from casework.db import Database
from casework.migrations.tables import everything


def test_migrations_make_the_tables_that_the_code_declares(empty_database_url: str) -> None:
    migrations.upgrade(empty_database_url)
    database = Database(empty_database_url)
    with database.reading() as db:
        seen = MigrationContext.configure(db.connection(), opts={"compare_type": True})
        differences = compare_metadata(seen, everything())
    database.dispose()
    assert differences == []


def test_steps_follow_one_another() -> None:
    script = ScriptDirectory.from_config(migrations.config())
    assert script.get_current_head() == migrations.newest()


def test_an_empty_database_is_behind_until_upgraded(empty_database_url: str) -> None:
    assert migrations.behind(empty_database_url)
    migrations.upgrade(empty_database_url)
    assert not migrations.behind(empty_database_url)
    migrations.upgrade(empty_database_url)
    assert not migrations.behind(empty_database_url)


def test_a_failing_step_leaves_nothing_behind(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    try:
        with database.transaction() as db:
            migrations.apply(db.connection())
            raise InterruptedError
    except InterruptedError:
        pass
    left = inspect(database.engine).get_table_names()
    database.dispose()
    assert left == []
