"""A page reads one moment: what is committed while it reads belongs to the next page."""

from sqlalchemy import select

from casework.db import Database, utc_now
from casework.people.models import Setting


def test_what_is_written_meanwhile_is_not_seen(database: Database) -> None:
    with database.reading() as db:
        assert db.scalars(select(Setting.name)).all() == []
        with database.transaction() as other:
            other.add(Setting(name="zone", value='"UTC"', changed_by=0, changed_at=utc_now()))
        assert db.scalars(select(Setting.name)).all() == []
    with database.reading() as db:
        assert db.scalars(select(Setting.name)).all() == ["zone"]
