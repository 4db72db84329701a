"""`/cases/{number}/decisions`: what is proposed and decided of each respondent and of the organisation, with the ladder
and what the law asks before."""

from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency

from casework.access import Action, policy
from casework.cases.actions import deciding as ends
from casework.cases.lifecycle.ladder import ORGANISATION, OUTCOMES
from casework.cases.models import Case
from casework.cases.queries import clocks, deciding, spoke_up
from casework.cases.queries.record import Record
from casework.cases.queries.rows import Rows
from casework.cases.routes.doing import Answer
from casework.cases.routes.entry import Entry, shown_to
from casework.cases.routes.words import called
from casework.db import Database, utc_now
from casework.discipline.actions import warnings
from casework.discipline.queries import deciding as queries
from casework.discipline.queries import standing
from casework.people import Actor
from casework.settings import N_
from casework.web.page import page

from .decision_doing import DOINGS

OPT = {"needs": Action.PREPARE_DECISION, "title": N_("Decisions")}
ENDED = {
    ends.SUPERSEDED: N_("superseded by another"),
    ends.SET_ASIDE: N_("set aside on appeal"),
    ends.TAKEN_BACK: N_("taken back"),
}


@get("/cases/{number:str}/decisions", sync_to_thread=True, opt=OPT)
def show(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    ladders = look(database, actor, opened)
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number)
        policy.require(actor, Action.PREPARE_DECISION, shown.matter)
        where, rows = clocks.place(db, shown.case.site_id), Rows(db, shown.case.id)
        found = queries.decisions(db, shown)
        missing = deciding.undecided(db, shown.case, rows, people_of(shown))
        tests, untested = queries.just_causes(db, shown), deciding.untested(rows)
        unreviewed = spoke_up.unreviewed(db, shown.case, rows, actor)
    law = where.law
    return page(
        request, "discipline/decisions.html", shown=shown, path=opened.path, found=found,
        people=[_person(shown, found, party_id, ladders, missing, unreviewed) for party_id in people_of(shown)],
        house=[one for one in found if one.row.party_id is None], outcomes=OUTCOMES | ORGANISATION, ended=ENDED,
        positions={finding.id: one for one in shown.allegations for finding in one.findings},
        tests=tests, untested=untested, law=list(law.dismissal.values()) if law is not None else [],
        decides=bool(policy.judge(actor, Action.DECIDE, shown.matter)),
        alone=bool(policy.judge(actor, Action.DECIDE_ALONE, shown.matter)),
        sees=bool(policy.judge(actor, Action.SEE_WARNINGS, shown.matter)),
        compares=bool(policy.judge(actor, Action.COMPARE, shown.matter)),
    )  # fmt: skip


def people_of(shown: Record) -> list[int]:
    return [party.id for party in shown.parties if party.role == "respondent" and party.ended_at is None]


def _person(
    shown: Record, found: list[queries.DecisionShown], party_id: int, ladders: dict[int, standing.Standing],
    missing: set[int], unreviewed: set[int],
) -> dict[str, Any]:  # fmt: skip
    party = shown.party(party_id)
    return {
        "id": party_id,
        "name": called(party) if party else "",
        "decisions": [one for one in found if one.row.party_id == party_id],
        "ladder": ladders.get(party_id),
        "missing": party_id in missing,
        "unreviewed": party_id in unreviewed,
        "alleged": [one for one in shown.allegations if one.respondent_id == party_id and one.dropped_at is None],
    }


def look(database: Database, actor: Actor, opened: Entry) -> dict[int, standing.Standing]:
    """By respondent, what stands against them, to who may decide; that they looked goes on the trail first, where
    something of another case was there to see."""
    if not policy.judge(actor, Action.SEE_WARNINGS, opened.matter):
        return {}
    with database.reading() as db:
        case = db.get_one(Case, opened.case.id)
        today = clocks.place(db, case.site_id).day(utc_now())
        found = standing.of_respondents(db, actor, case, today)
    elsewhere = [one.party_id for one in found if any(not warning.here for warning in one.warnings)]
    if elsewhere:
        with database.transaction() as db:
            for party_id in elsewhere:
                warnings.looked_at(db, db.get_one(Case, opened.case.id), by=actor, party_id=party_id)
    return {one.party_id: one for one in found}


ROUTES: list[Any] = [show, *DOINGS]
