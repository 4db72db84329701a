"""The timeline made flat, so that the template of two hundred entries only writes down what it is given."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from markupsafe import Markup

from casework.access import Action, policy
from casework.cases.actions.messages import RECORD
from casework.cases.queries.record import ChangeShown, Record
from casework.cases.queries.record import Line as Written
from casework.people import Actor, Role
from casework.settings import N_
from casework.web import text
from casework.web.assets import icon
from casework.web.text import _, gettext

from .words import ROOM_WORDS, called, paragraphs, sentence

LOCKS = {"internal": "file", "shared": "dialogue", **{room: room for room in ROOM_WORDS}}
"""By the class of a note, or the room of a paper."""
RULES = {"internal": "", "file": "", "dialogue": "shared"}
"""Where the rule beside an entry is not called as its class is."""
LABELS = {
    **ROOM_WORDS,
    "internal": N_("Internal"), "shared": N_("Shared"), "privileged": N_("Privileged"), "medical": N_("Medical"),
}  # fmt: skip


class Change(NamedTuple):
    """A correction or retraction: what it is called, by whom, when, why, and the text that it put away."""

    did: str
    who: str
    iso: str
    when: str
    reason: str
    summary: str
    earlier: list[str]


class Line(NamedTuple):
    """One entry. `css`: what its rule is drawn by; `body`: paragraphs; `quiet`: what Casework says instead."""

    anchor: str
    css: str
    iso: str
    when: str
    who: str
    lock: Markup | str
    room: str
    heading: str
    body: list[str]
    quiet: str
    step: tuple[str, str] | None
    changes: list[Change]
    acts: list[tuple[str, str]]


def lines_of(shown: Record, actor: Actor, today: date, entries: Sequence[Written] | None = None) -> list[Line]:
    """All of the record's page of it, or those given."""
    near = Near(shown, actor, today)
    return [
        near.plain(entry) if entry.kind == "note" and not entry.changes and not entry.unread else near.line(entry)
        for entry in (shown.timeline if entries is None else entries)
    ]


