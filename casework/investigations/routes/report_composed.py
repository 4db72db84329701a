"""What the record itself says in a report, section by section, as blocks that the press sets and a page shows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.cases.actions import told as told_
from casework.cases.lifecycle import WORKFLOWS, grounds, heard, kinds
from casework.cases.lifecycle.grounds import Grounds
from casework.cases.queries import evidence_known
from casework.cases.queries.record import AllegationShown, Record, ToldShown
from casework.cases.queries.record.opening import FILE, key_of
from casework.cases.queries.rows import Rows
from casework.cases.routes.sections import heading_of
from casework.cases.routes.words import channel, kind, label, name_of, sentence
from casework.clocks.policy import STANDARDS
from casework.investigations.lifecycle.evidence import KINDS
from casework.investigations.lifecycle.report import Naming
from casework.investigations.queries import evidence, interviews, reports
from casework.investigations.queries.evidence import EvidenceShown
from casework.people import Actor
from casework.press.document import Block, facts, heading, points, small, table
from casework.press.document import text as block_text
from casework.vault import Compartment
from casework.web import text
from casework.web.text import _, gettext

from . import evidence_words, report_naming

NEVER = frozenset({Compartment.IDENTITY, Compartment.PRIVILEGED})
"""Rooms of which a report says nothing, not even that something lies there."""
BELOW = 3
"""Level of a heading inside a section."""


@dataclass(frozen=True, slots=True)
class Told:
    """All that sections are made of. `nobody`: the writer's zone and no id, so that nobody is “you” in it. `apart`:
    entries that tell of another room than the file."""

    shown: Record
    nobody: Actor
    naming: Naming
    log: Sequence[EvidenceShown]
    heard: Sequence[interviews.Shown]
    steps: Sequence[tuple[datetime, str]]
    apart: frozenset[int] = frozenset()

    def staff(self, id_: int | None) -> str:
        return name_of(self.shown, self.nobody, id_) if id_ else ""

    def day(self, at: date | datetime) -> str:
        return text.day(at, self.nobody.zone)

    @property
    def standing(self) -> list[AllegationShown]:
        return [one for one in self.shown.allegations if not one.dropped_at]


def gathered(db: Session, actor: Actor, shown: Record, how: str) -> Told:
    """`how`: whether witnesses have their names in it."""
    listed = interviews.of_case(db, shown)
    others = [one.name for one in listed if one.name and not one.row.party_id]
    naming = report_naming.of(shown, how, others)
    apart = {id_: key[0] for id_, key in evidence_known.apart(Rows(db, shown.case.id)).items()}
    known = [one for one in evidence.log(db, shown) if one.aside_at is None]
    log = [one for one in known if apart.get(one.id, Compartment.FILE) not in NEVER]
    listed.sort(key=lambda one: one.row.position)
    steps = reports.steps(db, shown.case.id)
    return Told(shown, replace(actor, id=0), naming, log, listed, steps, frozenset(apart))


def of(told: Told) -> dict[str, list[Block]]:
    return {name: compose(told) for name, compose in EACH.items()}


def _mandate(told: Told) -> list[Block]:
    case = told.shown.case
    rows = [(_("Kind"), kind(case.kind)), (_("Received"), f"{told.day(case.received_at)}, {channel(case.channel)}")]
    rows += [(_("Site"), told.shown.site)] if told.shown.site else []
    rows += [(_("Investigated by"), told.staff(case.investigator_id))] if case.investigator_id else []
    found: list[Block] = [facts(rows)]
    for one in told.standing:
        found.append(heading(_("Allegation %(number)s: %(what)s", number=one.position, what=heading_of(one)), BELOW))
        found += [facts([(_("Against"), _against(told, one))])] if one.respondent_id else []
        found += [block_text(one.text)] if one.text else []
    dropped = [one for one in told.shown.allegations if one.dropped_at]
    if dropped:
        found.append(heading(_("No longer pursued"), BELOW))
        found.append(points([f"{one.position}. {heading_of(one)}: {one.text or ''}" for one in dropped]))
    return found


def _against(told: Told, one: AllegationShown) -> str:
    return told.naming.of(one.respondent_id, _("somebody on the case"))


def _done(told: Told) -> list[Block]:
    found: list[Block] = []
    if told.heard:
        found.append(heading(_("Who was heard"), BELOW))
        heads = [_("No."), _("Who"), _("As"), _("When"), _("How it went")]
        rows = [
            [
                str(one.row.position), _heard_as(told, one), sentence(label(heard.ROLES, one.row.role)),
                _when(told, one),
                gettext(heard.STATES.get(one.row.state, one.row.state)),
            ]
            for one in told.heard
        ]  # fmt: skip
        found.append(table(heads, rows, [12, 0, 30, 32, 40]))
    if told.shown.told:
        found.append(heading(_("Who was told what"), BELOW))
        rows = [[told.naming.of(one.party_id), _about(one), told.day(one.told_on)] for one in told.shown.told]
        found.append(table([_("Who"), _("About"), _("When")], rows, [0, 50, 36]))
    if told.shown.measures:
        found.append(heading(_("Interim measures"), BELOW))
        found.append(points([f"{told.day(one.starts_on)}: {one.what or ''}" for one in told.shown.measures]))
    return found or [small(_("Nothing of it is on the record yet."))]


def _about(one: ToldShown) -> str:
    about = label(told_.ABOUT, one.about)
    return about if one.was_told else _("not told: %(about)s", about=about)


def _when(told: Told, one: interviews.Shown) -> str:
    at = one.row.held_at or one.row.starts_at
    return told.day(at) if at else "–"


def _heard_as(told: Told, one: interviews.Shown) -> str:
    if one.row.party_id:
        return told.naming.of(one.row.party_id)
    return one.name or _("somebody whose name cannot be opened")


def _findings(told: Told) -> list[Block]:
    found: list[Block] = []
    for one in told.standing:
        found.append(heading(_("Allegation %(number)s: %(what)s", number=one.position, what=heading_of(one)), BELOW))
        newest = one.finding
        if newest is None or newest.finding is None:
            found.append(block_text(_("No finding yet.")))
            continue
        rows = [(_("Finding"), label(kinds.FINDINGS, newest.finding))]
        rows += [(_("Against"), _against(told, one))] if one.respondent_id else []
        if newest.grounds:
            rows.append((_("Standard of proof"), label(STANDARDS, newest.grounds.standard)))
        rows.append((_("Found by"), f"{told.staff(newest.by)}, {told.day(newest.at)}"))
        found.append(facts(rows))
        found += _evidence(newest.grounds) if newest.grounds else []
        found += [small(_("Reason")), block_text(newest.reason)] if newest.reason else []
    return found or [small(_("No allegation is written down yet."))]


def _evidence(said: Grounds) -> list[Block]:
    rows = [
        [_("E%(number)s", number=one.number), one.words, gettext(grounds.SIDES[side])]
        for side in grounds.SIDES
        for one in said.on(side)
    ]
    found: list[Block] = [table([_("No."), _("Evidence"), _("It speaks")], rows, [16, 0, 32])] if rows else []
    if said.none_because:
        found.append(block_text(_("No evidence of the log is referred to: %(why)s", why=said.none_because)))
    return found


def _chronology(told: Told) -> list[Block]:
    """What the log dates, and the course of the case; each with where it is known from."""
    found: list[tuple[date, str, str]] = []
    for one in told.log:
        on, known = one.arose_on or one.obtained_on, evidence_words.number_of(one)
        words = _words_of(told, one) if one.arose_on else _("%(what)s, obtained", what=_words_of(told, one))
        found.append((on, words, known))
    states = WORKFLOWS[told.shown.case.kind].states
    zone = text.zone_of(told.nobody.zone)
    found.append((told.shown.case.received_at.astimezone(zone).date(), _("The report was received."), _("The case")))
    for at, state in told.steps:
        words = _("The case became “%(state)s”.", state=gettext(states.get(state, state)))
        found.append((at.astimezone(zone).date(), words, _("The case")))
    rows = [[text.day(on), words, known] for on, words, known in sorted(found, key=lambda row: row[0])]
    return [table([_("When"), _("What happened"), _("Known from")], rows, [34, 0, 28])]


def _words_of(told: Told, one: EvidenceShown) -> str:
    """What it is; of what tells of another room than the file its kind alone."""
    named = sentence(label(KINDS, one.kind))
    return f"{named}: {one.what}" if one.id not in told.apart and one.what else named


def _credibility(told: Told) -> list[Block]:
    by_person: dict[str, list[list[str]]] = {}
    for one in told.standing:
        for factor in one.finding.grounds.factors if one.finding and one.finding.grounds else ():
            who = told.naming.of(factor.person, factor.who) or factor.who
            row = [
                str(one.position), label(grounds.FACTORS, factor.factor),
                sentence(label(grounds.WEIGHTS, factor.weight)), factor.words,
            ]  # fmt: skip
            by_person.setdefault(who, []).append(row)
    found: list[Block] = []
    for who, rows in by_person.items():
        found.append(heading(who, BELOW))
        found.append(table([_("Allegation"), _("What of them"), _("Weight"), _("In words")], rows, [22, 36, 34, 0]))
    return found or [small(_("No finding says who is to be believed, and why."))]


def _nothing(_told: Told) -> list[Block]:
    return []


def _appendices(told: Told) -> list[Block]:
    rows = [
        [evidence_words.number_of(one), _words_of(told, one), told.day(one.obtained_on), (one.digest or "–")[:16]]
        for one in told.log
    ]
    found: list[Block] = []
    if rows:
        found.append(heading(_("The evidence log"), BELOW))
        heads = [_("No."), _("What it is"), _("Obtained"), _("SHA-256 begins with")]
        found.append(table(heads, rows, [14, 0, 34, 40]))
    papers = [one for one in told.shown.papers if key_of(one.room, one.subject) == FILE and one.name]
    if papers:
        found.append(heading(_("Papers on the file"), BELOW))
        found.append(table([_("Name"), _("Since")], [[one.name or "", told.day(one.at)] for one in papers], [0, 36]))
    return found or [small(_("Nothing is attached."))]


EACH: Mapping[str, Callable[[Told], list[Block]]] = {
    "mandate": _mandate,
    "done": _done,
    "findings": _findings,
    "chronology": _chronology,
    "credibility": _credibility,
    "recommendations": _nothing,
    "appendices": _appendices,
}


def named(value: Any, naming: Naming) -> Any:
    """Every text in it, with the names that may stand there."""
    if isinstance(value, str):
        return naming.in_text(value)
    if isinstance(value, Mapping):
        return {key: one if key in ("kind", "name") else named(one, naming) for key, one in value.items()}
    return [named(one, naming) for one in value] if isinstance(value, list) else value
