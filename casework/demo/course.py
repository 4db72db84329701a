"""How far a case has come: from its beginning to the end that was planned for it, step by step."""

from datetime import timedelta

from casework.cases.actions import appeals, closing, course, members, pauses, withdrawals
from casework.cases.models import Appeal
from casework.vault import Compartment

from . import doing
from .telling import Told

REACHED = {
    "received": 2, "in triage": 3, "planned": 9, "under investigation": 13, "findings in review": 36,
    "awaiting decision": 41, "in action": 48, "appealed": 56, "closed": 70, "aftercare": 74, "retained": 200,
    "advice given": 8, "referred elsewhere": 8, "informal resolution": 12,
    "reported": 2, "fact finding": 5, "no case": 15, "notice given": 16, "hearing": 24, "decided": 30,
    "appeal window": 34,
}  # fmt: skip
"""Days that it usually takes; a case whose age is less is told more quickly."""
COMPLAINT = (
    "received", "in triage", "planned", "under investigation", "findings in review", "awaiting decision", "in action",
)  # fmt: skip
DECISIONS = {"verbal warning": "verbal", "written warning": "written", "final written warning": "final written"}


def tell(told: Told) -> None:
    """All of it."""
    end = told.planned.end
    usual = REACHED[end.state] + (20 if end.turn else 0)
    told.pace = min(told.rng.uniform(0.8, 1.25), 0.85 * told.planned.age / usual)
    if told.matter.kind == "disciplinary":
        _discipline(told, end.state, end.turn)
    else:
        _complaint(told, end.state, end.turn)


def _complaint(told: Told, state: str, turn: str) -> None:
    if state == "received" and told.rng.random() < 0.6:
        return
    doing.acknowledge(told, 0.9)
    if state == "received":
        return
    doing.step(told, "triage", 1.0)
    doing.name_it(told)
    doing.name_parties(told, 0.4)
    doing.talk(told, 0.6)
    if state == "in triage":
        return
    if {state, turn} & {"advice given", "referred elsewhere", "informal resolution"}:
        _short(told, turn or state, ends=state == "closed")
        return
    if turn == "withdrawn":
        _withdraw(told, goes_on=False)
        return
    _investigate(told, state, turn)


def _short(told: Told, state: str, *, ends: bool) -> None:
    """Advice, another house, or a talk: the ways that need no investigation."""
    name, fragment, outcome = {
        "advice given": ("advise", "advice", "advice"),
        "referred elsewhere": ("refer", "elsewhere", "referred"),
        "informal resolution": ("resolve", "informal", "resolved informally"),
    }[state]
    why = doing.some(told, fragment)
    doing.note(told, 1.0)
    doing.step(told, name, 1.5, why)
    if state == "informal resolution":
        doing.note(told, 3.0)
        doing.set_tasks(told, 0.5)
    if ends:
        doing.note(told, 5.0, 2)
        doing.finish_tasks(told, 6.0)
        doing.tell_outcome(told, 1.0)
        _close(told, 2.0, outcome, why)


def _investigate(told: Told, state: str, turn: str) -> None:
    """The long way: plan, talks, findings, somebody else's approval, decision, what follows."""
    doing.assign(told, 0.3)
    doing.allege(told, 1.5)
    doing.protect(told, 0.5)
    doing.note(told, 1.0)
    doing.step(told, "plan", 2.0)
    if state == "planned":
        return
    doing.step(told, "investigate", 3.0)
    doing.inform(told, 1.0)
    doing.talk(told, 1.5, 2)
    doing.note(told, 4.0, 2)
    if turn == "paused":
        _pause(told)
    if turn in ("withdrawing", "goes on"):
        _withdraw(told, goes_on=turn == "goes on")
    if state == "under investigation" and turn != "reopened":
        doing.note(told, 3.0, told.rng.randint(0, 2))
        if turn not in ("withdrawing", "paused"):
            doing.talk(told, 2.0, 9)
        return
    doing.note(told, 4.0, 9)
    doing.talk(told, 1.0, 9)
    doing.find(told, 6.0)
    doing.step(told, "review", 1.0)
    if state != "findings in review":
        _decide(told, state, turn)


def _decide(told: Told, state: str, turn: str) -> None:
    with told.at(3.5, told.lead) as lead:
        course.approve(told.db, told.case, told.file, by=lead, version=told.case.version)
    if state == "awaiting decision":
        return
    doing.step(told, "decide", 4.0, told.matter.outcome)
    soon = told.now.date() + timedelta(days=told.rng.randint(-3, 18)) if state == "in action" else None
    doing.set_tasks(told, 0.3, due=soon)
    doing.end_measures(told, 0.5)
    doing.tell_outcome(told, 1.0)
    if state == "appealed" or turn == "appeal decided":
        _appeal(told)
        return
    if state == "in action":
        return
    doing.finish_tasks(told, 5.0)
    _close(told, 0.0, "no action" if _cleared(told) else "action taken", told.matter.outcome)
    if turn == "reopened":
        with told.at(30.0, told.lead) as lead:
            closing.reopen(
                told.db, told.case, told.file, by=lead, reason=doing.some(told, "reopened"), version=told.case.version
            )
    elif state in ("aftercare", "retained"):
        doing.step(told, "aftercare", 2.0)
        if state == "retained":
            doing.step(told, "retain", 95.0)


