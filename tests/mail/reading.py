"""What waits in the outbox, as whoever holds the server's keys sees it."""

import re
from dataclasses import dataclass

from sqlalchemy import select

from casework import vault
from casework.db import Database
from casework.mail.models import Outbox

LINK = re.compile(r"https://cases\.example\.org(/\S+)")


@dataclass(frozen=True)
class Waiting:
    person_id: int
    notice: str
    address: str
    body: str

    @property
    def path(self) -> str:
        found = LINK.search(self.body)
        assert found, self.body
        return found[1]


def waiting(database: Database, notice: str = "") -> list[Waiting]:
    """Oldest first; `notice`: of one kind alone."""
    with database.reading() as db:
        rows = db.scalars(select(Outbox).where(Outbox.body.is_not(None)).order_by(Outbox.queued_at, Outbox.id))
        found = [
            Waiting(
                row.person_id,
                row.notice,
                vault.field.open_(db, Outbox.address, row.id, row.address or b""),
                vault.field.open_(db, Outbox.body, row.id, row.body or b""),
            )
            for row in rows
        ]
    return [one for one in found if notice in ("", one.notice)]


def told(database: Database, person_id: int) -> set[str]:
    return {one.notice for one in waiting(database) if one.person_id == person_id}
