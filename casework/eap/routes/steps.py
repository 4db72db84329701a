"""`…/steps`: the referral moves on. What is the employee's to decide takes their word."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from litestar.exceptions import NotFoundException

from casework.cases.lifecycle import Next
from casework.eap.actions import steps
from casework.eap.forms.work import StepForm
from casework.eap.lifecycle import OF_EMPLOYEE, REFERRAL, Facts
from casework.eap.queries.record import Record
from casework.settings import N_
from casework.web.text import _, gettext

from .doing import Asked, Deed, Doing
from .handlers import routes

PAGES = {"refer": "/placement", "accept": "#placement"}
"""Steps that go with something else: whoever does that takes the step too."""
SAYS = {
    "consent": N_("They agree that a provider is asked for them."),
    "decline": N_("They want no support now. It is written down here and cited nowhere else; they can always ask."),
    "withdraw": N_("They want no more of it. What was planned is cancelled, and the provider’s place is free."),
}


class Choice(NamedTuple):
    """`path`: a page of its own; without one the button sends the step at once."""

    name: str
    label: str
    reasons: list[tuple[str, str]]
    path: str


def choices(shown: Record, base: str) -> list[Choice]:
    """What can come next, or why not yet; the straight way first."""
    nexts = sorted(shown.next, key=lambda one: (one.step.end not in REFERRAL.path, one.step.name == "return"))
    return [_choice(one, base) for one in nexts]


def _choice(one: Next[Facts], base: str) -> Choice:
    name = one.step.name
    reasons = [(_(why.said), base + PAGES.get(name, why.anchor)) for why in one.whys]
    path = f"{base}/steps?{urlencode({'step': name})}" if name in OF_EMPLOYEE else ""
    return Choice(name, gettext(one.step.label), reasons, path)


def _start(asked: Asked) -> dict[str, Any]:
    name = asked.query.get("step", "")
    if REFERRAL.step(name, asked.shown.stated.state) is None:
        raise NotFoundException
    return {"step": name}


def _fill(_asked: Asked, form: Any) -> None:
    if form.step.data in OF_EMPLOYEE:
        form.needs_their_word()
    else:
        del form.on_their_word


def _more(asked: Asked) -> dict[str, Any]:
    name = asked.query.get("step", "")
    step = REFERRAL.step(name, asked.shown.stated.state)
    return {"step_label": gettext(step.label) if step else _("Take a step"), "step_says": gettext(SAYS.get(name, ""))}


def _take(deed: Deed) -> str:
    form = deed.form
    word = "on_their_word" in form and bool(form.on_their_word.data)
    steps.take(
        deed.db, deed.referral, str(form.step.data or ""), by=deed.by, on_their_word=word, version=form.seen
    )  # fmt: skip
    return "#track"


ROUTES = routes(
    Doing(
        "/steps", N_("Take a step"), N_("Write it down"), StepForm, _take,
        start=_start, fill=_fill, more=_more, template="eap/step.html",
    ),
)  # fmt: skip
