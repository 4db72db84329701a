"""The section “Legal” beside a case: what the law asks of it now, line by line, and what the reader may do about it."""

from collections.abc import Iterator
from datetime import date

from casework.access import Action, policy
from casework.cases.lifecycle import charges
from casework.cases.lifecycle.counsel import ABOUT, OPEN, STATES
from casework.cases.queries.record import Record
from casework.db import utc_now
from casework.people import Actor
from casework.web import text
from casework.web.text import _, gettext, ngettext

from .lines import Line, Lines, Link, Links, Section, section
from .words import ROOM_WORDS, name_of


def beside(shown: Record, actor: Actor, today: date) -> Section:
    return section(_("Legal"), LINES, LINKS, shown, actor, today)


def _restricted(shown: Record, actor: Actor, _today: date) -> Iterator[Line]:
    """Every restriction that was: who lost access by it, when, by whom and why stays on the case."""
    lifts = policy.judge(actor, Action.RESTRICT, shown.matter)
    for one in shown.legal.restrictions:
        said = {"day": text.day(one.at, actor.zone), "who": name_of(shown, actor, one.by)}
        lost = tuple(f"{name_of(shown, actor, id_)}: {_rooms(rooms)}" for id_, rooms in one.lost)
        folded = ngettext("%(num)s person lost access", "%(num)s people lost access", len(lost)) if lost else ""
        if one.lifted_at is None:
            link = (f"/cases/{shown.case.number}/restriction/end", _("Lift it")) if lifts else None
            yield Line(_("Restricted since %(day)s, by %(who)s.", **said), one.why or "", link, lost, folded)
        else:
            said |= {"end": text.day(one.lifted_at, actor.zone), "by": name_of(shown, actor, one.lifted_by)}
            words = _("Restricted on %(day)s by %(who)s, lifted on %(end)s by %(by)s.", **said)
            yield Line(words, f"{one.why or ''} {one.why_lifted or ''}".strip(), None, lost, folded)


def _rooms(names: tuple[str, ...]) -> str:
    return ", ".join(gettext(ROOM_WORDS[name]).lower() for name in names)


def _directed(shown: Record, actor: Actor, today: date) -> Iterator[Line]:
    ends = policy.judge(actor, Action.DIRECT, shown.matter)
    for one in shown.legal.directions:
        if one.holds(today):
            who = name_of(shown, actor, one.counsel_id)
            words = _("At the direction of counsel, %(who)s, since %(day)s.", who=who, day=text.day(one.from_on, "UTC"))
            end = (f"/cases/{shown.case.number}/direction/{one.id}/end", _("End it")) if ends else None
            until = _("Until %(day)s.", day=text.day(one.until_on, "UTC")) if one.until_on else ""
            yield Line(words, " ".join(filter(None, (one.why, until))), end)


def _refused(shown: Record, actor: Actor, _today: date) -> Iterator[Line]:
    """What counsel said is not privileged, to who reads where it lies now."""
    for one in shown.legal.claims:
        if one.state == "refused" and one.decided_at and one.reason:
            said = {"day": text.day(one.decided_at, actor.zone), "who": name_of(shown, actor, one.decided_by)}
            words = _("Not privileged, said %(who)s on %(day)s.", **said)
            yield Line(words, one.reason, (f"#entry-{one.note_id or one.paper_id}", _("what it is")))


def _privileged(shown: Record, actor: Actor) -> Iterator[Link]:
    if policy.judge(actor, Action.DECIDE_PRIVILEGE, shown.matter):
        waiting = sum(one.state == "asked" for one in shown.legal.claims)
        words = ngettext("Privileged: %(num)s thing to confirm", "Privileged: %(num)s things to confirm", waiting)
        yield f"/cases/{shown.case.number}/privilege", words if waiting else _("Privileged: who reads it")


def _restrict(shown: Record, actor: Actor) -> Iterator[Link]:
    if shown.legal.restriction is None and policy.judge(actor, Action.RESTRICT, shown.matter):
        yield f"/cases/{shown.case.number}/restriction", _("Restrict it to named people")


