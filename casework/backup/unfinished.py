"""A restoring that was stopped: nothing may be served from it, and nothing upgraded."""

from sqlalchemy import inspect, text

from casework.db import Database
from casework.settings import Settings

MARK = "restoring.json"


def is_unfinished(settings: Settings) -> bool:
    """The folder has the mark, or the database everything but the number of its last migration."""
    if (settings.folder / MARK).exists():
        return True
    return not settings.database_url.startswith("sqlite") and _lacks_its_number(settings.database_url)


def _lacks_its_number(url: str) -> bool:
    database = Database(url)
    try:
        with database.reading() as db:
            if not inspect(db.connection()).has_table("alembic_version"):
                return False
            return not db.scalar(text("SELECT count(*) FROM alembic_version"))
    finally:
        database.dispose()
