"""Settling it between the two: by consent of both, signed by both, or ended and back; and what the police were told."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from casework.access import Forbidden
from casework.cases.actions import given
from casework.cases.lifecycle import IllegalStep
from casework.cases.models import Case, Given
from casework.db import utc_now
from casework.investigations.actions import mediations
from casework.investigations.actions.mediations import Proposal
from casework.vault import Compartment
from tests.cases import doing
from tests.cases.pages.browser import Browser, text_of
from tests.cast import Cast
from tests.whole.world import World

Browse = Callable[[str], Browser]


def propose(cast: Cast, *, asked: bool) -> None:
    sides = [cast["reporter"].id, doing.respondent(cast)]
    new = Proposal("mediation", "Both share an office.", sides, sides if asked else [])
    with cast.database.transaction() as db:
        case, by = cast.case(db), cast["specialist"]
        mediations.propose(db, case, doing.room(db, by, case), new, by=by)


def say(cast: Cast, choice: str, name: str = "") -> None:
    """The reporter answers what was given to them last."""
    reporter = cast["reporter"]
    with cast.database.transaction() as db:
        row = db.scalars(select(Given).order_by(Given.given_at.desc())).first()
        assert row is not None
        assert row.party_id == reporter.id
        case = db.get_one(Case, row.case_id)
        dialogue = doing.room(db, reporter, case, Compartment.DIALOGUE, reporter.id)
        given.answer(db, row, dialogue, choice=choice, name=name, actor=reporter, now=utc_now())


def acts(page: str, path: str) -> list[str]:
    """Addresses on the page that go there, in order."""
    return re.findall(rf'href="/cases/[^/]+(/mediation/{path})"', page)


def account(said: str) -> dict[str, Any]:
    return {"said": said, "on": "2026-11-20", "words": "By phone, to me."}


def test_both_want_it_both_sign_it_and_it_is_settled(world: World, browse: Browse) -> None:
    cast, worker = world.cast, browse("specialist")
    doing.step(cast, "specialist", "triage")
    doing.allege(cast, "conflict")
    doing.step(cast, "specialist", "resolve", reason="Both would rather talk.")
    form = worker.page("/mediation/new")
    sides = re.findall(r'name="sides" value="(\d+)"', form)
    assert worker.send("/mediation/new", way="mediation", sides=sides[:1], what="Talk.").status_code == 409
    worker.done("/mediation/new", way="mediation", sides=sides, what="They share an office.", mediator="Ms Roth")
    page = worker.page("/mediation")
    assert not acts(page, r"\d+/beginning")
    [offer] = acts(page, r"sides/\d+/offer")
    worker.done(offer, heading="An offer", text="We could talk it over.")
    say(cast, "yes")
    consents = acts(worker.page("/mediation"), r"sides/\d+/consent")
    assert len(consents) == 1, "the one without a way in"
    worker.done(consents[0], **account("yes"))
    page = worker.page("/mediation")
    assert "written down by you" in text_of(page)
    [begin] = acts(page, r"\d+/beginning")
    worker.done(begin)
    base = begin.removesuffix("/beginning")
    worker.done(f"{base}/sessions", on="2026-11-21", note="All three were there.")
    worker.done(f"{base}/agreement", text="The window stays open until ten.")
    [signing] = acts(worker.page("/mediation"), r"sides/\d+/signing")
    worker.done(signing, heading="What you agreed on", text="Something else entirely.")
    with cast.database.reading() as db:
        row = db.scalars(select(Given).where(Given.asks == "signature")).one()
        case = cast.case(db)
        room = doing.room(db, cast["specialist"], case, Compartment.DIALOGUE, cast["reporter"].id)
        assert row.text
        assert room.open(Given.text, row.id, row.text) == "The window stays open until ten."
    say(cast, "signed", "A. N. Other")
    assert not acts(worker.page("/mediation"), r"\d+/signed")
    assert "A mediation has not ended" in text_of(worker.page())
    [signature] = acts(worker.page("/mediation"), r"sides/\d+/signature")
    worker.done(signature, **account("yes"))
    worker.done(f"{base}/signed")
    assert "Mediation: both sides signed the agreement." in text_of(worker.page())
    assert worker.client.get(f"{worker.case}{base}/end").status_code == 404
    doing.close(cast, outcome="resolved informally", override=True)


def test_one_side_does_not_want_it_and_the_case_goes_back(world: World, browse: Browse) -> None:
    cast, worker = world.cast, browse("specialist")
    doing.step(cast, "specialist", "triage")
    doing.allege(cast, "conflict")
    doing.step(cast, "specialist", "resolve", reason="Perhaps a talk helps.")
    propose(cast, asked=False)
    with pytest.raises(IllegalStep, match="has not ended"):
        doing.step(cast, "specialist", "triage again", reason="It did not work.")
    [offer] = acts(worker.page("/mediation"), r"sides/\d+/offer")
    worker.done(offer, heading="An offer", text="We could talk it over.")
    [end] = acts(worker.page("/mediation"), r"\d+/end")
    worker.done(end, why="He would not sit in a room with them.", then="triage again")
    assert doing.shown(cast, "specialist").case.state == "in triage"
    assert "He would not sit in a room with them." in text_of(worker.page("/mediation"))
    with cast.database.reading() as db:
        assert db.scalars(select(Given.withdrawn_at)).one() is not None, "nothing is asked of them any more"


def test_for_violence_only_who_asked_for_it_themselves(cast: Cast) -> None:
    doing.step(cast, "specialist", "triage")
    doing.allege(cast, "violence")
    with pytest.raises(IllegalStep, match="of their own accord"):
        propose(cast, asked=False)
    with pytest.raises(IllegalStep, match="of their own accord"):
        doing.step(cast, "lead", "resolve", reason="It would be quicker.", override=True)
    propose(cast, asked=True)
    with pytest.raises(Forbidden):
        doing.step(cast, "specialist", "resolve", reason="Both asked.", override=True)
    doing.step(cast, "lead", "resolve", reason="Both asked for it, in writing.", override=True)


def test_police_each_entry_stays_and_the_newest_holds(world: World, browse: Browse) -> None:
    worker = browse("specialist")
    first = {
        "state": "considered",
        "decided_by": "Mara Holt",
        "decided_on": "2026-11-20",
        "wishes": "She wants to wait.",
    }
    worker.done("/police/new", **first)
    worker.done(
        "/police/new", state="reported", decided_by="Mara Holt, by law", decided_on="2026-11-21", reference="AZ 12/7",
        asked_to_wait="Inspector Lind, until the phone is read", wait_from="2026-11-21", wait_until="2026-12-05",
    )  # fmt: skip
    said = text_of(worker.page("/police"))
    assert said.index("AZ 12/7") < said.index("She wants to wait.")
    assert "Police: reported." in text_of(worker.page())
    assert f"{worker.case}/pause?cause=police" in worker.page("/police")
    assert re.search(
        r'<option[^>]*value="police"[^>]*selected|selected[^>]*value="police"', worker.page("/pause?cause=police")
    )
    wrong = worker.send("/police/new", **first, wait_from="2026-12-05", wait_until="2026-12-01")
    assert wrong.status_code == 422
    for who in ("colleague", "removed", "administrator"):
        assert browse(who).get(f"{worker.case}/police").status_code == 404, who
