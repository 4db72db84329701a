"""Every text of a case that a holder can open, one by one and named by where it stands: to be searched for a person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from casework.cases.models import Case, Membership
from casework.cases.queries import (
    checks,
    decided_known,
    evidence_said,
    given,
    heard_known,
    letters_known,
    planned_known,
    record,
    reports_said,
)
from casework.cases.queries.record import FindingShown, Record
from casework.cases.queries.rows import Rows
from casework.cases.queries.visible import visible_to
from casework.people import Actor
from casework.settings import N_

TITLE, STORY, ANSWER = N_("Title of a case"), N_("What was reported"), N_("An answer in a report")
PARTY, ALLEGATION, FINDING = N_("Part in a case"), N_("An allegation"), N_("A finding")
MEASURE, ACTION, TOLD = N_("An interim measure"), N_("An action"), N_("What somebody was told")
NOTE, MESSAGE, PAPER, STEP = N_("A note"), N_("A message"), N_("A paper"), N_("A step, and why")
DECISION, EVIDENCE, LETTER = N_("A decision, and why"), N_("An entry of the evidence log"), N_("A letter")
GIVEN = N_("What somebody was given, and said to it")
CHECK = N_("How somebody fares since")
LINES = {"note": NOTE, "message": MESSAGE, "paper": PAPER, "step": STEP}
EVERYTHING = 100_000


@dataclass(frozen=True, slots=True)
class Text:
    """`ref`: names it inside its matter. `label`: what it is, to be translated; `on`: of which day."""

    ref: str
    label: str
    text: str = field(repr=False)
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """A case, a referral, an exit, as far as the searcher can open it. `names`: of the people in it, by what finds
    them: to be taken out where they are somebody else's."""

    texts: Sequence[Text] = ()
    names: Sequence[str] = field(default=(), repr=False)


def numbers(db: Session, actor: Actor) -> list[str]:
    """Of the cases whose file they read, newest first."""
    query = visible_to(actor).where(Membership.reads_file).with_only_columns(Case.number)
    return list(db.scalars(query.order_by(Case.received_at.desc(), Case.id)))


def load(db: Session, actor: Actor, number: str) -> Matter:
    """Nothing where they have not said that there is no conflict: the case is not open to them before."""
    shown = record.load(db, actor, number, limit=EVERYTHING)
    if shown is None or actor.id not in shown.matter.declared:
        return Matter()
    texts = [*_texts(shown), *_logged(db, shown), *_written_down(db, shown), *_since(db, shown)]
    return Matter(texts, [party.name for party in shown.parties if party.name])


def _logged(db: Session, shown: Record) -> Iterator[Text]:
    for entry in evidence_said.of(Rows(db, shown.case.id), shown.rooms):
        yield Text(entry.ref, EVIDENCE, entry.text, entry.on)
    for letter_id, words, on in letters_known.texts(db, shown.case.id, shown.rooms):
        yield Text(f"letter-{letter_id}", LETTER, words, on)
    for given_id, words, on in given.texts(db, shown.case.id, shown.rooms):
        yield Text(f"given-{given_id}", GIVEN, words, on)


def _written_down(db: Session, shown: Record) -> Iterator[Text]:
    rows = Rows(db, shown.case.id)
    for noun in (heard_known, decided_known, planned_known, reports_said):
        for one in noun.of(rows, shown.rooms):
            if one.text:
                yield Text(one.ref, one.label, one.text, one.at.date())


def _since(db: Session, shown: Record) -> Iterator[Text]:
    for check_id, words, on in checks.texts(db, shown):
        yield Text(f"check-{check_id}", CHECK, words, on)


def _texts(shown: Record) -> Iterator[Text]:
    for ref, label, words, on in _found(shown):
        if words:
            yield Text(ref, label, words, on.date() if isinstance(on, datetime) else on)


def _found(shown: Record) -> Iterator[tuple[str, str, str | None, date | None]]:
    came = shown.case.received_at
    yield "title", TITLE, shown.title, came
    yield "story", STORY, shown.narrative, came
    for name, words in shown.particulars:
        yield f"said-{name}", ANSWER, words, came
    for party in shown.parties:
        known = ", ".join(filter(None, (party.name, party.role, party.contact, party.employer)))
        yield f"party-{party.id}", PARTY, known if party.name else None, None
    yield from _work(shown)
    for line in shown.timeline:
        parts = [line.heading, line.text, *(change.text for change in line.changes), *(c.reason for c in line.changes)]
        yield f"{line.kind}-{line.id}", LINES[line.kind], "\n".join(filter(None, parts)), line.at
    for event in (*shown.approvals, *shown.closures, *shown.pauses, *shown.withdrawals, *shown.appeals):
        words = "\n".join(filter(None, (event.words, event.reason, event.more.get("late"))))
        yield f"{event.kind}-{event.id}", DECISION, words, event.at


def _finding(finding: FindingShown) -> str:
    """With all that it rests on, and what was said of it."""
    said, words = finding.grounds, [finding.reason, *finding.remarks]
    if said is not None:
        words += [said.none_because, *(one.words for one in said.evidence)]
        words += [f"{one.who}: {one.words}" for one in said.factors]
    return "\n".join(filter(None, words))


def _work(shown: Record) -> Iterator[tuple[str, str, str | None, date | None]]:
    for allegation in shown.allegations:
        yield f"allegation-{allegation.id}", ALLEGATION, allegation.text, None
        for finding in allegation.findings:
            yield f"finding-{finding.id}", FINDING, _finding(finding), finding.at
    for measure in shown.measures:
        words = "\n".join(filter(None, (measure.what, measure.agreed_by, measure.why_ended)))
        yield f"measure-{measure.id}", MEASURE, words, measure.starts_on
    for task in shown.tasks:
        words = "\n".join(filter(None, (task.what, task.with_whom, task.outcome)))
        yield f"task-{task.id}", ACTION, words, task.due_on
    for told in shown.told:
        yield f"told-{told.id}", TOLD, told.what, told.told_on
