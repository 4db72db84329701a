"""How far a case has come: from its beginning to the end that was planned for it, step by step."""

from datetime import timedelta

from casework.cases.actions import course
from casework.cases.queries import facts

from . import (
    checking_in,
    deciding,
    discipline,
    doing,
    endings,
    grounding,
    hearing_people,
    papers,
    planning,
    protecting,
    reviewing,
)
from .telling import Told

REACHED = {
    "received": 2, "in triage": 3, "planned": 9, "under investigation": 13, "findings in review": 36,
    "awaiting decision": 41, "in action": 48, "appealed": 56, "closed": 70, "aftercare": 74, "retained": 200,
    "advice given": 8, "referred elsewhere": 8, "informal resolution": 12,
    "reported": 2, "fact finding": 5, "no case": 15, "notice given": 16, "hearing": 24, "decided": 30,
    "appeal window": 34,
}  # fmt: skip
"""Days that it usually takes; a case whose age is less is told more quickly."""
ALONE = "Our counsel is related to somebody on it; we asked outside, and were told the same by phone."
SHORT = {
    "advice given": ("advise", "advice", "advice"),
    "referred elsewhere": ("refer", "elsewhere", "referred"),
    "informal resolution": ("resolve", "informal", "resolved informally"),
}
"""The ways that need no investigation: step, fragment that says why, outcome."""


def tell(told: Told) -> None:
    """All of it."""
    end = told.planned.end
    usual = REACHED[end.state] + (20 if end.turn else 0)
    told.pace = min(told.rng.uniform(0.8, 1.25), 0.85 * told.planned.age / usual)
    if told.matter.kind == "disciplinary":
        discipline.tell(told, end.state, end.turn)
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
    if state != "in triage" or told.rng.random() < 0.5:
        doing.assign(told, 0.1)
    doing.talk(told, 0.6)
    if state == "in triage":
        return
    if SHORT.keys() & {state, turn}:
        _short(told, turn or state, closes=state == "closed")
    elif turn == "withdrawn":
        endings.withdraw(told, goes_on=False)
    elif _investigated(told, state, turn):
        _decided(told, state, turn)


def _short(told: Told, state: str, *, closes: bool) -> None:
    """Advice, another house, or a talk."""
    step, fragment, outcome = SHORT[state]
    why = doing.some(told, fragment)
    doing.note(told, 1.0)
    doing.step(told, step, 1.5, why)
    if state == "informal resolution":
        planning.talk_it_over(told, closes=closes)
        doing.note(told, 3.0)
        doing.set_tasks(told, 0.5, due=None if closes else told.now.date() + timedelta(days=told.rng.randint(-1, 12)))
    if closes:
        doing.note(told, 5.0, 2)
        doing.finish_tasks(told, 6.0)
        doing.tell_outcome(told, 1.0, why)
        endings.close(told, outcome, why, early=2.0)


def _investigated(told: Told, state: str, turn: str) -> bool:
    """The long way: plan, talks, findings. Says whether it goes on from the review."""
    doing.allege(told, 1.5)
    doing.offer_support(told, 0.2)
    protecting.protect(told, 0.5)
    doing.note(told, 1.0)
    doing.step(told, "plan", 2.0)
    planning.draw_up(told, 1.0)
    planning.report(told)
    if state == "planned":
        return False
    doing.step(told, "investigate", 3.0)
    doing.inform(told, 1.0)
    doing.talk(told, 1.5, 2)
    doing.note(told, 4.0, 2)
    papers.hand_in(told, 1.0)
    hearing_people.hear(told, 0.3, done=state != "under investigation")
    planning.go_on(told, 0.5)
    if turn.startswith("paused"):
        endings.pause(told)
    if turn in ("withdrawing", "goes on"):
        endings.withdraw(told, goes_on=turn == "goes on")
    if state == "under investigation":
        if not turn:
            doing.note(told, 3.0, told.rng.randint(0, 2))
            doing.talk(told, 2.0, 9)
            reviewing.ask_something(told)
        return False
    doing.note(told, 4.0, 9)
    doing.talk(told, 1.0, 9)
    doing.show_evidence(told, 1.0)
    doing.find(told, 5.0)
    grounding.report(told, 0.5)
    doing.step(told, "review", 0.5)
    if state == "findings in review" and not turn:
        reviewing.ask(told)
    return state != "findings in review" or turn == "reopened"


def _decided(told: Told, state: str, turn: str) -> None:
    """Somebody else approves, it is decided, people are told, and what follows is done."""
    reviewing.agree(told)
    with told.at(2.0, told.lead) as lead:
        why = ALONE if facts.of(told.db, told.case).unreviewed else ""
        course.approve(told.db, told.case, told.file, by=lead, version=told.case.version, past_because=why)
    if state == "awaiting decision":
        return
    deciding.decide(told, 3.5)
    doing.step(told, "decide", 0.5, told.matter.outcome)
    waits = state == "in action" and not turn
    doing.set_tasks(told, 0.3, due=told.now.date() + timedelta(days=told.rng.randint(-3, 18)) if waits else None)
    if not waits:
        doing.finish_tasks(told, 4.0)
    protecting.end_measures(told, 0.5)
    doing.tell_outcome(told, 1.0)
    if state == "appealed" or turn.startswith("appeal "):
        endings.appeal(told)
    if state in ("in action", "appealed"):
        return
    endings.close(told, "no action" if _cleared(told) else "action taken", told.matter.outcome)
    if turn == "reopened":
        endings.reopen(told)
    elif state in ("aftercare", "retained"):
        doing.step(told, "aftercare", 2.0)
        checking_in.check_in(told, until=95 if state == "retained" else 999, rests=state == "retained")
        if state == "retained":
            doing.step(told, "retain", 3.0)


def _cleared(told: Told) -> bool:
    return all(claim.finding == "not substantiated" for claim in told.matter.claims)