def _direct(shown: Record, actor: Actor) -> Iterator[Link]:
    today = utc_now().astimezone(text.zone_of(actor.zone)).date()
    running = any(one.holds(today) for one in shown.legal.directions)
    if not running and policy.judge(actor, Action.DIRECT, shown.matter):
        yield f"/cases/{shown.case.number}/direction", _("Put it under counsel’s direction")


def _asked(shown: Record, actor: Actor, today: date) -> Iterator[Line]:
    for one in shown.legal.reviews:
        about, who = gettext(ABOUT[one.about]), name_of(shown, actor, one.counsel_id) if one.counsel_id else _("nobody")
        words = _("Asked of counsel: %(about)s.", about=about)
        when = text.due(one.due_on, today).words if one.state in OPEN else ""
        more = ", ".join(filter(None, (gettext(STATES[one.state]), _("with %(who)s", who=who), when)))
        yield Line(words, more, (f"/reviews/{one.id}", _("look at it")))


def _ask(shown: Record, actor: Actor) -> Iterator[Link]:
    if all(policy.judge(actor, action, shown.matter) for action in (Action.ASK_REVIEW, Action.ADD_MEMBER)):
        yield f"/cases/{shown.case.number}/counsel", _("Ask counsel")


def _kept(shown: Record, actor: Actor, _today: date) -> Iterator[Line]:
    if shown.legal.unchosen:
        link = (f"/cases/{shown.case.number}/retention", _("choose from which day it is kept"))
        may = policy.judge(actor, Action.CHOOSE_RETENTION, shown.matter)
        yield Line(_("Closed again: the first day stands until somebody chooses."), link=link if may else None)


def _held(shown: Record, actor: Actor, _today: date) -> Iterator[Line]:
    if shown.legal.held_since is not None:
        words = _("Held since %(day)s: nothing is destroyed or taken back.", day=text.day(shown.legal.held_since))
        places = policy.may_ever(actor, Action.PLACE_HOLD)
        yield Line(words, link=(f"/cases/{shown.case.number}/holds", _("what holds it")) if places else None)


def _hold(shown: Record, actor: Actor) -> Iterator[Link]:
    if shown.legal.held_since is None and policy.may_ever(actor, Action.PLACE_HOLD):
        yield f"/cases/{shown.case.number}/holds", _("Hold this case")


def _charged(shown: Record, _actor: Actor, _today: date) -> Iterator[Line]:
    for one in shown.legal.proceedings:
        what = ", ".join(filter(None, (gettext(charges.KINDS[one.kind]), one.agency)))
        link = (f"/cases/{shown.case.number}/proceedings#proceeding-{one.id}", _("look at it"))
        yield Line(f"{what[:1].upper()}{what[1:]}: {gettext(charges.STATES[one.state])}.", link=link)


def _charge(shown: Record, actor: Actor) -> Iterator[Link]:
    if policy.judge(actor, Action.KEEP_PROCEEDINGS, shown.matter):
        yield f"/cases/{shown.case.number}/proceedings", _("Charges and claims")


def _disclose(shown: Record, _actor: Actor) -> Iterator[Link]:
    """Where somebody of it may be asked about: a confidential reporter."""
    if any(party.is_reporter and party.mode == "confidential" for party in shown.parties):
        yield f"/cases/{shown.case.number}/disclosures", _("Disclosure of an identity")


def _tell(shown: Record, _actor: Actor) -> Iterator[Link]:
    if any(not party.is_reporter and party.ended_at is None for party in shown.parties):
        yield f"/cases/{shown.case.number}/notices", _("Who was told that their data is processed")


def _hand_out(shown: Record, actor: Actor) -> Iterator[Link]:
    base = f"/cases/{shown.case.number}"
    if policy.judge(actor, Action.WORK_CASE, shown.matter):
        yield f"{base}/chronology", _("Chronology")
    if policy.judge(actor, Action.EXPORT_CASE, shown.matter):
        yield f"{base}/export", _("Hand out a case file")


LINES: tuple[Lines, ...] = (_restricted, _directed, _held, _refused, _asked, _charged, _kept)
LINKS: tuple[Links, ...] = (_privileged, _ask, _hold, _charge, _restrict, _direct, _disclose, _tell, _hand_out)
