"""A plan as its page says it: flat, in words, with where each thing can be changed."""

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from casework.cases.actions import measures
from casework.cases.queries.record import AllegationShown, Record
from casework.cases.routes.sections import heading_of
from casework.cases.routes.words import called, label, name_of
from casework.investigations.plans import PAPER, PERSON, QUESTION, RISK, RISKS
from casework.investigations.queries.plan import Item, Shown
from casework.investigations.queries.sharing import Shared
from casework.investigations.queries.templates import Version as Template
from casework.people import Actor
from casework.settings import N_
from casework.web.text import _, gettext

Link = tuple[str, str]
HEADINGS = {
    QUESTION: N_("Questions to settle"), PERSON: N_("People to hear"), PAPER: N_("Papers to get"),
    RISK: N_("Risks"),
}  # fmt: skip
DAMAGED = N_("This line is damaged and cannot be opened.")


class Thing(NamedTuple):
    """`small`: whose, why, what came of it; `measures`: where each can be set; `act`: where it is done, until it is:
    somebody is heard, a paper is entered."""

    item: Item
    words: str
    owner: str
    small: tuple[str, ...]
    measures: tuple[Link, ...]
    act: Link | None = None


class Group(NamedTuple):
    heading: str
    things: tuple[Thing, ...]


class Part(NamedTuple):
    """One kind of thing; of questions a group an allegation."""

    kind: str
    heading: str
    groups: tuple[Group, ...]
    done: int
    total: int


def parts(shown: Record, actor: Actor, items: Sequence[Item]) -> list[Part]:
    return [
        Part(
            kind, gettext(heading), _groups(shown, actor, of), sum(one.done_on is not None for one in of), len(of)
        )
        for kind, heading in HEADINGS.items()
        for of in [[one for one in items if one.kind == kind]]
    ]  # fmt: skip


def _groups(shown: Record, actor: Actor, items: Sequence[Item]) -> tuple[Group, ...]:
    by = {one.id: one for one in shown.allegations}
    order = {one.id: one.position for one in shown.allegations}
    ids = sorted({one.allegation_id for one in items}, key=lambda id_: order.get(id_ or 0, 0))
    return tuple(
        Group(
            _of(by.get(id_)) if id_ else _("Of no allegation by itself") if len(ids) > 1 else "",
            tuple(thing(shown, actor, one) for one in items if one.allegation_id == id_),
        )
        for id_ in ids
    )


def _of(allegation: AllegationShown | None) -> str:
    if allegation is None:
        return _("An allegation of before")
    said = _("Allegation %(number)s: %(what)s", number=allegation.position, what=heading_of(allegation))
    return _("%(said)s (no longer pursued)", said=said) if allegation.dropped_at else said


def thing(shown: Record, actor: Actor, item: Item) -> Thing:
    small = [_("Why: %(why)s", why=item.why)] if item.why else []
    if item.result:
        small.append(item.result)
    owner = name_of(shown, actor, item.owner_id) if item.owner_id else ""
    return Thing(item, words_of(shown, item), owner, tuple(small), tuple(_measures(shown, item)), _act(shown, item))


def _act(shown: Record, item: Item) -> Link | None:
    base = f"/cases/{shown.case.number}"
    if item.done_on is not None:
        return None
    if item.kind == PERSON:
        whom = f"?{urlencode({'party': item.party_id})}" if item.party_id else ""
        return f"{base}/interviews/new{whom}", _("Plan an interview")
    return (f"{base}/evidence/new", _("Enter it in the evidence log")) if item.kind == PAPER else None


def words_of(shown: Record, item: Item) -> str:
    """What it says: of somebody of the case their name, with what is said of them besides."""
    text = gettext(DAMAGED) if item.text is None else item.text
    who = called(shown.party(item.party_id)) if item.party_id else ""
    if who:
        role = next((gettext(one.role) for one in shown.parties if one.id == item.party_id), "")
        text = ", ".join(filter(None, (who, role, text)))
    return f"{label(RISKS, item.risk)}: {text}" if item.kind == RISK else text


def _measures(shown: Record, item: Item) -> list[Link]:
    base = f"/cases/{shown.case.number}/measures"
    return [(f"{base}?{urlencode({'kind': kind})}", label(measures.KINDS, kind)) for kind in item.measures]


def dropped(shown: Record, actor: Actor, plan: Shown) -> list[tuple[str, str]]:
    """What was put aside: what it said; by whom, and why."""
    return [
        (
            words_of(shown, one),
            _("%(who)s: %(why)s", who=name_of(shown, actor, one.dropped_by), why=one.why_dropped or gettext(DAMAGED)),
        )
        for one in plan.dropped
    ]


def others(shared: Sequence[Shared]) -> list[tuple[Shared, list[Group]]]:
    """Of the plans that this case looks at: questions, papers and risks, as they stand there."""
    return [
        (
            one,
            [
                Group(gettext(HEADINGS[kind]), tuple(_theirs(item) for item in one.items if item.kind == kind))
                for kind in (QUESTION, PAPER, RISK)
                if any(item.kind == kind for item in one.items)
            ],
        )
        for one in shared
    ]


def _theirs(item: Item) -> Thing:
    text = gettext(DAMAGED) if item.text is None else item.text
    return Thing(item, f"{label(RISKS, item.risk)}: {text}" if item.kind == RISK else text, "", (), ())


def drawn_from(templates: Sequence[Template], names: dict[str, str]) -> str:
    words = (
        _("%(name)s, version %(number)s", name=label(names, one.kind), number=one.number) for one in templates
    )  # fmt: skip
    return "; ".join(words)
