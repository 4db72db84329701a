"""Deciding as forms without scripts: proposal, hearing, bodies, decision, and what others may see of it."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from casework.audit import Tag
from casework.audit.models import TrailEntry
from casework.cases.actions.newcomers import NewParty
from casework.cases.models import Consultation, Decision, Hearing, IssuedWarning
from casework.db import utc_now
from tests.cases import doing
from tests.cases.pages.browser import Browser, text_of
from tests.cast import Cast
from tests.discipline.deciding import FROM, acting, decide, open_case, propose
from tests.whole.world import World

Browse = Callable[[str], Browser]


def the(cast: Cast, model: Any) -> Any:
    with cast.database.reading() as db:
        return db.scalars(select(model).where(model.case_id == cast.case_id)).one()


def test_from_a_proposal_to_a_dismissal_on_the_pages(world: World, browse: Browse) -> None:
    cast = world.cast
    open_case(cast)
    ines, lead, party = browse("specialist"), browse("lead"), str(doing.respondent(cast))
    typed = {"party": party, "reason": "The till was short three times.", "effective_on": "2026-12-01"}
    refused = ines.send("/decisions/new", outcome="suspension", paid="", **typed)
    assert refused.status_code == 409
    assert "number of days, with pay or without" in text_of(refused.text)
    assert "The till was short three times." in refused.text
    page = ines.page("/decisions/new")
    assert "Paid leave while things are looked into is an interim measure" in text_of(page)
    ines.done("/decisions/new", outcome="termination", task="Collect the keys", due_on="2026-12-02", **typed)
    row, council, today = the(cast, Decision), the(cast, Consultation), str(utc_now().date())
    said = text_of(ines.page("/decisions"))
    assert "Proposed by Specialist Example" in said
    assert "no finding yet" not in said
    assert "No warning stands." not in said, "who investigated sees no ladder"
    assert "The ladder is a habit and no order" in text_of(lead.page("/decisions"))
    assert ines.client.get(f"/cases/{cast.number}/warnings").status_code == 403
    said = text_of(ines.page("/consultations"))
    assert "Works council" in said
    assert "Until then nobody can be dismissed by it" in said
    ines.done(f"/consultations/{council.id}/information", on=today, told="MARKER-CN all of it")
    assert "MARKER-CN" in ines.page("/consultations")
    assert "Answer of a body that was asked" in text_of(ines.page())
    early = ines.send(f"/consultations/{council.id}/answer", on=today, state="time over")
    assert (early.status_code, "Their time is not over." in text_of(early.text)) == (409, True)
    ines.done(f"/consultations/{council.id}/answer", on=today, state="heard", text="We have doubts.")
    assert ines.get(f"/cases/{cast.number}/decisions/{row.id}/decision").status_code == 403
    lead.done(f"/decisions/{row.id}/decision", departure="MARKER-DP it was the fourth till.")
    assert "MARKER-DP" in lead.page("/decisions")
    said = text_of(lead.page())
    assert "Respondents who were not heard" in said
    assert f'href="/cases/{cast.number}/hearing"' in lead.page()


def test_a_hearing_on_the_pages_says_whom_they_may_bring_and_until_when_they_move_it(
    world: World, browse: Browse
) -> None:
    cast = world.cast
    open_case(cast, country="UK")
    ines, party = browse("specialist"), str(doing.respondent(cast))
    page = text_of(ines.page("/hearing/new"))
    assert "within five working days" in page
    typed = {"party": party, "kind": "disciplinary", "at": "10:00", "place": "MARKER-HR room", "companion_is": "union"}
    soon = str((utc_now() + timedelta(days=1)).date())
    refused = ines.send("/hearing/new", on=soon, **typed)
    assert (refused.status_code, "They have time to prepare until" in text_of(refused.text)) == (409, True)
    ines.done("/hearing/new", on=soon, short_because="They asked for it.", **typed)
    row = the(cast, Hearing)
    said = text_of(ines.page("/hearing"))
    assert "somebody of a trade union" in said
    assert "they may propose one until" in said
    later = str((utc_now() + timedelta(days=3)).date())
    ines.done(f"/hearing/{row.id}/time", on=later, at="11:00", asked_by="worker", why="She is away.")
    ines.done(f"/hearing/{row.id}/companion", companion="MARKER-CO", companion_is="colleague")
    refused = ines.send(f"/hearing/{row.id}/end", how="in absence")
    assert "Write why it was not held with them." in text_of(refused.text)
    ines.done(f"/hearing/{row.id}/end", how="waived", reason="Their letter.")
    said = text_of(ines.page("/hearing"))
    assert "waived in writing" in said
    assert "MARKER-CO" in said


def test_of_another_case_whoever_decides_sees_level_and_days_and_it_is_on_the_trail(
    world: World, browse: Browse
) -> None:
    cast = world.cast
    open_case(cast)
    doing.waive(cast)
    decide(cast, propose(cast, "final written"))
    doing.step(cast, "lead", "decide", reason="MARKER-OC")
    with acting(cast, "lead") as (db, _case, _file, _by):
        db.scalars(select(IssuedWarning)).one().issued_on = FROM - timedelta(days=30)
    first = cast.number
    open_case(cast)
    with cast.database.transaction() as db:
        cast.case(db).investigator_id = None
    doing.add_member(cast, "colleague")
    seen, lead = browse("colleague").page("/warnings"), browse("lead").page("/warnings")
    assert "Final written warning" in text_of(seen)
    assert "from another case, which you cannot see" in text_of(seen)
    assert first not in seen
    assert "MARKER-OC" not in seen
    assert f"/cases/{first}" in lead
    with cast.database.reading() as db:
        read = select(TrailEntry.actor_id).where(TrailEntry.tag == Tag.WARNINGS_READ.value)
        assert set(db.scalars(read)) == {cast["colleague"].id, cast["lead"].id}


def test_a_review_of_retaliation_and_the_seven_questions_on_the_pages(world: World, browse: Browse) -> None:
    cast = world.cast
    open_case(cast, "hearing", "US", NewParty("witness", "Viktor Hale", number="P-1"))
    ines, lead, party = browse("specialist"), browse("lead"), doing.respondent(cast)
    id_ = propose(cast, "written", agreement="Warehouse agreement")
    decide(cast, id_)
    said = text_of(lead.page("/decisions"))
    assert "a retaliation review comes before discipline" in said
    assert "its questions on just cause come first" in said
    assert "part of how it was decided" in text_of(ines.page("/retaliation-review"))
    words = {f"{name}_why": "MARKER-JC" for name in JUST_CAUSE} | dict.fromkeys(JUST_CAUSE, "yes")
    refused = ines.send(f"/parties/{party}/just-cause", **words | {"proven_why": ""})
    assert refused.status_code == 422
    ines.done(f"/parties/{party}/just-cause", **words)
    assert ines.page(f"/parties/{party}/just-cause").count("MARKER-JC") == len(JUST_CAUSE)
    doing.add_member(cast, "colleague")
    typed = dict.fromkeys(("known", "timing", "alike", "without", "reason"), "MARKER-RR nobody knew")
    browse("colleague").done("/retaliation-review", party=str(party), cleared="yes", **typed)
    assert "MARKER-RR" in lead.page("/retaliation-review")
    assert not re.search("retaliation review comes before", text_of(lead.page("/decisions")))


JUST_CAUSE = ("forewarned", "reasonable", "looked_into", "fair", "proven", "alike", "fits")
