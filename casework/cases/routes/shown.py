"""Everything that a case's page is drawn from, flat and in words."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from casework.access import Action, policy
from casework.cases.forms.notes import NoteForm
from casework.cases.lifecycle import kinds
from casework.cases.queries import direction
from casework.cases.queries.record import Record
from casework.db import utc_now
from casework.people import Actor
from casework.settings import N_
from casework.vault import Compartment
from casework.web import nonces
from casework.web.text import _, gettext

from . import aside, header, legal, notes, readers, sections, steps, timeline, work
from .words import PARTICULARS, ROOM_WORDS, called, channel, kind, label, paragraphs

PARTS = (("all", N_("All")), ("notes", N_("Notes")), ("dialogue", N_("Dialogue")), ("steps", N_("Steps")))


def context(shown: Record, actor: Actor, today: date, part: str) -> dict[str, Any]:
    """For `cases/show.html` and `cases/partly.html`."""
    member = _may(actor, Action.READ_CASE, shown)
    lines = readers.all_lines(shown, actor)
    return {
        "shown": shown,
        "now": utc_now(),
        "kind": kind(shown.case.kind),
        "channel": channel(shown.case.channel),
        "restricted": _restricted(shown),
        "title": shown.title or _("A title that is damaged and cannot be opened"),
        "facts": header.facts(shown, actor, today),
        "lines": lines,
        "printed": ", ".join(gettext(ROOM_WORDS[name]).lower() for name in dict.fromkeys(c for c, _s in shown.rooms)),
        "narrative": paragraphs(shown.narrative),
        "narrative_damaged": shown.narrative is None,
        "particulars": [(label(PARTICULARS, name), text or _(sections.DAMAGED)) for name, text in shown.particulars],
        **_middle(shown, actor, today, part, member=member),
        **_beside(shown, actor, today, member=member),
        "legal": legal.beside(shown, actor, today),
        "work": work.beside(shown, actor, today),
        **(steps.context(shown, actor) if member else _partly(shown, actor)),
    }


def _may(actor: Actor, action: Action, shown: Record) -> bool:
    return bool(policy.judge(actor, action, shown.matter))


def _restricted(shown: Record) -> str:
    table = kinds.CONFIDENTIALITIES
    return "" if shown.case.confidentiality == "standard" else label(table, shown.case.confidentiality)


def _middle(shown: Record, actor: Actor, today: date, part: str, *, member: bool) -> dict[str, Any]:
    privileged = (Compartment.PRIVILEGED, 0) in shown.rooms
    decides = _may(actor, Action.DECIDE_WITHDRAWAL, shown)
    return {
        "allegations": sections.allegations(shown, actor),
        "measures": sections.measures(shown, actor),
        "tasks": sections.tasks(shown, actor),
        "told": sections.told(shown, actor),
        "statements": sections.statements(shown, actor, decides=decides, writes=member),
        "warning": direction.WARNING,
        "entries": _entries(shown, actor, today, member=member),
        "parts": _parts(shown, part),
        "older": _older(shown, part),
        "writes": member or privileged,
        "to": _("to"),
        "by_words": _("by"),
        "reason_words": _("Reason:"),
        **_note(shown, actor),
    }


def _entries(shown: Record, actor: Actor, today: date, *, member: bool) -> list[timeline.Line]:
    """Whoever is not on the case sees of its timeline what their own key opens, and no gap."""
    if member:
        return timeline.lines_of(shown, actor, today)
    opened = [line for line in shown.timeline if line.kind != "step" and not line.sealed_away]
    return timeline.lines_of(shown, actor, today, opened)


def _note(shown: Record, actor: Actor) -> dict[str, Any]:
    smalls, icons, choices = notes.offered(shown, actor)
    form = NoteForm(data={"readers": choices[0][0], "nonce": nonces.make(), "version": shown.case.version})
    form.readers.choices = choices
    return {"note": form, "smalls": smalls, "icons": icons}


def _parts(shown: Record, part: str) -> list[tuple[str, str, bool]]:
    base = f"/cases/{shown.case.number}"
    return [(base if name == "all" else f"{base}?part={name}", _(words), name == part) for name, words in PARTS]


def _older(shown: Record, part: str) -> str:
    if shown.older is None:
        return ""
    return f"/cases/{shown.case.number}?{urlencode({'part': part, 'before': shown.older.isoformat()})}"


def _beside(shown: Record, actor: Actor, today: date, *, member: bool) -> dict[str, Any]:
    return {
        "clocks": aside.clocks(shown, actor, today),
        "parties": aside.parties(shown, writes=member),
        "members": aside.members(shown, actor, removes=_may(actor, Action.REMOVE_MEMBER, shown)),
        "papers": aside.papers(shown, actor, releases=_may(actor, Action.RELEASE_PAPER, shown)),
        "links": aside.links(shown, writes=member),
        "more": _more(shown, actor),
    }


def _more(shown: Record, actor: Actor) -> list[tuple[str, str]]:
    base = f"/cases/{shown.case.number}"
    found = [
        (_("Kind, severity, title"), f"{base}/details"),
        (_("Who investigates"), f"{base}/assignment"),
        (_("Link to another case"), f"{base}/links"),
    ]
    if _may(actor, Action.RELEASE_PAPER, shown):
        found.append((_("Originals that wait for release"), f"{base}/originals"))
    if _may(actor, Action.DECIDE_WALL, shown):
        found.append((_("Walls"), f"{base}/walls"))
    if _may(actor, Action.REKEY, shown):
        found.append((_("New keys"), f"{base}/keys"))
    return found


def _partly(shown: Record, actor: Actor) -> dict[str, Any]:
    base = f"/cases/{shown.case.number}"
    mine = sorted(shown.rooms, key=lambda room: (readers.ORDER.index(room[0]), room[1]))
    identities = [
        (f"{base}/identity/{subject}", called(shown.party(subject)))
        for compartment, subject in mine
        if compartment is Compartment.IDENTITY
    ]
    return {"mine": readers.lines_of(shown, actor, mine), "identities": identities}
