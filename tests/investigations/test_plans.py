"""A plan by its pages: drawn from templates, changed with reasons, agreed to, compared; shared without a name."""

import re
from collections.abc import Callable

from casework.cases.queries import searching
from tests.cases import doing
from tests.cases.pages.browser import Browser, text_of
from tests.cast import one_person
from tests.whole.world import World

Browse = Callable[[str], Browser]


def begun(world: World) -> None:
    """In triage, with an allegation of harassment and one of pay."""
    doing.step(world.cast, "specialist", "triage")
    doing.allege(world.cast)
    doing.allege(world.cast, "pay")
    doing.assign(world.cast)
    doing.step(world.cast, "specialist", "plan")


def thing(page: str, words: str) -> str:
    """The id of what says this."""
    found = re.findall(r'<li class="entry" id="thing-(\d+)">(.*?)</li>', page, re.DOTALL)
    return next(str(id_) for id_, html in found if words in html)


def test_from_templates_to_a_version_that_another_agrees_to(world: World, browse: Browse) -> None:
    begun(world)
    worker, lead = browse("specialist"), browse("lead")
    assert "There is no plan yet." in worker.page("/plan")
    assert "Not yet: No plan is drawn up yet." in text_of(worker.page())
    form = worker.page("/plan/drawing")
    chosen = re.findall(r'value="(\w+)"[^>]*checked', form)
    assert chosen == ["harassment", "pay"]
    worker.done("/plan/drawing", kinds=chosen)
    page = worker.page("/plan")
    said = text_of(page)
    assert "Allegation 1: Harassment, on the basis of sex" in said
    assert page.count('<p class="written">Was it unwelcome') == 1, "of the one allegation that it fits"
    assert "Viktor Hale, respondent" in said
    assert "Not yet: Nobody has agreed to the plan yet." in text_of(worker.page())
    risk = thing(page, "every meeting could be one more incident")
    assert f"/cases/{world.cast.number}/measures?kind=no+contact" in page
    assert re.search(
        r'value="no contact" selected|selected value="no contact"', worker.page("/measures?kind=no+contact")
    )
    worker.done(f"/plan/things/{risk}", risk="contact", text="They share a desk.", measures=["place"])
    assert worker.send("/plan/agreement").status_code == 422, "they wrote it themselves"
    one_person(world.database, lead.actor.id, worker.actor.id)
    assert lead.send("/plan/agreement").status_code == 422, "it is their second account"
    one_person(world.database, lead.actor.id, number="P-8")
    lead.done("/plan/agreement")
    assert f"agreed to by {lead.actor.name}" in text_of(worker.page("/plan"))
    worker.done("/steps", page=worker.page(), step="investigate")


def test_what_was_agreed_to_changes_only_with_a_reason_and_in_another_version(world: World, browse: Browse) -> None:
    begun(world)
    doing.plan(world.cast)
    worker = browse("specialist")
    page = worker.page("/plan")
    unwelcome, roster = thing(page, "Was it unwelcome"), thing(page, "Rosters, calendars")
    assert worker.send(f"/plan/things/{unwelcome}", text="Was it asked to stop?").status_code == 422
    worker.done(f"/plan/things/{unwelcome}", text="Was it asked to stop?", why="Both say that it was welcome once.")
    worker.done(f"/plan/things/{roster}/drop", why="Nobody keeps rosters there.")
    worker.done(
        "/plan/things?kind=person", party="", text="The night porter", owner=str(worker.actor.id), due_on="2030-01-02"
    )
    changes = text_of(worker.page("/plan/versions/2"))
    assert "Both say that it was welcome once." in changes
    for how, words in (("Changed", "Was it unwelcome"), ("Dropped", "Rosters"), ("Added", "The night porter")):
        assert re.search(f"{how} [^.?]*{words}", changes), how
    assert "Was it unwelcome" in worker.page("/plan/versions/1")
    assert "Nobody keeps rosters there." in worker.page("/plan")
    porter = thing(worker.page("/plan"), "The night porter")
    worker.done(f"/plan/things/{porter}/course", owner="", due_on="", done_on="2026-11-20", result="Heard nothing.")
    assert "Heard nothing." in worker.page("/plan")
    assert worker.send("/plan/agreement", alone="  ").status_code == 422
    worker.done("/plan/agreement", alone="There are two of us, and she is away.")
    assert "There are two of us" in worker.page("/plan/versions/2")
    with world.database.reading() as db:
        texts = {one.text for one in searching.load(db, worker.actor, world.cast.number).texts}
    assert "The night porter\n\nHeard nothing." in texts, "found for a person who asks what is kept of them"
    assert any("Was it unwelcome" in one for one in texts), "what it said before as well"
    gone = worker.client.get(f"{worker.case}/plan/things/{roster}/drop")
    assert gone.status_code == 404


def test_what_comes_later_is_taken_in_and_nothing_comes_twice(world: World, browse: Browse) -> None:
    begun(world)
    doing.plan(world.cast)
    worker = browse("specialist")
    refused = worker.send("/plan/drawing", kinds=["harassment"], why="Again.")
    taken = worker.page("/plan/versions/2") if refused.status_code == 303 else ""
    assert "Allegation 1" in taken, "questions of each allegation, where the first drawing knew of none"
    again = worker.send("/plan/drawing", kinds=["harassment"], why="Once more.")
    assert again.status_code == 409
    assert "Everything of these templates is in the plan already" in text_of(again.text)
