"""Employee assistance at Northfield: who helps, and the referrals of eighteen months, each told to where it stands."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from casework.db import Database, as_of
from casework.eap.actions import figures, providers
from casework.vault import Vault, receipts
from casework.vault.receipts import Receipt

from . import brief, following, lost, ordering
from .following import Story
from .lazily import lazily
from .organisation import Northfield
from .referring import Referred
from .texts import FOLDER, directory

RECEIPTS = ("receipt", "employee_receipt")
"""Whose is printed: of who came with the referral, and of the employee whom somebody else referred."""
OPENED = timedelta(days=520)


def tell(database: Database, known: Vault, place: Northfield, now: datetime) -> list[tuple[str, str]]:
    """All of it. Answers with receipts to try, each with whose it is."""
    told = tomllib.loads((FOLDER / "support.toml").read_text(encoding="utf-8"))
    printed = [(receipts.make(), row, name) for row in told["referral"] for name in RECEIPTS if name in row]
    derived = {(id(row), name): receipts.derive(known, code) for code, row, name in printed}
    with database.transaction() as db, lazily(db):
        helpers = _providers(db, place, told["provider"], now - OPENED)
        rows = [*told["referral"], *brief.rows(told["brief"]["lines"], now)]
        stories = [_story(db, place, helpers, row, derived, now) for row in rows]
        following.tell([*stories, ordering.story(db, place, told["order"], now)])
    with as_of(now):
        figures.publish_what_is_over(database, now)
    return [(code, row[name]) for code, row, name in printed]


def _providers(db: Session, place: Northfield, rows: list[dict[str, Any]], moment: datetime) -> dict[str, int]:
    found = {}
    for row in rows:
        places = [place.sites[town] for town in row.get("places", ())]
        line = bool(row.get("line"))
        values = row | {"places": places, "line": line, "public": True, "capacity": row.get("capacity")}
        with as_of(moment):
            found[row["name"]] = providers.add(db, values, by=place.staff["eap"], now=moment).id
    return found


def _story(
    db: Session,
    place: Northfield,
    helpers: Mapping[str, int],
    row: Mapping[str, Any],
    derived: Mapping[tuple[int, str], Receipt],
    now: datetime,
) -> Story:
    line = directory().get(row.get("employee", ""))
    town = row.get("town") or (line.location if line else "Rotterdam")
    coordinator = place.staff["eap" if town == "Portland" else "eap2"]
    first, second = (derived.get((id(row), name)) or lost.receipt() for name in RECEIPTS)
    referred = Referred(db, place, helpers, row, coordinator, first, second)
    story = Story(now - timedelta(days=row["begun"]), now, coordinator.zone)
    story.add(0.0, referred.begin, at_work=row["kind"] != "self")
    for event in row.get("events", ()):
        when, _, said = event.partition(" ")
        verb, *words = said.split("|")
        story.add(float(when), referred.deed(verb, words, story))
    return story
