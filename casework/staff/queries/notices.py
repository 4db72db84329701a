"""What leads are told of each other's doings: from the trail, so that nothing has to be sent and nothing is missed."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from casework.access import Action, may_ever
from casework.audit import SENTENCES, HouseTag, tag_of
from casework.audit.models import TrailEntry
from casework.audit.trail import GLOBAL
from casework.people import CASE_HOLDING, Actor, Role
from casework.people.models import Person
from casework.settings import N_

SERVER, DIRECTORY = N_("Whoever runs the server"), N_("The directory")
RECOVERY = (HouseTag.RECOVERY_ASKED, HouseTag.RECOVERY_ENDED, HouseTag.RECOVERY_PUBLISHED, HouseTag.RECOVERY_REPLACED)
STANDING = (HouseTag.PERSON_ADMITTED, HouseTag.PERSON_SUSPENDED, HouseTag.PERSON_LEFT, HouseTag.PERSON_RESTORED)
TOLD = (*STANDING, HouseTag.ROLE_GIVEN, HouseTag.ROLE_ENDED, HouseTag.ROUTE_SET, HouseTag.ROUTE_REMOVED, *RECOVERY)
SHOWN = timedelta(days=14)
MOST = 20
_TOLD = (
    select(TrailEntry)
    .where(
        TrailEntry.chain == GLOBAL,
        TrailEntry.at > bindparam("since"),
        TrailEntry.tag.in_([tag.value for tag in TOLD]),
        TrailEntry.actor_id != bindparam("reader"),
    )
    .order_by(TrailEntry.at.desc())
    .limit(MOST)
)
_NAMES = select(Person.id, Person.name).where(Person.id.in_(bindparam("people", expanding=True)))


@dataclass(frozen=True, slots=True)
class Notice:
    """“Mara admitted a colleague: Tom”, and when. `role`: which was given or ended; `in_place`: as somebody who stood
    in for others."""

    at: datetime
    by: str
    sentence: str
    about: str
    role: str
    in_place: bool = False


def recent(db: Session, actor: Actor, now: datetime) -> list[Notice]:
    """For a lead, or who stands in for them: who was admitted, suspended, given a role that holds cases, or put into
    the routing, by other people."""
    if not may_ever(actor, Action.ADMIT):
        return []
    entries = db.scalars(_TOLD, {"since": now - SHOWN, "reader": actor.id}).all()
    told = [(entry, json.loads(entry.ids)) for entry in entries]
    told = [(entry, ids) for entry, ids in told if "role" not in ids or Role(ids["role"]) in CASE_HOLDING]
    about = {entry.actor_id for entry, _ in told} | {ids.get("person", 0) for _, ids in told}
    names = {row.id: row.name for row in db.execute(_NAMES, {"people": list(about)})}
    return [
        Notice(
            entry.at,
            names.get(entry.actor_id, "") if entry.actor_id else DIRECTORY if "cause" in ids else SERVER,
            SENTENCES[tag_of(entry.tag)],
            names.get(ids.get("person", 0), ""),
            ids.get("role", ""),
            "in_place_of" in ids,
        )
        for entry, ids in told
    ]
