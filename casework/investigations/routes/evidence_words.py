"""The evidence log in words: numbers, names, days, as pages and lists say them."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from casework.cases.queries.record import Record
from casework.cases.routes.words import called, label
from casework.investigations.lifecycle.evidence import ASIDE, BACK, CORRECTED, DIRECTIONS, KINDS
from casework.investigations.queries.evidence import EvidenceShown
from casework.people import Actor
from casework.web import text
from casework.web.text import _, gettext

MOST = 90
"""Characters of a message by which it is known again in a list."""


def number_of(entry: EvidenceShown) -> str:
    return _("P%(number)s", number=entry.position) if entry.is_privileged else _("E%(number)s", number=entry.position)


def named(entry: EvidenceShown) -> str:
    """As other pages refer to it."""
    return f"{number_of(entry)}, {entry.what or _('damaged, cannot be opened')}"


def kind_of(entry: EvidenceShown) -> str:
    return label(KINDS, entry.kind)


def from_whom(shown: Record, entry: EvidenceShown) -> str:
    party = called(shown.party(entry.from_party)) if entry.from_party else ""
    return ", ".join(filter(None, (party, entry.source)))


def arose(entry: EvidenceShown) -> str:
    return ", ".join(filter(None, (text.day(entry.arose_on) if entry.arose_on else "", entry.arose)))


def way(direction: str | None) -> str:
    """Which way it points; “taken back” for none."""
    if direction is None:
        return _("damaged, cannot be opened")
    return gettext(DIRECTIONS[direction]) if direction in DIRECTIONS else _("taken back")


def changed(kind: str) -> str:
    return {
        CORRECTED: _("Corrected."), ASIDE: _("Set aside."), BACK: _("Put back."),
    }[kind]  # fmt: skip


def before(shown: Record, said: Mapping[str, Any]) -> str:
    """What stood there, as one line."""
    party = called(shown.party(int(said["from_party"]))) if said.get("from_party") else ""
    days = [text.day(date.fromisoformat(said[name])) for name in ("arose_on", "obtained_on") if said.get(name)]
    rest = (said.get(name) for name in ("what", "source", "arose", "how"))
    return "; ".join(filter(None, (label(KINDS, str(said["kind"])), *map(str, filter(None, rest)), party, *days)))


def allegations(shown: Record) -> dict[int, str]:
    """By id, as they are called in a list; one that was dropped too, for entries speak of it."""
    return {
        one.id: _(
            "%(position)s. %(issue)s", position=one.position, issue=gettext(one.issue) if one.issue else _("damaged")
        )
        for one in shown.allegations
    }


def papers(shown: Record) -> list[tuple[int, str]]:
    """Those that can be entered: opened by the reader, and out of the reporter's own room."""
    return [
        (one.id, f"{one.name}, {text.day(one.at)}") for one in shown.papers if one.name and not one.is_original
    ]  # fmt: skip


def messages(shown: Record, actor: Actor) -> list[tuple[int, str]]:
    found = []
    for line in shown.timeline:
        if line.kind == "message" and line.text:
            who = called(shown.party(line.subject)) if line.from_party else _("to %(who)s",
                who=called(shown.party(line.subject)))  # fmt: skip
            words = " ".join(line.text.split())[:MOST]
            found.append((line.id, f"{text.day(line.at, actor.zone)}, {who}: {words}"))
    return found


class Line(NamedTuple):
    """An entry as the log has it, flat: rows of hundreds are drawn from it."""

    id: int
    number: str
    room: str
    what: str
    more: str
    said: list[tuple[str, str, str]]
    custody: str
    aside: str
    """Why it is set aside; empty for most."""


def line(shown: Record, entry: EvidenceShown, named: dict[int, str]) -> Line:
    whom, when = from_whom(shown, entry), arose(entry)
    more = [kind_of(entry).capitalize(), _("from %(whom)s", whom=whom) if whom else "", when,
            _("obtained on %(day)s", day=text.day(entry.obtained_on))]  # fmt: skip
    points = [(way(one.direction), named.get(one.allegation_id, ""), one.why or "") for one in entry.points]
    last = entry.custody[-1] if entry.custody else None
    lies = _("Lies with %(whom)s: %(place)s", whom=last.taker or "", place=last.place or "") if last else ""
    aside = (entry.why_aside or _("set aside")) if entry.aside_at else ""
    return Line(
        entry.id, number_of(entry), entry.room, entry.what or _("It is damaged, and cannot be opened."),
        ", ".join(filter(None, more)), points, lies, aside,
    )  # fmt: skip
