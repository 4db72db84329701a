"""Why something comes due, and why it stays, in words."""

import json
from datetime import date
from typing import Any, NamedTuple

from casework.cases.actions.closing import OUTCOMES
from casework.cases.models import Destroyed
from casework.cases.queries.keeping import NOBODY, Coming
from casework.cases.queries.schedule import CASE, EXIT, LINES, REFERRAL, SAYS
from casework.clocks.retention import APPEALED, CHARGED, EARLY, HELD, OPEN, Fact, Limit
from casework.clocks.rules import Unit
from casework.settings import N_
from casework.web.text import _, day, gettext, ngettext

LENGTHS = {
    Unit.DAYS: (N_("%(num)s day"), N_("%(num)s days")),
    Unit.BUSINESS_DAYS: (N_("%(num)s business day"), N_("%(num)s business days")),
    Unit.AGREEMENT_DAYS: (N_("%(num)s agreement day"), N_("%(num)s agreement days")),
    Unit.MONTHS: (N_("%(num)s month"), N_("%(num)s months")),
    Unit.YEARS: (N_("%(num)s year"), N_("%(num)s years")),
}
STAYS = {
    CHARGED: N_("A charge or a claim is open: it stays until its final disposition."),
    APPEALED: N_("An appeal is not decided."),
    OPEN: N_("It is not over: nothing of it goes while it is under way."),
    NOBODY: N_(
        "Nobody else could agree to it: there is no second person who may and whom nothing keeps from it. "
        "Nothing is destroyed by one person alone."
    ),
    "asked": N_("Its destruction was asked for already."),
    "gone": N_("It was gone already."),
}
TITLES = {CASE: N_("Retention"), EXIT: N_("What is kept of those who left"), REFERRAL: N_("Referrals that are over")}
COUNTED = {
    CASE: (N_("%(num)s case"), N_("%(num)s cases")),
    EXIT: (N_("%(num)s exit"), N_("%(num)s exits")),
    REFERRAL: (N_("%(num)s referral"), N_("%(num)s referrals")),
}
ENDED = {
    CASE: N_("closed %(day)s"),
    EXIT: N_("over since %(day)s"),
    REFERRAL: N_("over since %(day)s"),
}


class Line(NamedTuple):
    """One matter as a list shows it. `number`: as its page is called; `why`: by which rule it comes due."""

    id: int
    number: str
    path: str
    kind: str
    on: date
    past: bool
    why: str
    least: str
    stays: tuple[str, ...]
    free: bool
    asked: bool
    asked_for: bool


def line(one: Coming, *, path: str, alone: bool) -> Line:
    kept = one.kept
    stays = tuple(stays_because(why, one) for why in one.stays)
    if not one.stays and alone and not one.asked_for:
        stays = (gettext(STAYS[NOBODY]),)
    return Line(
        kept.id, kept.number, path, gettext(LINES[kept.line]), one.term.most.on, one.past, reason(one),
        _("may go from %(day)s: %(rule)s", day=day(one.term.least.on), rule=limit(one.term.least, N_("at least"))),
        stays, not stays and not one.asked_for, kept.asked, one.asked_for,
    )  # fmt: skip


def reason(one: Coming) -> str:
    """“closed 3 Nov 2023; Germany: at most 3 years, HinSchG §11(5)”."""
    ended = _(ENDED[one.kept.of], day=day(one.term.base))
    most, least = one.term.most, one.term.least
    word = N_("at least") if most is least else N_("at most")
    return _("%(ended)s; %(rule)s", ended=ended, rule=limit(most, word))


def limit(one: Limit, word: str) -> str:
    return rule(one.fact, word)


def rule(fact: Fact, word: str) -> str:
    """Whose, how long, and who says so."""
    return _said(fact.whose, word, fact.rule.amount, fact.rule.unit, gettext(fact.rule.source))


def _said(whose: str, word: str, amount: int, unit: Unit, source: str) -> str:
    words = {"who": gettext(whose) if whose else _("own rule"), "word": gettext(word), "long": length(amount, unit)}
    said = _("%(who)s: %(word)s %(long)s", **words)
    return said if not whose and source == gettext(SAYS) else _("%(said)s, %(source)s", said=said, source=source)


def length(amount: int, unit: Unit) -> str:
    return ngettext(*LENGTHS[unit], amount)


def stays_because(why: str, one: Coming | None = None) -> str:
    if why == HELD:
        since = one.kept.held_on if one else None
        said = _("It is under a hold since %(day)s.", day=day(since)) if since else _("It is under a hold.")
        return f"{said} {_('Ask counsel.')}"
    if why == EARLY:
        return _("Its time has not come.") if one is None else _("Not before %(day)s.", day=day(one.term.least.on))
    return gettext(STAYS[why])


def counted(of: str, number: int) -> str:
    return ngettext(*COUNTED[of], number)


def outcome(row: Destroyed) -> str:
    """The category alone: of exits the state they ended in, of referrals nothing."""
    return gettext(OUTCOMES.get(row.outcome, row.outcome)) if row.outcome else ""


def rule_then(row: Destroyed) -> str:
    """By which rule it went, as it was on that day."""
    said: dict[str, Any] = json.loads(row.rule)
    on, whose, amount, unit, source = said["most"]
    went = _("kept from %(day)s", day=day(date.fromisoformat(said["from"])))
    same = said["most"] == said["least"]
    by = _said(whose, N_("at least") if same else N_("at most"), amount, Unit(unit), gettext(source))
    return _("%(went)s; %(rule)s, until %(day)s", went=went, rule=by, day=day(date.fromisoformat(on)))


def kind(row: Destroyed) -> str:
    return gettext(LINES[row.kind] if row.kind else LINES[row.of])
