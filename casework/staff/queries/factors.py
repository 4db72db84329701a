"""One's own second factors, as their page shows them."""

from dataclasses import dataclass

from casework.db import Database
from casework.people import Actor, accounts, factors, organisation, printed
from casework.people.factors import Held
from casework.people.models import Person


@dataclass(frozen=True, slots=True)
class Factors:
    held: Held

    @property
    def few(self) -> bool:
        """So few printed codes that it is time for new ones; none is few."""
        return self.held.printed <= printed.FEW


def mine(database: Database, actor: Actor) -> Factors:
    with database.reading() as db:
        return Factors(factors.held(db, actor.id))


def account_of(database: Database, actor: Actor) -> tuple[str, str]:
    """Whose phone it is to be, and where: as the app on it shows them."""
    with database.reading() as db:
        email = accounts.email_of(db, db.get_one(Person, actor.id))
        return email, organisation.read(db).organisation or "Casework"
