"""The disciplinary workflow, start to end."""

import pytest

from casework import vault
from casework.access import Forbidden
from casework.cases.actions import course, declarations, opening
from casework.cases.actions.newcomers import NewParty
from casework.cases.lifecycle import IllegalStep
from casework.cases.queries.routing import Readers
from casework.people import ActorKind
from tests.cases import doing
from tests.cast import RECEIVED, Cast


@pytest.fixture
def reported(cast: Cast) -> Cast:
    """A matter that a manager brought to the specialist."""
    with cast.database.transaction() as db:
        opened = opening.open_case(
            db, kind="disciplinary", channel="manager", site_id=cast.site_id, title="Cash differences at the till",
            narrative="Twelve euros on three days.", readers=Readers((cast["lead"].id,), (cast["lead"].id,)),
            by=cast["specialist"], received_at=RECEIVED, parties=[NewParty("respondent", "Leo Fontaine")],
        )  # fmt: skip
        cast.case_id, cast.number = opened.case.id, opened.case.number
        for name in ("lead", "specialist"):
            declarations.declare(db, opened.case, by=cast[name], conflict=False)
    assert cast["specialist"].kind is ActorKind.PERSON
    return cast


def test_from_report_to_a_decision_that_is_told(reported: Cast) -> None:
    cast = reported
    with pytest.raises(IllegalStep, match="Nobody is assigned"):
        doing.step(cast, "specialist", "find facts")
    doing.assign(cast)
    doing.step(cast, "specialist", "find facts")
    doing.allege(cast, "theft")
    doing.step(cast, "specialist", "give notice")
    with pytest.raises(IllegalStep, match="not told what is alleged"):
        doing.step(cast, "specialist", "hear")
    doing.tell(cast, doing.respondent(cast), "allegations")
    doing.step(cast, "specialist", "hear")
    doing.find(cast, "partly substantiated")
    with pytest.raises(IllegalStep, match="nothing is decided yet: 1"):
        doing.step(cast, "lead", "decide", reason="A first time.")
    with pytest.raises(Forbidden):
        doing.decision(cast, "specialist", "coaching")
    doing.decision(cast, "lead", "coaching")
    with pytest.raises(IllegalStep, match="Respondents who were not heard"):
        doing.step(cast, "lead", "decide", reason="A first time.")
    doing.waive(cast)
    with pytest.raises(IllegalStep, match="Whoever investigated does not decide"):
        doing.step(cast, "specialist", "decide", reason="A first time.")
    doing.step(cast, "lead", "decide", reason="A first time.")
    doing.tell(cast, doing.respondent(cast), "outcome")
    doing.step(cast, "lead", "tell")
    with pytest.raises(IllegalStep, match="can be appealed until"):
        doing.close(cast, outcome="disciplinary decision")
    doing.close(cast, outcome="disciplinary decision", override=True)
    assert doing.shown(cast, "lead").case.state == "closed"


def test_steps_with_a_verb_of_their_own_are_not_taken_plainly(reported: Cast) -> None:
    with reported.database.transaction() as db:
        case = reported.case(db)
        case.state = "appeal window"
        file = doing.room(db, reported["lead"], case)
        with pytest.raises(ValueError, match="verb of its own"):
            course.take(db, case, file, "close", by=reported["lead"], version=case.version, reason="x")


def test_an_opener_from_staff_reads_what_they_wrote_down(reported: Cast) -> None:
    with reported.database.reading() as db:
        holders = {r.holder_id for r in vault.readers.of_case(db, reported.case_id)}
    assert holders == {reported["lead"].id, reported["specialist"].id}
