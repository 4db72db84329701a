"""A case at counsel's direction: counsel reads it, every page and paper says so, and who hears somebody is told what to
say first."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from casework.access import Forbidden
from casework.cases.actions import declarations, direction
from casework.cases.lifecycle import IllegalStep
from casework.cases.models import Case, Direction
from casework.cases.queries.direction import LEGEND, WARNING, legend
from casework.db import utc_now
from casework.vault import Compartment
from tests.cases.doing import shown
from tests.cases.pages.browser import Browser, text_of
from tests.cast import Cast
from tests.whole.world import World

TODAY = utc_now().date()


def direct(cast: Cast, by: str = "lead", **more: Any) -> int:
    given = {"counsel_id": cast["counsel"].id, "from_on": TODAY, "until_on": None, "why": "MARKER-DR1 advice", **more}
    with cast.database.transaction() as db:
        return direction.direct(db, cast.case(db), by=cast[by], **given).id


def test_counsel_reads_the_file_and_pages_say_so_until_it_ends(cast: Cast) -> None:
    for who in ("specialist", "counsel", "alternate", "colleague"):
        with pytest.raises(Forbidden):
            direct(cast, who)
    with pytest.raises(Forbidden, match="not counsel"):
        direct(cast, counsel_id=cast["colleague"].id)
    with pytest.raises(IllegalStep, match="before it begins"):
        direct(cast, until_on=TODAY - timedelta(days=1))
    assert shown(cast, "lead").legal.legend == ""
    id_ = direct(cast, until_on=TODAY + timedelta(days=9))
    with pytest.raises(IllegalStep, match="already"):
        direct(cast)
    assert shown(cast, "specialist").legal.legend == LEGEND
    with cast.database.transaction() as db:
        declarations.declare(db, cast.case(db), by=cast["counsel"], conflict=False)
        days = {n: legend(db, cast.case_id, TODAY + timedelta(days=n)) for n in (-1, 0, 9, 10)}
    assert days == {-1: "", 0: LEGEND, 9: LEGEND, 10: ""}
    found = shown(cast, "counsel")
    assert (Compartment.FILE, 0) in found.rooms
    assert found.legal.directions[0].why == "MARKER-DR1 advice"
    with cast.database.transaction() as db:
        direction.end(db, cast.case(db), db.get_one(Direction, id_), by=cast["counsel"])
    assert shown(cast, "specialist").legal.legend == ""


def test_from_the_start_of_a_case_and_on_every_page_of_it(world: World, browse: Callable[[str], Browser]) -> None:
    cast, writer = world.cast, browse("specialist")
    counsel = str(cast["counsel"].id)
    typed = {
        "kind": "grievance", "channel": "phone", "received_on": TODAY.isoformat(), "narrative": "MARKER-DR2",
        "mode": "anonymous", "no_conflict": "y", "counsel": counsel, "directed": "",
    }  # fmt: skip
    writer.case = ""
    page = writer.page("/cases/new")
    again = writer.send("/cases/new", page, **typed)
    assert again.status_code == 422
    assert "Say what counsel’s advice is sought for." in text_of(again.text)
    assert "Counsel Example" in text_of(again.text)  # the line above the form says who will read it
    done = writer.send("/cases/new", again.text, **{**typed, "directed": "MARKER-DR3 a claim is expected"})
    assert done.status_code == 200, text_of(done.text)
    with world.database.reading() as db:
        number = db.scalars(select(Case.number).join(Direction, Direction.case_id == Case.id)).one()
    for path in ("", "/notes", "/papers", "/parties"):
        assert LEGEND in text_of(writer.client.get(f"/cases/{number}{path}").text), path
    page = writer.client.get(f"/cases/{number}").text
    assert 'class="directed' in page
    sheets = Path("static/css/casework.css").read_text().partition(":has(.directed)")[2]
    assert sheets.startswith(f' {{ --legend: "{LEGEND}"')  # what the browser prints on every sheet of it
    said = text_of(page)
    assert WARNING[0] in said
    assert "MARKER-DR3" in said
    assert LEGEND not in text_of(browse("lead").page())
