"""What waits until counsel has agreed, by the case's own verbs: whatever is done before, in whatever order."""

import json

import pytest
from sqlalchemy import select

from casework.access import Forbidden
from casework.cases.actions import opening
from casework.cases.actions.newcomers import NewParty
from casework.cases.lifecycle import IllegalStep
from casework.cases.models import StepTaken
from casework.cases.queries import facts
from casework.cases.queries.routing import Readers
from casework.clocks.policy import NOTHING, REVIEWED, TERMINATION, Policy
from casework.db import utc_now
from casework.people import organisation
from tests.cases import doing
from tests.cast import RECEIVED, Cast
from tests.legal import reviewing as counsel


@pytest.fixture
def heard(cast: Cast) -> Cast:
    """A disciplinary case whose hearing was held, and a lead who decides."""
    with cast.database.transaction() as db:
        opened = opening.open_case(
            db, kind="disciplinary", channel="manager", site_id=cast.site_id, title="Cash differences at the till",
            narrative="Twelve euros on three days.", readers=Readers((cast["lead"].id, cast["specialist"].id),
            (cast["lead"].id,)), by=cast["lead"], received_at=RECEIVED,
            parties=[NewParty("respondent", "Leo Fontaine")],
        )  # fmt: skip
        cast.case_id, cast.number = opened.case.id, opened.case.number
    doing.declare(cast, "lead", "specialist")
    doing.allege(cast, "theft")
    with cast.database.transaction() as db:
        cast.case(db).state = "fact finding"
    doing.find(cast)
    with cast.database.transaction() as db:
        cast.case(db).state = "hearing"
    doing.waive(cast)
    return cast


def decide(cast: Cast, outcome: str = TERMINATION, who: str = "lead", **more: object) -> None:
    doing.decision(cast, outcome=outcome)
    doing.step(cast, who, "decide", reason="After the hearing.", **more)


def unreviewed(cast: Cast) -> tuple[str, ...]:
    with cast.database.reading() as db:
        return facts.of(db, cast.case(db), cast["lead"]).unreviewed


def passed(cast: Cast) -> list[str]:
    with cast.database.reading() as db:
        rows = db.scalars(select(StepTaken.overridden).where(StepTaken.case_id == cast.case_id))
        return [guard for row in rows for guard in json.loads(row)]


def test_a_termination_waits_and_goes_on_when_counsel_has_agreed(heard: Cast) -> None:
    with pytest.raises(IllegalStep, match="A termination waits"):
        decide(heard)
    for about in ("other", "discrimination"):
        counsel.agreed(heard, about)
    review = counsel.ask(heard, TERMINATION)
    with pytest.raises(IllegalStep):
        decide(heard)
    counsel.open_(heard, review)
    counsel.answer(heard, review, "return", "The date is wrong.")
    with pytest.raises(IllegalStep):
        decide(heard)
    counsel.again(heard, review, counsel.LETTER)
    counsel.answer(heard, review)
    decide(heard)
    assert passed(heard) == []
    assert unreviewed(heard) == (TERMINATION,), "another one would need another review"


def test_any_other_decision_waits_for_nobody(heard: Cast) -> None:
    decide(heard, "final written")


def test_a_lead_goes_past_it_with_a_reason_and_nobody_else_does(heard: Cast) -> None:
    with pytest.raises(Forbidden):
        decide(heard, who="specialist", override=True)
    decide(heard, override=True)
    assert passed(heard) == ["counsel_agreed"]


def test_a_declined_or_withdrawn_review_is_no_agreement(heard: Cast) -> None:
    declined, withdrawn = counsel.ask(heard, TERMINATION), counsel.ask(heard, TERMINATION)
    counsel.open_(heard, declined)
    counsel.answer(heard, declined, "decline", "Not like this.")
    counsel.withdraw(heard, withdrawn)
    with pytest.raises(IllegalStep):
        decide(heard)


@pytest.mark.parametrize(
    ("issue", "finding", "waits"),
    [
        ("sexual harassment", "substantiated", ("sexual harassment",)),
        ("sexual harassment", "partly substantiated", ("sexual harassment",)),
        ("sexual harassment", "not substantiated", ()),
        ("discrimination in pay", "not substantiated", ("discrimination",)),
        ("discrimination in hiring", "inconclusive", ("discrimination",)),
        ("harassment", "substantiated", ()),
    ],
)
def test_which_findings_wait(cast: Cast, issue: str, finding: str, waits: tuple[str, ...]) -> None:
    doing.step(cast, "specialist", "triage")
    doing.allege(cast, issue)
    doing.assign(cast)
    doing.step(cast, "specialist", "plan")
    doing.plan(cast)
    doing.step(cast, "specialist", "investigate")
    assert unreviewed(cast) == ()
    doing.find(cast, finding)
    assert unreviewed(cast) == waits
    with cast.database.transaction() as db:
        organisation.write_policy(db, Policy(reviews_before=()), by=cast["lead"].id, now=utc_now())
    assert unreviewed(cast) == (), "nothing waits where the organisation says so"


def test_what_waits_is_kept_with_the_promised_days() -> None:
    for words in ((), REVIEWED[1:], REVIEWED):
        kept = Policy(reviews_before=words).as_mapping()
        assert Policy.from_mapping(kept).reviews_before == words
    assert Policy().as_mapping()["reviews_before"] == ",".join(REVIEWED)
    assert Policy(reviews_before=()).as_mapping()["reviews_before"] == NOTHING
