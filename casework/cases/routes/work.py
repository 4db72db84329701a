"""The section “The work” beside a case: what is being done on it, line by line, and what the reader may do next."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from casework.access import Action, policy
from casework.cases.lifecycle.settling import MEDIATION, POLICE
from casework.cases.queries.record import Record
from casework.people import Actor
from casework.web.text import _, gettext, ngettext

from .legal import Line, Link

Lines = Callable[[Record, Actor, date], Iterator[Line]]
Links = Callable[[Record, Actor], Iterator[Link]]


def context(shown: Record, actor: Actor, today: date) -> dict[str, Any]:
    """For `cases/_work.html`; nothing of it is drawn where both are empty."""
    return {
        "work_lines": [line for lines in LINES for line in lines(shown, actor, today)],
        "work_links": [link for links in LINKS for link in links(shown, actor)],
    }


def _planned(shown: Record, _actor: Actor, _today: date) -> Iterator[Line]:
    number, agreed = shown.work.plan
    if number:
        words = _("Plan, version %(number)s: agreed.", number=number)
        waits = _("Plan, version %(number)s: nobody has agreed to it yet.", number=number)
        yield Line(words if agreed else waits, link=(f"/cases/{shown.case.number}/plan", _("look at it")))


def _mediated(shown: Record, _actor: Actor, _today: date) -> Iterator[Line]:
    if state := shown.work.mediation:
        link = (f"/cases/{shown.case.number}/mediation", _("look at it"))
        yield Line(_("Mediation: %(state)s.", state=gettext(MEDIATION[state])), link=link)


def _reported(shown: Record, _actor: Actor, _today: date) -> Iterator[Line]:
    if state := shown.work.police:
        link = (f"/cases/{shown.case.number}/police", _("look at it"))
        yield Line(_("Police: %(state)s.", state=gettext(POLICE[state])), link=link)


def _plan(shown: Record, actor: Actor) -> Iterator[Link]:
    if not policy.judge(actor, Action.WORK_CASE, shown.matter):
        return
    base = f"/cases/{shown.case.number}"
    if not shown.work.plan.number:
        yield f"{base}/plan", _("Plan of the investigation")
    if not shown.work.mediation:
        yield f"{base}/mediation", _("Mediation, or an informal resolution")
    if not shown.work.police:
        yield f"{base}/police", _("Police")


def _evidence(shown: Record, actor: Actor) -> Iterator[Link]:
    if policy.judge(actor, Action.WORK_CASE, shown.matter):
        count = shown.work.evidence
        words = ngettext("Evidence log: %(num)s entry", "Evidence log: %(num)s entries", count)
        yield f"/cases/{shown.case.number}/evidence", words if count else _("Evidence log")


LINES: tuple[Lines, ...] = (_planned, _mediated, _reported)
LINKS: tuple[Links, ...] = (_plan, _evidence)
"""In the order of the work: plan, mediation, interviews, evidence, report, decision, letters, aftercare."""
