"""The installation that the environment names, opened for one command."""

from collections.abc import Iterator
from contextlib import contextmanager

from casework import mail, migrations
from casework.backup.unfinished import is_unfinished
from casework.cli.refusal import Refused
from casework.db import Database
from casework.settings import Settings
from casework.vault import Vault, fit


def up_to_date(settings: Settings) -> None:
    """Refuse a database that lacks a step of this version, or that a stopped `casework restore` left behind."""
    if is_unfinished(settings):
        raise Refused("A backup was not put back to its end here: run the same `casework restore` again.")
    if migrations.behind(settings.database_url):
        raise Refused("The database is behind this version of Casework: make a backup, then run `casework upgrade`.")


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """Keyring and database, both checked, and that they belong together."""
    vault = Vault.load(settings.keyring, settings.journal)
    up_to_date(settings)
    database = Database(settings.database_url, {"vault": vault})
    mail.open_office(database, settings)
    try:
        with database.reading() as db:
            fit.check(db)
        yield database
    finally:
        database.dispose()
