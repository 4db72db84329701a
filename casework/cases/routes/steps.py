"""What can be done next on a case, or why not yet; and `POST …/steps`, which does it."""

from dataclasses import replace
from typing import Any, NamedTuple
from urllib.parse import urlencode

from litestar.exceptions import NotFoundException
from wtforms.validators import DataRequired

from casework.access import Action, policy
from casework.cases.actions import course
from casework.cases.forms.course import StepForm
from casework.cases.lifecycle import WORKFLOWS, Facts, Next, Point, Why
from casework.cases.lifecycle.guards import counsel_agreed
from casework.cases.queries.record import Record
from casework.clocks.policy import REVIEWED, TERMINATION
from casework.people import Actor
from casework.settings import N_
from casework.web import nonces
from casework.web.text import _, gettext

from .doing import Asked, Deed, Doing
from .handlers import routes
from .header import Stage
from .words import name_of

VERBS = {
    "approve": "/approval", "return": "/approval", "close": "/closure", "appeal": "/appeals", "reopen": "/reopening",
}  # fmt: skip
"""Steps with a page of their own."""
ANCHORS = {
    "#messages": "#timeline", "#actions": "#tasks", "#appeals": "#statements", "#withdrawal": "#statements",
    "#plan": "/plan", "#mediation": "/mediation", "#review": "/approval", "#pause": "/pause", "#members": "/assignment",
    "#report": "/report",
    "#decisions": "/decisions", "#hearing": "/hearing", "#consultations": "/consultations",
    "#just-cause": "/decisions", "#retaliation": "/retaliation-review",
    **{f"#counsel-{about}": f"/counsel?{urlencode({'about': about})}" for about in REVIEWED},
}  # fmt: skip
BOTH_AGREE = N_("Mediation needs the consent of both: write down who agreed to what, and when.")
BACK = frozenset({"triage again", "reopen", "return"})


class Reason(NamedTuple):
    words: str
    path: str


class Choice(NamedTuple):
    """`path`: a page of its own; without one the button sends the step at once. `waits`: what of it is not possible
    yet, where the rest is."""

    name: str
    label: str
    reasons: list[Reason]
    path: str
    overridable: bool
    waits: tuple[Reason, ...] = ()


def context(shown: Record, actor: Actor) -> dict[str, Any]:
    """For the head of the page: the track, the steps, and what their forms send along."""
    nexts = sorted((one for one in shown.steps if _shown(one, shown, actor)), key=lambda one: _aside(one, shown))
    return {
        "way": [_stage(point, shown, actor) for point in shown.track],
        "steps": [_approving(_choice(one, shown), one, shown, actor) for one in nexts if one.step.name not in BACK],
        "others": [*_back(nexts, shown), *_beside(shown)],
        "overrides": bool(policy.judge(actor, Action.OVERRIDE, shown.matter)),
        "nonce": nonces.make(),
    }


def _aside(one: Next[Facts], shown: Record) -> bool:
    """The way that the track shows comes first, what leaves it after."""
    return one.step.end not in WORKFLOWS[shown.case.kind].path


def _stage(point: Point, shown: Record, actor: Actor) -> Stage:
    words = name_of(shown, actor, point.by) if point.by else ""
    return Stage(point.status, gettext(point.label), point.at, words)


def _shown(one: Next[Facts], shown: Record, actor: Actor) -> bool:
    """What is not theirs to do is not offered; ending a withdrawn case, only where somebody withdrew."""
    if one.step.name == "close withdrawn" and not any(asked.result != "goes on" for asked in shown.withdrawals):
        return False
    return bool(policy.judge(actor, one.step.action, shown.matter)) or _alone(one, shown, actor)


def _alone(one: Next[Facts], shown: Record, actor: Actor) -> bool:
    """Their own findings, which a lead approves only where there is nobody else."""
    own = one.step.verb == "approve" and not policy.judge(actor, one.step.action, shown.matter)
    return own and bool(policy.judge(actor, Action.APPROVE_ALONE, shown.matter))


def _approving(choice: Choice, one: Next[Facts], shown: Record, actor: Actor) -> Choice:
    if not _alone(one, shown, actor):
        return choice
    why = Reason(_("You investigated this yourself: somebody else approves it, or you say why nobody can."), "")
    return choice._replace(reasons=[*choice.reasons, why], overridable=not choice.reasons)


def _choice(one: Next[Facts], shown: Record) -> Choice:
    base, step = f"/cases/{shown.case.number}", one.step
    reasons = [Reason(_(why.said), _anchor(base, why.anchor)) for why in one.whys]
    path = _page(base, step.name, step.verb, shown)
    if not path and (step.reason or step.verb or one.overridable):
        path = f"{base}/steps?{urlencode({'step': step.name})}"
    return Choice(step.name, gettext(step.label), reasons, path, one.overridable, _partly(one, shown))


