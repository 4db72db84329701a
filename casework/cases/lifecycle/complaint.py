"""The complaint workflow: grievance, discrimination, harassment."""

from casework.access import Action
from casework.settings import N_

from . import deciding as d
from . import guards as g
from . import planning
from .workflow import Need, Step, Workflow

STATES = {
    "received": N_("Received"),
    "in triage": N_("In triage"),
    "advice given": N_("Advice given"),
    "referred elsewhere": N_("Referred elsewhere"),
    "informal resolution": N_("Informal resolution"),
    "planned": N_("Planned"),
    "under investigation": N_("Under investigation"),
    "findings in review": N_("Findings in review"),
    "awaiting decision": N_("Awaiting decision"),
    "in action": N_("In action"),
    "appealed": N_("Appealed"),
    "closed": N_("Closed"),
    "aftercare": N_("Aftercare"),
    "retained": N_("Retained"),
}
PATH = (
    "received", "in triage", "planned", "under investigation", "findings in review", "awaiting decision", "in action",
    "closed", "aftercare", "retained",
)  # fmt: skip
OPEN = tuple(state for state in STATES if state not in ("closed", "aftercare", "retained"))
ANSWERED = Need(g.messages_answered, override=True)

COMPLAINT = Workflow(
    STATES,
    PATH,
    [
        Step("triage", N_("Take into triage"), ("received",), "in triage", g.ALWAYS),
        Step("advise", N_("Give advice"), ("in triage",), "advice given", g.ALWAYS, reason=True),
        Step("refer", N_("Refer elsewhere"), ("in triage",), "referred elsewhere", g.ALWAYS, reason=True),
        Step(
            "resolve",
            N_("Try informal resolution"),
            ("in triage", "planned"),
            "informal resolution",
            (*g.ALWAYS, Need(g.mediation_fits, override=True), Need(planning.both_asked)),
            reason=True,
        ),
        Step(
            "plan",
            N_("Plan the investigation"),
            ("in triage", "informal resolution"),
            "planned",
            (*g.ALWAYS, Need(g.alleged), Need(g.investigator), Need(planning.mediation_ended, override=True)),
        ),
        Step(
            "investigate",
            N_("Begin to investigate"),
            ("planned",),
            "under investigation",
            (*g.ALWAYS, Need(g.alleged), Need(g.investigator), Need(planning.planned, override=True)),
        ),
        Step(
            "review",
            N_("Send findings to review"),
            ("under investigation",),
            "findings in review",
            (
                *g.ALWAYS,
                Need(g.alleged),
                Need(g.each_found),
                Need(g.each_grounded, override=True),
                Need(g.respondents_informed, override=True),
                Need(g.evidence_shown, override=True),
            ),
        ),
        Step(
            "approve",
            N_("Approve the findings"),
            ("findings in review",),
            "awaiting decision",
            (
                *g.ALWAYS,
                Need(g.each_found),
                Need(g.report_finished, override=True),
                Need(g.counsel_agreed, override=True),
            ),
            action=Action.APPROVE,
            verb="approve",
        ),
        Step(
            "return",
            N_("Return the findings"),
            ("findings in review",),
            "under investigation",
            action=Action.APPROVE,
            verb="return",
            reason=True,
        ),
        Step(
            "decide",
            N_("Decide what follows"),
            ("awaiting decision",),
            "in action",
            (*g.ALWAYS, Need(g.findings_approved), Need(d.termination_agreed, override=True), *d.DECIDING),
            reason=True,
        ),
        Step(
            "close",
            N_("Close"),
            ("in action",),
            "closed",
            (*g.ALWAYS, *g.ENDING),
            verb="close",
            reason=True,
        ),
        Step(
            "close",
            N_("Close"),
            ("advice given", "referred elsewhere", "informal resolution"),
            "closed",
            (
                *g.ALWAYS,
                Need(g.each_found, override=True),
                Need(planning.mediation_ended, override=True),
                Need(g.actions_done),
                ANSWERED,
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
            (Need(g.withdrawal_accepted), Need(g.not_paused), Need(g.actions_done), ANSWERED, g.ENDED),
            verb="close",
            reason=True,
        ),
        Step("appeal", N_("Record an appeal"), ("in action", "closed", "aftercare"), "appealed", verb="appeal"),
        Step(
            "decide appeal",
            N_("Decide the appeal"),
            ("appealed",),
            "in action",
            action=Action.DECIDE_APPEAL,
            verb="decide appeal",
            reason=True,
        ),
        Step("aftercare", N_("Begin aftercare"), ("closed",), "aftercare"),
        Step(
            "retain",
            N_("End aftercare and keep"),
            ("closed", "aftercare"),
            "retained",
            (Need(g.actions_done), Need(g.checks_done, override=True)),
        ),
        Step(
            "reopen",
            N_("Reopen"),
            ("closed", "aftercare", "retained"),
            "under investigation",
            action=Action.REOPEN,
            verb="reopen",
            reason=True,
        ),
        Step(
            "triage again",
            N_("Take back into triage"),
            ("advice given", "referred elsewhere", "informal resolution", "planned"),
            "in triage",
            (*g.ALWAYS, Need(planning.mediation_ended, override=True)),
            reason=True,
        ),
    ],
)
