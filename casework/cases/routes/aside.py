"""Who and what belongs to the case, made flat for the list beside the file."""

from datetime import date
from typing import Any, NamedTuple

from casework.cases.actions.newcomers import ANONYMOUS
from casework.cases.queries.given import Count
from casework.cases.queries.record import MemberShown, PaperShown, PartyShown, Record
from casework.files.redacting.copies import DRAWN
from casework.files.viewing.showing import SHOWN
from casework.people import Actor
from casework.vault import Compartment
from casework.web import text
from casework.web.text import _, gettext, ngettext

from .readers import ORDER
from .words import ROOM_WORDS, called, name_of, sentence

EARLIER = 3
"""Earlier cases of somebody, newest first, that stand in the line itself; the others are folded away."""
Link = tuple[str, str]
"""Address and words."""


class Party(NamedTuple):
    name: str
    more: str
    earlier_words: str
    earlier: tuple[str, ...]
    further: tuple[str, ...]
    further_words: str
    identity: bool
    ended: bool
    acts: list[Link]


class Member(NamedTuple):
    name: str
    more: str
    ended: bool
    remove: str
    extend: str = ""


class Paper(NamedTuple):
    lock: str
    name: str
    path: str
    more: str
    release: str
    redact: str = ""
    view: str = ""


def clocks(shown: Record, actor: Actor, today: date) -> list[tuple[str, Any, str]]:
    """What runs, soonest first, in words; then what stands still."""
    return [
        (
            _(due.what),
            _("stopped") if due.stopped else text.due(due.on, today, actor.zone),
            _(due.source) if due.source else "",
        )
        for due in shown.clocks
    ]


def parties(shown: Record, *, writes: bool) -> list[Party]:
    return [_party(shown, party, writes=writes) for party in shown.parties]


def _party(shown: Record, party: PartyShown, *, writes: bool) -> Party:
    earlier = shown.earlier.get(party.id, ())
    more = [sentence(party.role)]
    if party.relation != "employee":
        more.append(gettext(party.relation))
    more += [words for words in (party.employer, party.department) if words]
    if party.contact:
        more.append(party.contact)
    if party.contact_paused:
        more.append(_("does not want to be contacted for now"))
    if party.is_reporter and party.confirmed_at is None and not party.has_receipt:
        more.append(_("has no receipt yet"))
    if party.confirmed_at:
        more.append(_("has confirmed what was written down"))
    if party.ended_at:
        more.append(_("no longer part of it"))
    if offered := shown.offered.get(party.id):
        more.append(_("support was offered on %(day)s", day=text.day(offered, "UTC")))
    more += _side(shown.work.given.get(party.id))
    if leaving := shown.departures.get(party.id):
        more.append(_("their leaving is planned") if leaving.planned_at else _("their leaving is not planned yet"))
    return Party(
        called(party),
        ", ".join(more) + "." * bool(earlier),
        ngettext("%(num)s earlier case that you can read:", "%(num)s earlier cases that you can read:", len(earlier)),
        earlier[:EARLIER],
        earlier[EARLIER:],
        ngettext("and %(num)s more", "and %(num)s more", max(0, len(earlier) - EARLIER)),
        party.room == "identity",
        party.ended_at is not None,
        _acts(shown, party) if writes else [],
    )


def _side(given: Count | None) -> list[str]:
    """What they were given, as far as something waits for them."""
    if given is None or not given.waiting:
        return []
    if given.overdue:
        return [ngettext("%(num)s answer is overdue", "%(num)s answers are overdue", given.overdue)]
    return [ngettext("%(num)s thing waits for their answer", "%(num)s things wait for their answer", given.waiting)]


