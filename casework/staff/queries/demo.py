"""The demonstration's accounts, for its sign-in page."""

import json
from dataclasses import dataclass

from casework.db import Database
from casework.people.models import Setting


@dataclass(frozen=True, slots=True)
class DemoAccounts:
    """`accounts`: address, name and what they do; one password for all."""

    accounts: list[dict[str, str]]
    password: str


def listed(database: Database) -> DemoAccounts | None:
    """As the demonstration wrote them down for itself."""
    with database.reading() as db:
        accounts, password = db.get(Setting, "demo accounts"), db.get(Setting, "demo password")
        return DemoAccounts(json.loads(accounts.value), json.loads(password.value)) if accounts and password else None
