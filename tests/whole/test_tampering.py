"""An administrator writes into the database: what they made up does not count, and it is on the trail."""

import json

from sqlalchemy import select, update

from casework.audit.models import TrailEntry
from casework.people.models import Admission, RoleGrant

from .world import World


def met(world: World) -> list[dict[str, object]]:
    with world.database.reading() as db:
        rows = db.scalars(select(TrailEntry.ids).where(TrailEntry.tag == "tampering:met"))
        return [json.loads(ids) for ids in rows]


def test_a_lead_who_was_made_up_is_none_and_is_met_once_a_day(world: World) -> None:
    administrator = world.cast["administrator"]
    with world.database.transaction() as db:
        row = db.scalars(select(RoleGrant).where(RoleGrant.person_id == administrator.id)).one()
        db.execute(update(RoleGrant).where(RoleGrant.id == row.id).values(role="lead"))
    client = world.client(administrator)
    for _ in range(3):
        assert client.get(f"/people/{world.cast['colleague'].id}/access").status_code == 403
    assert met(world) == [{"row": row.id, "what": "role"}]


def test_an_admission_that_was_edited_admits_nobody(world: World) -> None:
    colleague = world.cast["colleague"]
    with world.database.transaction() as db:
        db.execute(update(Admission).where(Admission.person_id == colleague.id).values(by=world.cast["lead"].id))
    client = world.client(colleague)
    assert client.get("/cases").headers["location"].startswith("/waiting")
    client.get("/cases")
    assert met(world) == [{"row": colleague.id, "what": "admission"}]
