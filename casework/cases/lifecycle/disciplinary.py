"""The disciplinary workflow."""

from casework.access import Action
from casework.settings import N_

from . import deciding as d
from . import guards as g
from .workflow import Need, Step, Workflow

STATES = {
    "reported": N_("Reported"),
    "fact finding": N_("Fact finding"),
    "no case": N_("No case"),
    "notice given": N_("Notice given"),
    "hearing": N_("Hearing"),
    "decided": N_("Decided"),
    "appeal window": N_("Appeal window"),
    "appealed": N_("Appealed"),
    "closed": N_("Closed"),
    "retained": N_("Retained"),
}
PATH = ("reported", "fact finding", "notice given", "hearing", "decided", "appeal window", "closed", "retained")
OPEN = tuple(state for state in STATES if state not in ("closed", "retained"))

DISCIPLINARY = Workflow(
    STATES,
    PATH,
    [
        Step("find facts", N_("Begin fact finding"), ("reported",), "fact finding", (*g.ALWAYS, Need(g.investigator))),
        Step("no case", N_("No case to answer"), ("fact finding",), "no case", g.ALWAYS, reason=True),
        Step(
            "give notice",
            N_("Give notice"),
            ("fact finding",),
            "notice given",
            (
                *g.ALWAYS,
                Need(g.has_respondent),
                Need(g.alleged),
                Need(g.each_against_somebody),
                Need(d.retaliation_reviewed, override=True),
            ),
        ),
        Step(
            "hear",
            N_("Hold the hearing"),
            ("notice given",),
            "hearing",
            (*g.ALWAYS, Need(g.respondents_informed, override=True)),
        ),
        Step(
            "decide",
            N_("Decide"),
            ("hearing",),
            "decided",
            (
                *g.ALWAYS,
                Need(g.each_found),
                Need(d.hearing_held, override=True),
                Need(g.somebody_else_decides, override=True),
                Need(g.counsel_agreed, override=True),
                *d.DECIDING,
            ),
            reason=True,
        ),
        Step("tell", N_("Open the appeal window"), ("decided",), "appeal window", (*g.ALWAYS, Need(g.parties_told))),
        Step("appeal", N_("Record an appeal"), ("appeal window", "closed"), "appealed", verb="appeal"),
        Step(
            "decide appeal",
            N_("Decide the appeal"),
            ("appealed",),
            "appeal window",
            action=Action.DECIDE_APPEAL,
            verb="decide appeal",
            reason=True,
        ),
        Step(
            "close",
            N_("Close"),
            ("appeal window",),
            "closed",
            (*g.ALWAYS, *(need for need in g.ENDING if need.guard is not g.findings_approved)),
            verb="close",
            reason=True,
        ),
        Step(
            "close",
            N_("Close"),
            ("no case",),
            "closed",
            (
                *g.ALWAYS,
                Need(g.actions_done),
                Need(g.parties_told, override=True),
                Need(g.messages_answered, override=True),
                g.ENDED,
            ),
            verb="close",
            reason=True,
        ),
        Step(
            "close withdrawn",
            N_("Close as withdrawn"),
            OPEN,
            "closed",
            (Need(g.withdrawal_accepted), Need(g.not_paused), Need(g.actions_done), g.ENDED),
            verb="close",
            reason=True,
        ),
        Step("retain", N_("Keep"), ("closed",), "retained", (Need(g.actions_done),)),
        Step(
            "reopen",
            N_("Reopen"),
            ("closed", "retained", "no case"),
            "fact finding",
            action=Action.REOPEN,
            verb="reopen",
            reason=True,
        ),
    ],
)
