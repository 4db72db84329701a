"""The disciplinary course, as far as it has come."""

from casework.clocks.policy import TERMINATION

from . import deciding, doing, endings, papers, protecting, reviewing
from .telling import Told

DECISIONS = {"verbal warning": "verbal", "written warning": "written", "final written warning": "final written"}


def tell(told: Told, state: str, turn: str) -> None:
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
    protecting.protect(told, 0.5)
    doing.note(told, 2.0, 2)
    papers.hand_in(told, 0.5)
    if state == "fact finding":
        return
    doing.talk(told, 1.0, 9)
    if "no case" in (state, turn):
        _no_case(told, closes=bool(turn))
        return
    doing.step(told, "give notice", 3.0)
    doing.inform(told, 0.5)
    deciding.call(told, 0.1)
    if state == "notice given":
        return
    doing.step(told, "hear", 8.0)
    deciding.hear(told, 0.1)
    doing.note(told, 0.3, 9)
    if state != "hearing":
        _decided(told, state)
    elif told.matter.decision == TERMINATION:
        deciding.propose(told, 0.5, TERMINATION)
        reviewing.ask(told)


def _no_case(told: Told, *, closes: bool) -> None:
    doing.find(told, 2.0)
    doing.step(told, "no case", 2.0, told.matter.outcome)
    protecting.end_measures(told, 0.2)
    if closes:
        doing.tell_outcome(told, 1.0)
        endings.close(told, "no case", told.matter.outcome, early=2.0)


def _decided(told: Told, state: str) -> None:
    """By the lead: whoever looked into it does not decide."""
    doing.find(told, 1.5)
    decision = DECISIONS.get(told.matter.decision, told.matter.decision)
    deciding.decide(told, 1.5, decision)
    if decision == TERMINATION:
        reviewing.agree(told)
    doing.step(told, "decide", 0.5, told.matter.outcome, by=told.lead)
    if state == "decided":
        return
    protecting.end_measures(told, 0.3)
    doing.tell_outcome(told, 1.0)
    doing.step(told, "tell", 0.5)
    if state == "appeal window":
        return
    if state == "appealed":
        endings.appeal(told)
        return
    doing.set_tasks(told, 0.5)
    doing.finish_tasks(told, 5.0)
    endings.close(told, "disciplinary decision", told.matter.outcome)
    if state == "retained":
        doing.step(told, "retain", 60.0)
