"""Settings: what the organisation says and promises, and who reads what comes in."""

from collections.abc import Callable

from sqlalchemy import select, update

from casework.audit.models import TrailEntry
from casework.cases.queries.routing import readers_for
from casework.db import Database
from casework.people import Role, organisation
from casework.people.models import Route, Site
from tests.people.staff import Colleague, enrolled

from .browser import Browser, words

Browse = Callable[..., Browser]
DAYS = {
    "acknowledge_days": "3",
    "feedback_months": "2",
    "triage_days": "2",
    "findings_days": "60",
    "appeal_days": "10",
    "answer_days": "5",
    "review_days": "14",
    "warning_months": "12",
    "retention_min_years": "2",
    "retention_max_years": "5",
    "aftercare_days": "30, 90",
    "aim_days": "45",
    "exit_ahead_days": "45",
    "exit_link_days": "60",
    "owner": "People team",
}


def test_the_organisation_says_what_it_is(browse: Browse, database: Database, administrator: Colleague) -> None:
    browser = browse().sign_in(administrator)
    texts = {"organisation": "Kestrel Works", "zone": "Europe/Oslo", "danger": "112", "support": "One\nTwo"}
    assert browser.post("/settings/organisation", **{**texts, "organisation": ""}).status_code == 422
    assert browser.post("/settings/organisation", **texts, shows_functions="1").status_code == 303
    with database.reading() as db:
        known = organisation.read(db)
    assert (known.organisation, known.zone, known.shows_functions) == ("Kestrel Works", "Europe/Oslo", True)
    assert 'value="Kestrel Works"' in browser.get("/settings").text
    browser.post("/settings/organisation", **texts)
    with database.reading() as db:
        assert not organisation.read(db).shows_functions
        said = [entry.ids for entry in db.scalars(select(TrailEntry).where(TrailEntry.tag == "setting:changed"))]
    assert '{"setting":"danger"}' in said
    assert "112" not in "".join(said), "what it says is not on the trail"


def test_promised_days_are_kept_and_every_wrong_one_is_named(
    browse: Browse, database: Database, lead: Colleague
) -> None:
    browser = browse().sign_in(lead)
    wrong = browser.post("/settings/policy", **{**DAYS, "triage_days": "soon", "aim_days": "0", "owner": ""})
    assert wrong.status_code == 422
    assert wrong.text.count('aria-invalid="true"') == 3
    assert 'value="soon"' in wrong.text
    crossed = browser.post("/settings/policy", **{**DAYS, "retention_min_years": "9"})
    assert "shorter than keeping at least" in words(crossed)
    assert browser.post("/settings/policy", **DAYS).status_code == 303
    with database.reading() as db:
        days = organisation.policy(db)
    assert (days.acknowledge_days, days.retention_max_years, days.aftercare_days) == (3, 5, (30, 90))


def test_sites_are_added_changed_and_closed(browse: Browse, database: Database, administrator: Colleague) -> None:
    browser = browse().sign_in(administrator)
    site = {"name": "Oslo yard", "zone": "Europe/Oslo", "country": "NO", "danger": "110", "support": ""}
    assert browser.post("/settings/sites", **{**site, "zone": "Moon"}).status_code == 422
    for _click in range(2):
        assert browser.post("/settings/sites", **site).status_code == 303
    with database.reading() as db:
        kept = db.scalars(select(Site)).one()
    assert (kept.name, kept.zone, kept.country) == ("Oslo yard", "Europe/Oslo", "NO")
    assert browser.post(f"/settings/sites/{kept.id}", **{**site, "name": "Oslo"}).status_code == 303
    assert 'name="closed" value="1"' in browser.get(f"/settings/sites/{kept.id}").text
    for _click in range(2):
        assert browser.post(f"/settings/sites/{kept.id}/closing", closed="1").status_code == 303
    assert "closed" in words(browser.get("/settings"))
    with database.reading() as db:
        kept = db.scalars(select(Site)).one()
    assert (kept.name, kept.closed_at is not None) == ("Oslo", True)
    assert browser.get("/settings/sites/77").status_code == 404


def test_a_lead_routes_after_stepping_up(
    browse: Browse, database: Database, lead: Colleague, specialist: Colleague, administrator: Colleague
) -> None:
    line = {"kind": "harassment", "site": "0", "person": str(specialist.id), "duty": "reader"}
    admin = browse().sign_in(administrator).step_up(administrator)
    assert admin.get("/settings/routing").status_code == 403
    assert admin.post("/settings/routing", **line).status_code == 403
    boss = browse().sign_in(lead)
    assert boss.post("/settings/routing", **line).headers["location"].startswith("/step-up")
    boss.step_up(lead)
    assert boss.post("/settings/routing", **line).status_code == 303
    assert boss.post("/settings/routing", **{**line, "person": str(administrator.id)}).status_code == 422
    assert boss.post("/settings/routing", **{**line, "duty": "identity"}).status_code == 409
    with database.reading() as db:
        assert readers_for(db, "harassment", 0).file == (specialist.id,)
        assert readers_for(db, "grievance", 0).file == (lead.id,)
        route = db.scalars(select(Route)).one()
    assert "Tom" in words(boss.get("/settings/routing"))
    for _click in range(2):
        assert boss.post(f"/settings/routing/{route.id}/end").status_code == 303
    with database.reading() as db:
        assert readers_for(db, "harassment", 0).file == (lead.id,)
    other = browse().sign_in(enrolled(database, "Second", Role.LEAD))
    said = words(other.get("/people"))
    assert "Mara set who reads what comes in: Tom" in said
    assert "Mara removed somebody from what comes in: Tom" in said


def test_a_line_written_into_the_database_does_not_count_and_is_shown_as_such(
    browse: Browse, database: Database, lead: Colleague, specialist: Colleague
) -> None:
    boss = browse().sign_in(lead).step_up(lead)
    boss.post("/settings/routing", kind="", site="0", person=str(lead.id), duty="reader")
    with database.transaction() as db:
        db.execute(update(Route).values(person_id=specialist.id))
    with database.reading() as db:
        assert readers_for(db, "harassment", 0).file == (lead.id,)
    assert "Changed outside Casework" in words(boss.get("/settings/routing"))


def test_nobody_else_sees_settings(browse: Browse, database: Database, specialist: Colleague) -> None:
    browser = browse().sign_in(specialist)
    for path in ("/settings", "/settings/routing", "/settings/sites/new"):
        assert browser.get(path).status_code == 403
    assert browser.post("/settings/organisation", organisation="X").status_code == 403