class Near:
    """What every entry of one page has in common."""

    def __init__(self, shown: Record, actor: Actor, today: date) -> None:
        self.shown, self.actor, self.today = shown, actor, today
        self.path = f"/cases/{shown.case.number}"
        self.notes = f"{self.path}/notes/"
        self.called = {party.id: called(party) for party in shown.parties}
        self.names = {**shown.people, actor.id: _("You")}
        self.locks = {class_: icon(f"lock-{name}") for class_, name in LOCKS.items()}
        self.labels = {class_: _(label) for class_, label in LABELS.items()}
        self.rules = {class_: f"entry {RULES.get(class_, class_)}".rstrip() for class_ in LOCKS}
        self.correct, self.retract = _("Correct"), _("Retract")
        self.mark = _("Mark as privileged")
        self.leads = bool(policy.judge(actor, Action.APPROVE_ALONE, shown.matter)) or actor.has(Role.COUNSEL)
        self.now, self.day = gettext(N_("today, %(clock)s")), cache(text.day)
        self.zone = text.zone_of(actor.zone)

    def plain(self, entry: Written) -> Line:
        """What `line` says of a note that was never changed, as nearly all of hundreds are, in half the time."""
        (iso, when), id_, class_ = self.when(entry.at), entry.id, entry.class_
        acts = [(f"{self.notes}{id_}/correction", self.correct), (f"{self.notes}{id_}/retraction", self.retract)]
        if class_ == "internal" and (self.leads or entry.by == self.actor.id):
            acts.append((f"{self.path}/privilege/{id_}", self.mark))
        css, who, body = self.rules[class_], self.name(entry.by), paragraphs(entry.text)
        lock, room, heading = self.locks[class_], self.labels[class_], entry.heading or ""
        return Line(f"entry-{id_}", css, iso, when, who, lock, room, heading, body, "", None, [], acts)

    def line(self, entry: Written) -> Line:
        iso, when = self.when(entry.at)
        class_ = entry.class_
        css = self.rules.get(class_, f"entry {class_}".rstrip())
        if entry.retracted:
            css += " retracted"
        return Line(
            f"entry-{entry.id}",
            css,
            iso,
            when,
            self.who(entry),
            self.locks.get(class_, ""),
            self.labels.get(class_, ""),
            self.heading(entry),
            self.body(entry),
            self.quiet(entry),
            (sentence(entry.from_state), _(entry.to_state)) if entry.kind == "step" else None,
            self.changes(entry),
            self.acts(entry),
        )

    def when(self, moment: datetime) -> tuple[str, str]:
        """For the machine, and in words."""
        at = moment.astimezone(self.zone)
        iso, day = at.isoformat(timespec="minutes"), at.date()
        clock = f"{at.hour}:{iso[14:16]}"
        return iso, self.now % {"clock": clock} if day == self.today else f"{self.day(day)}, {clock}"

    def who(self, entry: Written) -> str:
        if entry.from_party:
            return self.called.get(entry.subject) or _("Reporter")
        return self.name(entry.by)

    def name(self, id_: int) -> str:
        return self.names.get(id_) or "Casework"

    def heading(self, entry: Written) -> str:
        if entry.kind == "paper":
            return _("Paper")
        if entry.kind == "message":
            other = self.called.get(entry.subject) or _("the reporter")
            if entry.topic == RECORD:
                return _("What they said, to be confirmed by %(who)s", who=other)
            return _("Message from %(who)s", who=other) if entry.from_party else _("Message to %(who)s", who=other)
        if entry.retracted:
            return _("Note, retracted")
        return entry.heading or ""

    def body(self, entry: Written) -> list[str]:
        """What was written; of a paper, its name."""
        if entry.retracted:
            return []
        return paragraphs(entry.heading if entry.kind == "paper" else entry.now)

    def quiet(self, entry: Written) -> str:
        if entry.sealed_away:
            return _("Sealed to others. You cannot read it.")
        return (
            _("This entry is damaged and cannot be opened. The rest of the case is not touched by it.")
            if entry.damaged
            else ""
        )

    def changes(self, entry: Written) -> list[Change]:
        """Each with the text that it put away."""
        found, text_before = [], entry.text
        for change in entry.changes:
            found.append(self.change(change, text_before))
            text_before = change.text or text_before
        return found

    def change(self, change: ChangeShown, earlier: str | None) -> Change:
        iso, when = self.when(change.at)
        retracted = change.kind == "retracted"
        return Change(
            _("Retracted") if retracted else _("Corrected"),
            self.name(change.by),
            iso,
            when,
            change.reason or "",
            _("The retracted text") if retracted else _("The earlier text"),
            paragraphs(earlier),
        )

    def acts(self, entry: Written) -> list[tuple[str, str]]:
        if entry.kind == "message" and entry.from_party and entry.settled_at is None:
            return [
                (f"{self.path}/messages/{entry.subject}", _("Answer")),
                (f"{self.path}/messages/{entry.id}/settlement", _("Needs no answer")),
            ]
        if entry.kind == "paper" and entry.heading:
            ours = entry.class_ == "file" and not entry.from_party
            return [(f"{self.path}/papers/{entry.id}", _("Open it")), *self.marking(entry, of_file=ours)]
        if entry.kind != "note" or entry.retracted or entry.damaged or entry.sealed_away:
            return []
        return [
            (f"{self.path}/notes/{entry.id}/correction", self.correct),
            (f"{self.path}/notes/{entry.id}/retraction", self.retract),
            *self.marking(entry, of_file=entry.class_ == "internal"),
        ]

    def marking(self, entry: Written, *, of_file: bool) -> list[tuple[str, str]]:
        """What lies in the file is marked by who put it in, a lead or counsel."""
        if not of_file or not (self.leads or entry.by == self.actor.id):
            return []
        return [(f"{self.path}/privilege/{entry.id}", self.mark)]