def _acts(shown: Record, party: PartyShown) -> list[Link]:
    base = f"/cases/{shown.case.number}"
    acts: list[Link] = []
    if (Compartment.IDENTITY, party.id) in shown.rooms:
        acts.append((f"{base}/identity/{party.id}", _("Identity")))
    if (Compartment.DIALOGUE, party.id) in shown.rooms:
        acts.append((f"{base}/messages/{party.id}", _("Write")))
    if party.ended_at is None or party.id in shown.work.given:
        acts.append((f"{base}/parties/{party.id}/given", _("Their side")))
    if party.ended_at is None and not party.has_receipt and party.role != "respondent":
        acts.append((f"{base}/parties/{party.id}/receipt", _("Make a receipt")))
    if _can_renew(shown, party):
        acts.append((f"{base}/parties/{party.id}/receipt", _("Make a new receipt")))
    if party.ended_at is None:
        acts.append((f"{base}/parties/{party.id}/support", _("Offer support")))
    if (leaving := shown.departures.get(party.id)) and leaving.planned_at is None:
        acts.append((f"/exits/new?departure={leaving.id}", _("Plan their leaving")))
    if party.ended_at is None and not party.is_reporter:
        acts.append((f"{base}/parties/{party.id}", _("Change")))
        acts.append((f"{base}/parties/{party.id}/end", _("No longer part")))
    return acts


def _can_renew(shown: Record, party: PartyShown) -> bool:
    """Who gave a name can be let back in, by whoever reads their dialogue."""
    known = party.has_receipt and party.mode != ANONYMOUS and party.ended_at is None
    return known and (Compartment.DIALOGUE, party.id) in shown.rooms


def members(shown: Record, actor: Actor, *, removes: bool) -> list[Member]:
    """Those who hold keys, then those who held some once: nobody disappears from the case."""
    return [
        *(_member(shown, actor, member, removes=removes) for member in shown.members),
        *(_former(member, actor) for member in shown.left),
    ]


def _former(member: MemberShown, actor: Actor) -> Member:
    on = text.day(member.ended_at, actor.zone) if member.ended_at else ""
    more = _("Removed on %(day)s. What they read until then stays read.", day=on)
    return Member(member.name, more, True, "")


def _member(shown: Record, actor: Actor, member: MemberShown, *, removes: bool) -> Member:
    held = sorted({Compartment(room) for room, _subject in member.rooms}, key=ORDER.index)
    rooms = ", ".join(gettext(ROOM_WORDS[room]).lower() for room in held)
    words = [_("Investigates.")] if member.is_investigator else []
    words += [rooms[:1].upper() + rooms[1:] + ".", _("Since %(day)s", day=text.day(member.since, actor.zone))]
    if member.until:
        words.append(_("From outside, until %(day)s.", day=text.day(member.until, "UTC")))
    mine = member.person_id == actor.id
    remove = f"/cases/{shown.case.number}/members/{member.person_id}/removal" if removes else ""
    extend = remove.replace("/removal", "/extension") if member.until else ""
    name = _("%(name)s, you", name=member.name) if mine else member.name
    return Member(name, " ".join(words), False, remove, extend)


def papers(shown: Record, actor: Actor, *, releases: bool) -> list[Paper]:
    return [_paper(shown, actor, paper, releases=releases) for paper in shown.papers]


def _paper(shown: Record, actor: Actor, paper: PaperShown, *, releases: bool) -> Paper:
    base = f"/cases/{shown.case.number}/papers/{paper.id}"
    more = [text.size(paper.size)]
    if paper.copy_of:
        more.append(_("cleaned copy"))
    elif paper.is_original:
        more.append(_("original"))
        if not any(other.copy_of == paper.id for other in shown.papers):
            more.append(_("waits until a lead has looked at it and releases it"))
    who = shown.party(paper.from_party)
    more.append(_("from %(who)s", who=called(who)) if paper.from_party else name_of(shown, actor, paper.by))
    more.append(text.day(paper.at, actor.zone))
    opens = paper.name is not None
    name = paper.name or (
        _("A paper that is damaged: its name cannot be opened")
        if paper.damaged
        else _("A paper that is sealed to others")
    )
    release = f"{base}/release" if releases and opens and paper.is_original and not paper.released_at else ""
    redact = f"{base}/redaction" if opens and paper.type in DRAWN else ""
    view = f"{base}/view" if opens and paper.type in SHOWN else ""
    return Paper(f"lock-{paper.room}", name, base if opens else "", ", ".join(more), release, redact, view)


def links(shown: Record, *, writes: bool) -> list[tuple[str, str, str]]:
    base = f"/cases/{shown.case.number}/links"
    words = [f"{sentence(link.relation)}, {gettext(link.kind)}" for link in shown.links]
    return [
        (link.number, said, f"{base}/{link.id}/removal" if writes else "")
        for link, said in zip(shown.links, words, strict=True)
    ]
