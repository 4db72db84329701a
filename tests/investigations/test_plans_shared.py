"""Words that plans are drawn from are changed; linked cases look at one plan: in versions, and without a name."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from casework.cases.actions import declarations, links
from casework.cases.lifecycle import IllegalStep
from casework.cases.models import Case, PlanShare
from casework.investigations.actions import plans, sharing
from casework.investigations.actions.plans import Course
from casework.investigations.plans import PERSON, Drawn
from tests.cases import doing
from tests.cases.pages.browser import Browser, hidden, text_of
from tests.cast import Cast
from tests.legal.ended import another
from tests.whole.world import World

Browse = Callable[[str], Browser]


def linked(cast: Cast, relation: str = "same facts") -> int:
    """A case of the lead's alone, with a plan that names somebody to hear; linked to the cast's."""
    made = another(cast, "lead")
    with cast.database.transaction() as db:
        case, lead = db.get_one(Case, made.id), cast["lead"]
        declarations.declare(db, case, by=lead, conflict=False)
        room = doing.room(db, lead, case)
        plans.draw_up(db, case, room, ["retaliation"], allegations=(), parties=(), by=lead)
        plans.add(db, case, room, Drawn(PERSON, "Ottilie Brandt"), why="", course=Course(), by=lead)
        links.add(db, case, by=lead, number=cast.number, relation=relation)
    return made.id


def test_a_plan_is_shared_with_who_reads_both_and_no_name_goes_with_it(world: World, browse: Browse) -> None:
    cast, lead = world.cast, browse("lead")
    other = linked(cast)
    assert "Investigate it together" in lead.page("/plan")
    lead.done("/plan/sharing", other=str(other))
    assert "Version 1, which nobody has agreed to yet" in text_of(lead.page("/plan"))
    page = text_of(lead.page("/plan"))
    with cast.database.reading() as db:
        number = db.get_one(Case, other).number
        share = db.scalars(select(PlanShare.id)).one()
    assert f"Investigated together with {number}" in page
    assert "What did the complainant do that is protected" in page
    assert "Ottilie Brandt" not in page
    worker = browse("specialist")
    seen = text_of(worker.page("/plan"))
    assert "The investigation is shared with a linked case" in seen
    for words in (number, "Ottilie Brandt", "What did the complainant do that is protected"):
        assert words not in worker.page("/plan")
    theirs = text_of(lead.client.get(f"/cases/{number}/plan").text)
    assert f"{cast.number} is investigated together with this case" in theirs
    worker.done(f"/plan/sharing/{share}/end")
    assert number not in lead.page("/plan").split("Versions")[0]


def test_only_a_case_of_the_same_facts_or_group_that_one_reads(cast: Cast) -> None:
    other = linked(cast, "retaliation")
    for who in ("lead", "specialist"):
        with cast.database.transaction() as db, pytest.raises(IllegalStep, match="same facts"):
            sharing.share(db, cast.case(db), other, by=cast[who])


def test_words_are_changed_in_versions_and_plans_that_are_there_stay(world: World, browse: Browse) -> None:
    cast, lead = world.cast, browse("lead")
    doing.plan(cast)
    before = lead.page("/plan")
    listing = lead.client.get("/settings/plans").text
    assert "as it comes with Casework" in listing
    path = "/settings/plans/harassment"
    page = lead.client.get(path).text
    sent = {**hidden(page, path), "questions": "Who heard it?\n\nWho heard it?", "people": "", "papers": "The rota"}
    assert lead.client.post(path, data=sent).status_code == 422, "nobody to hear"
    sent |= {**hidden(lead.client.get(path).text, path), "people": "The porter", "risk_contact": "One lift.",
             "measures_contact": "no contact"}  # fmt: skip
    assert lead.client.post(path, data=sent).status_code == 303
    assert "Version 2" in lead.client.get("/settings/plans").text
    now = lead.client.get(path).text
    assert "Who heard it?" in now
    assert "Was it unwelcome" in lead.client.get(f"{path}?version=1").text
    words = r'(?s)<section class="flow" aria-labelledby="part-question">.*?</section>'
    assert re.findall(words, lead.page("/plan")) == re.findall(words, before)
    lead.done("/plan/drawing", kinds=["harassment"], why="Our own words are here.")
    assert "Who heard it?" in lead.page("/plan")
    assert "Harassment, version 1; Harassment, version 2" in text_of(lead.page("/plan"))
    assert lead.client.get("/settings/plans/nothing").status_code == 404
    for who in ("specialist", "administrator", "auditor"):
        assert browse(who).client.get(path).status_code == 403, who