def _partly(one: Next[Facts], shown: Record) -> tuple[Reason, ...]:
    """What counsel has not agreed to, where something else can be decided meanwhile."""
    here = {why.guard for why in one.whys}
    base = f"/cases/{shown.case.number}"
    return tuple(
        Reason(_(why.said), _anchor(base, why.anchor))
        for why in _for_counsel(shown, one.step.name)
        if why.guard not in here
    )


def _for_counsel(shown: Record, step: str) -> list[Why]:
    """What of a step waits for counsel, whatever will be chosen."""
    if shown.facts is None:
        return []
    known = replace(shown.facts, deciding=TERMINATION)
    return [why for why in WORKFLOWS[shown.case.kind].why_not(step, known) if why.guard == counsel_agreed.name]


def waits(asked: Asked, step: str) -> dict[str, Any]:
    """For the page of a step: the sentence with where to ask, and whether a reason gets past it."""
    shown = asked.shown
    base, found = f"/cases/{shown.case.number}", _for_counsel(shown, step)
    past = asked.typed.get("override") or asked.query.get("override")
    may = bool(policy.judge(asked.actor, Action.OVERRIDE, shown.matter))
    return {
        "waits": [] if past else [Reason(_(why.said), _anchor(base, why.anchor)) for why in found],
        "may_go_past": may and bool(found) and not past,
    }


def _page(base: str, name: str, verb: str, shown: Record) -> str:
    if verb == "decide appeal":
        open_one = next((appeal for appeal in shown.appeals if not appeal.ended), None)
        return f"{base}/appeals/{open_one.id}/decision" if open_one else ""
    if name == "close withdrawn":
        return f"{base}/closure?step=close+withdrawn"
    return f"{base}{VERBS[verb]}" if verb in VERBS else ""


def _anchor(base: str, anchor: str) -> str:
    target = ANCHORS.get(anchor, anchor)
    return f"{base}{target}" if target.startswith("/") else target


def _back(nexts: list[Next[Facts]], shown: Record) -> list[tuple[str, str]]:
    found = [_choice(one, shown) for one in nexts if one.step.name in BACK and one.possible]
    return [(choice.label, choice.path) for choice in found]


def _beside(shown: Record) -> list[tuple[str, str]]:
    base = f"/cases/{shown.case.number}"
    pause = (_("Take it up again"), f"{base}/resumption") if shown.case.paused_at else (_("Pause"), f"{base}/pause")
    return [pause, (_("Record a withdrawal"), f"{base}/withdrawals")]


def _asked_step(asked: Asked) -> str:
    query = asked.query.get("step", "")
    flow = WORKFLOWS[asked.shown.case.kind]
    step = flow.step(query, asked.shown.case.state)
    if step is None or step.verb:
        raise NotFoundException
    return query


def _start(asked: Asked) -> dict[str, Any]:
    """A step that was sent may be one that somebody else has just taken: that is told, and is no wrong address."""
    if asked.typed.get("step"):
        return {}
    return {"step": _asked_step(asked), "override": asked.query.get("override", "")}


def _more(asked: Asked) -> dict[str, Any]:
    """What the step is called, and what is gone past."""
    name = asked.typed.get("step") or asked.query.get("step", "")
    one = next((one for one in asked.shown.steps if one.step.name == name), None)
    if one is None:
        return {"step_label": _("Take a step"), "step_name": name, "whys": [], "waits": [], "may_go_past": False}
    past = asked.typed.get("override") or asked.query.get("override")
    whys = [why.said for why in one.whys] + [why.said for why in _for_counsel(asked.shown, name) if why not in one.whys]
    said = list(map(_, whys)) if past else []
    return {"step_label": gettext(one.step.label), "step_name": name, "whys": said, **waits(asked, name)}


def _take(deed: Deed) -> str:
    form = deed.form
    course.take(
        deed.db, deed.case, deed.file, str(form.step.data), by=deed.by, version=form.seen,
        reason=form.reason.data or "", override=bool(form.override.data),
    )  # fmt: skip
    return "#track"


def _fill(asked: Asked, form: Any) -> None:
    """Why, where the record needs it."""
    name = asked.typed.get("step") or asked.query.get("step", "")
    step = WORKFLOWS[asked.shown.case.kind].step(name, asked.shown.case.state)
    if name == "resolve":
        form.reason.description = _(BOTH_AGREE)
    if asked.typed.get("override") or asked.query.get("override") or (step and step.reason):
        form.reason.validators = [DataRequired()]
        form.reason.flags.optional = False


ROUTES = routes(
    Doing(
        "/steps", Action.TAKE_STEP, N_("Take a step"), N_("Take this step"), StepForm, _take,
        start=_start, fill=_fill, more=_more, template="cases/step.html",
    ),
)  # fmt: skip
