"""The head of a case's page: what it is, where it stands, what can be done next and what not yet."""

from datetime import date, datetime
from typing import Any, NamedTuple

from casework.cases.lifecycle import kinds
from casework.cases.queries.record import Record
from casework.people import Actor
from casework.web import text
from casework.web.text import _, ngettext

from .words import label, name_of, sentence


class Fact(NamedTuple):
    name: str
    words: Any
    path: str
    link: str


class Stage(NamedTuple):
    """As `ui/track.html` wants it."""

    kind: str
    label: str
    on: datetime | None
    words: str


def facts(shown: Record, actor: Actor, today: date) -> list[Fact]:
    case, base = shown.case, f"/cases/{shown.case.number}"
    found = [
        Fact(
            _("State"), _("Paused, %(state)s", state=_(case.state)) if case.paused_at else sentence(case.state), "", ""
        ),
        _with(shown, actor, base),
    ]
    if (due := next((due for due in shown.clocks if not due.stopped), None)) is not None:
        found.append(Fact(_("Due next"), _due(due.what, text.due(due.on, today, actor.zone)), "", ""))
    waiting = sum(line.kind == "message" and line.from_party and line.settled_at is None for line in shown.timeline)
    if waiting:
        words = ngettext("%(num)s message waits", "%(num)s messages wait", waiting)
        found.append(Fact(_("Dialogue"), words, "#timeline", _("read it")))
    if case.severity:
        found.append(Fact(_("Severity"), label(kinds.SEVERITIES, case.severity), "", ""))
    return found


def _with(shown: Record, actor: Actor, base: str) -> Fact:
    if shown.case.investigator_id is None:
        return Fact(_("With"), _("nobody yet"), f"{base}/assignment", _("assign it"))
    return Fact(_("With"), name_of(shown, actor, shown.case.investigator_id), "", "")


class _Due:
    """“Findings, in 6 days”, with the date in its title."""

    def __init__(self, what: str, due: text.Due) -> None:
        self.what, self.due = what, due

    def __html__(self) -> str:
        from markupsafe import Markup

        return Markup("{}, {}").format(self.what, self.due)


def _due(what: str, due: text.Due) -> _Due:
    return _Due(_(what), due)
