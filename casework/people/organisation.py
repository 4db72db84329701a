"""The organisation's settings: one row a name, its value as JSON. Nothing personal and no secret belongs here."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.clocks.policy import Policy

from .models import Setting

POLICY = "policy"


@dataclass(frozen=True, slots=True)
class Organisation:
    """What every page may ask for. Texts are empty where nobody has set them."""

    organisation: str = ""
    zone: str = "UTC"
    shows_functions: bool = False
    danger: str = ""
    hours: str = ""
    phone: str = ""
    support: str = ""


NAMES = tuple(Organisation.__dataclass_fields__)
_ASKED = select(Setting.name, Setting.value).where(Setting.name.in_((*NAMES, POLICY)))


def read(db: Session) -> Organisation:
    """All of it."""
    return Organisation(**{name: json.loads(value) for name, value in _known(db).items() if name in NAMES})


def policy(db: Session) -> Policy:
    """The days that the organisation promises; as delivered where it has set none."""
    found = _known(db).get(POLICY)
    return Policy.from_mapping(json.loads(found)) if found is not None else Policy()


def _known(db: Session) -> dict[str, str]:
    """In one statement, once a session: a page asks in several places."""
    known: dict[str, str] | None = db.info.get("settings")
    if known is None:
        known = db.info["settings"] = dict(db.connection().execute(_ASKED).all())
    return known


def write(db: Session, values: Mapping[str, Any], *, by: int, now: datetime) -> list[str]:
    """Set what differs; the names of what was changed."""
    known = {row.name: row for row in db.scalars(select(Setting).where(Setting.name.in_(values)))}
    changed = []
    for name, value in values.items():
        text = json.dumps(value, ensure_ascii=False)
        row = known.get(name)
        if row is None:
            row = Setting(name=name)
            db.add(row)
        elif row.value == text:
            continue
        row.value, row.changed_by, row.changed_at = text, by, now
        changed.append(name)
    db.flush()
    db.info.pop("settings", None)
    return changed


def write_policy(db: Session, days: Policy, *, by: int, now: datetime) -> list[str]:
    """The promised days. Those that the public pages speak of stand by themselves as well."""
    spoken = {"acknowledge_days": days.acknowledge_days, "feedback_months": days.feedback_months}
    return write(db, {POLICY: days.as_mapping(), **spoken}, by=by, now=now)