def _discipline(told: Told, state: str, turn: str) -> None:
    if state == "reported" and told.rng.random() < 0.4:
        return
    doing.acknowledge(told, 0.8)
    doing.name_it(told)
    doing.name_parties(told, 0.3)
    if state == "reported":
        return
    doing.assign(told, 0.3)
    doing.step(told, "find facts", 1.0)
    doing.allege(told, 0.5)
    doing.protect(told, 0.5)
    doing.note(told, 2.0, 2)
    if state == "fact finding":
        return
    doing.talk(told, 1.0, 9)
    if "no case" in (state, turn):
        doing.find(told, 2.0)
        doing.step(told, "no case", 2.0, told.matter.outcome)
        if turn:
            doing.tell_outcome(told, 1.0)
            _close(told, 2.0, "no case", told.matter.outcome)
        return
    doing.step(told, "give notice", 3.0)
    doing.inform(told, 0.5)
    if state == "notice given":
        return
    doing.step(told, "hear", 8.0)
    doing.note(told, 0.3, 9)
    if state != "hearing":
        _sanction(told, state)


def _sanction(told: Told, state: str) -> None:
    doing.find(told, 1.5)
    decision = DECISIONS.get(told.matter.decision, told.matter.decision)
    doing.step(told, "decide", 3.0, told.matter.outcome, by=told.lead, outcome=decision)
    if state == "decided":
        return
    doing.end_measures(told, 0.3)
    doing.tell_outcome(told, 1.0)
    doing.step(told, "tell", 0.5)
    if state == "appeal window":
        return
    if state == "appealed":
        _appeal(told)
        return
    doing.set_tasks(told, 0.5)
    doing.finish_tasks(told, 5.0)
    _close(told, 0.0, "disciplinary decision", told.matter.outcome)
    if state == "retained":
        doing.step(told, "retain", 60.0)


def _close(told: Told, days: float, outcome: str, why: str) -> None:
    """When nothing stands in the way any more: the window for an appeal is over first."""
    doing.settle(told)
    told.moment = max(told.moment, told.moment + timedelta(days=19 if days == 0.0 else 0))
    with told.at(days, told.lead if days else None) as actor:
        closing.close(
            told.db,
            told.case,
            told.file,
            by=actor,
            outcome=outcome,
            why=why,
            version=told.case.version,
            override=bool(days),
        )


def _cleared(told: Told) -> bool:
    return all(claim.finding == "not substantiated" for claim in told.matter.claims)


def _pause(told: Told) -> None:
    with told.at(2.0) as actor:
        pauses.pause(
            told.db,
            told.case,
            told.file,
            by=actor,
            cause=told.rng.choice(("police", "outside proceedings", "absence")),
            why=doing.some(told, "pause"),
            version=told.case.version,
            review_on=told.now.date() + timedelta(days=told.rng.randint(2, 25)),
        )


def _withdraw(told: Told, *, goes_on: bool) -> None:
    """The reporter asks; the lead decides, except where it waits on their desk."""
    if told.dialogue is None or told.reporter is None:
        return
    with told.at(3.0, told.reporter) as reporter:
        row = withdrawals.ask_withdrawal(
            told.db, told.case, told.dialogue, by=reporter, words=doing.some(told, "withdraw")
        )
    if told.planned.end.turn == "withdrawing":
        return
    with told.at(2.0, told.lead) as lead:
        withdrawals.decide_withdrawal(
            told.db,
            told.case,
            told.dialogue,
            row,
            by=lead,
            goes_on=goes_on,
            reason=doing.some(told, "goes_on" if goes_on else "stops"),
            version=told.case.version,
        )
    if not goes_on:
        doing.tell_outcome(told, 0.5)
        _close(told, 0.5, "withdrawn", doing.some(told, "stops"))


def _appeal(told: Told) -> None:
    """Recorded; it waits for somebody who had no part in it: the alternate, whom the lead adds."""
    party = told.parties.get("respondent 0") or told.parties.get("complainant")
    with told.at(4.0) as actor:
        row = appeals.appeal(
            told.db,
            told.case,
            told.file,
            by=actor,
            party_id=party.id if party else None,
            grounds=doing.some(told, "appeal"),
            received_on=told.today,
            version=told.case.version,
        )
    alternate = told.place.staff["alternate"]
    with told.at(1.0, told.lead) as lead:
        rooms = [(Compartment.FILE, 0)]
        members.add(told.db, told.case, alternate.id, by=lead, rooms=rooms, version=told.case.version)
    if told.planned.end.turn == "appeal decided":
        _decide_appeal(told, row)


def _decide_appeal(told: Told, row: Appeal) -> None:
    alternate = told.place.staff["alternate"]
    with told.at(5.0, alternate) as actor:
        appeals.decide_appeal(
            told.db,
            told.case,
            told.file,
            row,
            by=actor,
            result="partly upheld",
            reason=doing.some(told, "appeal_end"),
            version=told.case.version,
        )
