"""`…/allegations/{item}/finding`: what was found, how sure that is, and what it rests on."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from casework.access import Action
from casework.audit import Tag
from casework.cases.actions import allegations
from casework.cases.forms.allegations import FIELDS, LINES, FindingForm
from casework.cases.forms.fields import NOTHING, sentence
from casework.cases.lifecycle import kinds
from casework.cases.lifecycle.grounds import AGAINST, DEMEANOUR, FOR, Factor, Grounds, Reference
from casework.cases.models import Allegation
from casework.cases.queries import grounds as queries
from casework.cases.queries.changes import Change
from casework.cases.queries.grounds import Entry
from casework.cases.queries.record import PartyShown, Record
from casework.cases.queries.record.opening import Opening
from casework.cases.queries.rows import Rows
from casework.settings import N_
from casework.web.text import _, gettext

from .doing import Asked, Deed, Doing
from .entry import shown_to
from .handlers import routes
from .sections import heading_of
from .words import called, label


class Tick(NamedTuple):
    """An entry of the log, as the form draws it."""

    id: str
    words: str


def in_file(party: PartyShown) -> str:
    """Who they are, in words that everybody who reads the file may read."""
    if party.room == "identity" or not party.name:
        return _("The person who reported") if party.is_reporter else sentence(party.role)
    return party.name


def words_of(entry: Entry) -> str:
    kind = sentence(entry.kind)
    return f"{kind}: {entry.words}" if entry.words else _("%(kind)s, which lies in a room of its own", kind=kind)


def _entries(db: Any, shown: Record, allegation_id: int) -> list[Entry]:
    return queries.entries(Opening(db, Rows(db, shown.case.id), shown.rooms), allegation_id)


def _people(shown: Record) -> list[tuple[str, str]]:
    return [(str(party.id), f"{called(party)}, {gettext(party.role)}") for party in shown.parties]


def _fill(asked: Asked, form: Any) -> None:
    ids = [str(one.id) for one in _entries(asked.db, asked.shown, asked.item)]
    for field in (form.speaks_for, form.speaks_against):
        field.choices = [(id_, id_) for id_ in ids]
    for n in range(LINES):
        form[f"person_{n}"].choices = [NOTHING, *_people(asked.shown)]


def _start(asked: Asked) -> dict[str, Any]:
    """What held before, for a correction; else what the log and policy say."""
    allegation = asked.one(asked.shown.allegations)
    before = allegation.finding.grounds if allegation.finding else None
    entries = _entries(asked.db, asked.shown, allegation.id)
    start: dict[str, Any] = {"version": allegation.version, "shown": asked.query.get("lines", "")}
    if before is None:
        start["standard"] = queries.standard(asked.db, asked.shown.case, allegation.respondent_id)
        start["speaks_for"] = [str(one.id) for one in entries if FOR in one.sides]
        start["speaks_against"] = [str(one.id) for one in entries if AGAINST in one.sides]
        return start
    start |= {"standard": before.standard, "none_because": before.none_because}
    start["speaks_for"] = [str(one.evidence_id) for one in before.on(FOR)]
    start["speaks_against"] = [str(one.evidence_id) for one in before.on(AGAINST)]
    for n, factor in enumerate(before.factors[:LINES]):
        values = (str(factor.person), factor.factor, factor.weight, factor.words)
        start |= {f"{name}_{n}": value for name, value in zip(FIELDS, values, strict=True)}
    return start


def _more(asked: Asked) -> dict[str, Any]:
    allegation = asked.one(asked.shown.allegations)
    entries = _entries(asked.db, asked.shown, allegation.id)
    ticks = [(one, Tick(str(one.id), _("E%(number)s", number=one.number) + f" · {words_of(one)}")) for one in entries]
    return {
        **about(asked),
        "judged": [tick for one, tick in ticks if one.judged],
        "others": [tick for one, tick in ticks if not one.judged],
        "demeanour": DEMEANOUR,
        "more_lines": f"?lines={LINES}",
    }


def about(asked: Asked) -> dict[str, Any]:
    """What is alleged, above the form."""
    a = asked.one(asked.shown.allegations)
    against = called(asked.shown.party(a.respondent_id)) if a.respondent_id else ""
    return {"position": a.position, "allegation": heading_of(a), "against": against, "text": a.text or ""}


def _grounds(deed: Deed, allegation: Allegation) -> Grounds:
    shown = shown_to(deed.db, deed.by, deed.case.number, limit=1)
    form, entries = deed.form, _entries(deed.db, shown, allegation.id)
    ticked = {FOR: form.speaks_for.data or [], AGAINST: form.speaks_against.data or []}
    evidence = tuple(
        Reference(one.id, one.number, side, words_of(one))
        for side, ids in ticked.items()
        for one in entries
        if str(one.id) in ids
    )
    people = {str(party.id): party for party in shown.parties}
    factors = tuple(
        Factor(people[who].id, in_file(people[who]), *rest)
        for who, *rest in ([form[f"{name}_{n}"].data for name in FIELDS] for n in range(LINES))
        if who in people
    )
    return Grounds(form.standard.data, evidence, factors, form.none_because.data or "")


def _find(deed: Deed) -> str:
    row, form = deed.one(Allegation), deed.form
    allegations.find(
        deed.db,
        deed.case,
        deed.file,
        row,
        by=deed.by,
        finding=form.finding.data,
        reason=form.reason.data,
        version=form.seen,
        grounds=_grounds(deed, row),
    )
    return f"#allegation-{row.position}"


def _before(asked: Asked, changes: Sequence[Change]) -> Mapping[str, str]:
    """The finding that held before these changes: behind as many as they recorded, newest first."""
    findings = asked.one(asked.shown.allegations).findings
    newer = sum(change.tag is Tag.FINDING_RECORDED for change in changes)
    held = next(iter(findings[newer:]), None)
    return {"finding": label(kinds.FINDINGS, held.finding or ""), "reason": held.reason or ""} if held else {}


ROUTES = routes(
    Doing(
        "/allegations/{item:int}/finding",
        Action.WORK_CASE,
        N_("Record a finding"),
        N_("Record it"),
        FindingForm,
        _find,
        start=_start,
        fill=_fill,
        more=_more,
        before=_before,
        template="cases/finding.html",
    ),
)
