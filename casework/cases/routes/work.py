"""The section “The work” beside a case: what is being done on it, line by line, and what the reader may do next."""

from collections.abc import Iterator
from datetime import date

from casework.access import Action, policy
from casework.cases.lifecycle.ladder import ORGANISATION, OUTCOMES
from casework.cases.lifecycle.settling import MEDIATION, POLICE
from casework.cases.queries.record import Record
from casework.people import Actor
from casework.settings import N_
from casework.web import text
from casework.web.text import _, gettext, ngettext

from .lines import Line, Lines, Link, Links, Section, section
from .words import called


def beside(shown: Record, actor: Actor, today: date) -> Section:
    return section(_("The work"), LINES, LINKS, shown, actor, today)


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


def _heard(shown: Record, actor: Actor, _today: date) -> Iterator[Line]:
    """How many are heard, and who comes next; each stands on the page of its own."""
    found = shown.work.interviews
    if not (found.asked and policy.judge(actor, Action.WORK_CASE, shown.matter)):
        return
    words = [_("Interviews: %(heard)s of %(asked)s held.", heard=found.heard, asked=found.asked)]
    if found.talking:
        words.append(_("One is under way."))
    if found.next_at is not None:
        words.append(_("Next: %(when)s.", when=text.moment(found.next_at, actor.zone)))
    if found.unsigned:
        words.append(ngettext("%(num)s statement is with them.", "%(num)s statements are with them.", found.unsigned))
    yield Line(" ".join(words), link=(f"/cases/{shown.case.number}/interviews", _("look at them")))


def _hear(shown: Record, actor: Actor) -> Iterator[Link]:
    if not shown.work.interviews.asked and policy.judge(actor, Action.WORK_CASE, shown.matter):
        yield f"/cases/{shown.case.number}/interviews", _("Interviews")


def _evidence(shown: Record, actor: Actor) -> Iterator[Link]:
    if policy.judge(actor, Action.WORK_CASE, shown.matter):
        count = shown.work.evidence
        words = ngettext("Evidence log: %(num)s entry", "Evidence log: %(num)s entries", count)
        yield f"/cases/{shown.case.number}/evidence", words if count else _("Evidence log")


def _decided(shown: Record, actor: Actor, _today: date) -> Iterator[Line]:
    """Of each respondent, and of the organisation, what was decided or is proposed; who is heard; who has to answer."""
    base, work = f"/cases/{shown.case.number}", shown.work.deciding
    if not policy.judge(actor, Action.PREPARE_DECISION, shown.matter):
        return
    for heard_id, at in work.hearings:
        said = {"who": _who(shown, heard_id), "when": text.day(at, actor.zone)}
        yield Line(_("Hearing of %(who)s: %(when)s.", **said), link=(f"{base}/hearing", _("look at it")))
    for party_id, outcome, made in work.outcomes:
        said = {"who": _who(shown, party_id), "what": gettext((OUTCOMES | ORGANISATION)[outcome])}
        words = _("Decided, %(who)s: %(what)s.", **said) if made else _("Proposed, %(who)s: %(what)s.", **said)
        yield Line(words, link=(f"{base}/decisions", _("look at it")))
    if work.waiting:
        words = ngettext("%(num)s body has not answered.", "%(num)s bodies have not answered.", work.waiting)
        yield Line(words, link=(f"{base}/consultations", _("look at it")))


def _who(shown: Record, party_id: int | None) -> str:
    party = shown.party(party_id) if party_id else None
    return called(party) if party else _("the organisation")


def _decide(shown: Record, actor: Actor) -> Iterator[Link]:
    if policy.judge(actor, Action.PREPARE_DECISION, shown.matter):
        base = f"/cases/{shown.case.number}"
        yield f"{base}/hearing", _("Hearings")
        yield f"{base}/decisions", _("Decisions")


def _written(shown: Record, actor: Actor, _today: date) -> Iterator[Line]:
    """Letters that wait for somebody to do something with them."""
    if not policy.judge(actor, Action.WORK_CASE, shown.matter):
        return
    drafts, finished = shown.work.letters["draft"], shown.work.letters["finished"]
    words = [ngettext("%(num)s draft of a letter.", "%(num)s drafts of letters.", drafts)] if drafts else []
    if finished:
        words.append(ngettext("%(num)s letter is not handed over.", "%(num)s letters are not handed over.", finished))
    if words:
        yield Line(" ".join(words), link=(f"/cases/{shown.case.number}/letters", _("look at them")))


def _write(shown: Record, actor: Actor) -> Iterator[Link]:
    if policy.judge(actor, Action.WORK_CASE, shown.matter):
        yield f"/cases/{shown.case.number}/letters", _("Letters")


REPORT = {"draft": N_("draft"), "put": N_("put to approval"), "returned": N_("returned"), "approved": N_("approved")}


def _report(shown: Record, _actor: Actor, _today: date) -> Iterator[Line]:
    number, state = shown.work.report
    if number:
        words = _("Report, version %(number)s: %(state)s.", number=number, state=gettext(REPORT[state]))
        yield Line(words, link=(f"/cases/{shown.case.number}/report", _("look at it")))


def _to_report(shown: Record, actor: Actor) -> Iterator[Link]:
    if not shown.work.report[0] and policy.judge(actor, Action.WORK_CASE, shown.matter):
        yield f"/cases/{shown.case.number}/report", _("Report")


def _compare(shown: Record, actor: Actor) -> Iterator[Link]:
    about = any(party.role == "respondent" and not party.ended_at for party in shown.parties)
    if about and policy.judge(actor, Action.COMPARE, shown.matter):
        yield f"/cases/{shown.case.number}/comparators", _("What like cases came to")


def _checked(shown: Record, _actor: Actor, _today: date) -> Iterator[Line]:
    done, every = shown.work.checks
    if every:
        words = _("Aftercare: %(done)s of %(all)s checks done.", done=done, all=every)
        yield Line(words, link=(f"/cases/{shown.case.number}/aftercare", _("look at it")))


LINES: tuple[Lines, ...] = (_planned, _mediated, _reported, _heard, _report, _decided, _written, _checked)
LINKS: tuple[Links, ...] = (_plan, _hear, _evidence, _to_report, _decide, _compare, _write)
"""In the order of the work: plan, mediation, interviews, evidence, report, decision, letters, aftercare."""
