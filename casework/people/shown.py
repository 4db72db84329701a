"""What people without an account see of those who work here: names with what they do, or functions alone."""

from collections.abc import Collection

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from casework.settings import N_, Said

from . import custody, place
from .models import Person

_PEOPLE = select(Person.id, Person.name, Person.duty).where(Person.id.in_(bindparam("people", expanding=True)))


def people(db: Session, ids: Collection[int]) -> dict[int, str]:
    """What the organisation lets them see of its people."""
    functions, kept = place.shows_functions(db), custody.kept(db, ids)
    rows = db.connection().execute(_PEOPLE, {"people": list(ids)})
    return {row.id: words(row.name, row.duty, functions=functions, kept=row.id in kept) for row in rows}


def names(db: Session, ids: Collection[int]) -> dict[int, str]:
    """The same, short: beside each message."""
    functions = place.shows_functions(db)
    rows = db.connection().execute(_PEOPLE, {"people": list(ids)})
    return {row.id: words(row.name, row.duty if functions else "", functions=functions) for row in rows}


def words(name: str, duty: str, *, functions: bool, kept: bool = False) -> str:
    """“Mara Lindqvist (employee relations)”; “employee relations” where functions are shown instead of names. `kept`:
    the server keeps their key, and that is said too."""
    if kept:
        who = duty if functions and duty else name
        said = {"who": who, "duty": duty}
        if duty and who != duty:
            return str(Said(N_("%(who)s (%(duty)s; key kept by the server)"), said))
        return str(Said(N_("%(who)s (key kept by the server)"), said))
    if functions and duty:
        return duty
    return f"{name} ({duty})" if duty else name
