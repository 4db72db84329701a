"""What is said to be privileged, and what counsel says to it.

| what | who may | what becomes of it |
|---|---|---|
| put in as privileged | whoever works the case | counsel is asked to confirm; its writer cannot read it back |
| mark something of the file | its author, a lead or counsel on the case | it leaves the file; counsel is asked |
| confirm | counsel who holds the privileged key | it stays |
| refuse, with a reason | the same | it goes into the file, and the reason with it |
| admit somebody | the same, after proving again who they are | they read all of it |
| take it from somebody | the same | a new key for who remains |

What is marked leaves with all its earlier texts and redacted copies, with what the evidence log says of it, and the
pages of a letter with its words. Marking is no retraction: what was said is kept whole, and a hold forbids none of it.
What a party handed in is theirs and is never privileged.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from casework import vault
from casework.access import Action, Forbidden, policy
from casework.audit import Tag
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.models import (
    Case,
    Evidence,
    EvidenceChange,
    EvidenceCustody,
    EvidencePoint,
    Letter,
    Note,
    NoteChange,
    Paper,
    PrivilegeClaim,
    Redaction,
    RedactionMark,
)
from casework.cases.queries import evidence_numbers, matter, paper_numbers
from casework.db import new_id, utc_now
from casework.mail import Notice, tell
from casework.people import Actor, Role
from casework.settings import N_, Said
from casework.vault import Compartment, HolderKind

from . import box, members
from . import case as cases

ASKED, CONFIRMED, REFUSED = "asked", "confirmed", "refused"
PRIVILEGED, FILE = Compartment.PRIVILEGED, Compartment.FILE
INTERNAL = "internal"
Item = Note | Paper
Piece = tuple[Any, tuple[InstrumentedAttribute[Any], ...]]
"""A row, and what of it is sealed."""


def claim(db: Session, case: Case, item: Item, *, by: Actor, why: str = "") -> PrivilegeClaim:
    """Counsel is asked whether what was just put into their room is privileged."""
    id_ = new_id()
    row = PrivilegeClaim(id=id_, case_id=case.id, room=FILE.value, subject=0, asked_by=by.id, asked_at=utc_now())
    row.note_id, row.paper_id = (item.id, None) if isinstance(item, Note) else (None, item.id)
    row.why = box.into(db, case, by, PRIVILEGED).seal(PrivilegeClaim.why, id_, why) if why else None
    db.add(row)
    db.flush()
    cases.touch_apart(db, case, by, Tag.PRIVILEGE_ASKED, PRIVILEGED, **_said(item))
    tell(db, Notice.PRIVILEGE, to=set(members.reading(db, case, PRIVILEGED)) - {by.id}, path="/desk")
    return row


def mark(db: Session, case: Case, item: Item, *, why: str, by: Actor) -> PrivilegeClaim:
    """Something of the file leaves it at once, for the privileged room. Of counsel's own word nobody is asked again."""
    found = cases.begin(db, case, by, Action.WORK_CASE)
    db.refresh(item, with_for_update=True)
    if (refusal := why_not(found, item, by) or _is_copy(db, item)) is not None:
        raise refusal
    origin, end = members.enter(db, case, by, FILE), box.into(db, case, by, PRIVILEGED)
    for row, columns in _pieces(db, item):
        _carry(row, columns, origin, end)
    _place(db, item, PRIVILEGED)
    row = claim(db, case, item, by=by, why=why)
    if policy.judge(by, Action.DECIDE_PRIVILEGE, found):
        _decide(db, case, row, CONFIRMED, by)
    return row


def why_not(found: matter.CaseMatter, item: Item, by: Actor) -> Exception | None:
    """What stands in the way of marking it; None when nothing does."""
    if (item.class_ != INTERNAL) if isinstance(item, Note) else (item.room != FILE.value):
        return _illegal(N_("Only what lies in the file can be marked: this is in a room of its own."))
    if isinstance(item, Paper) and item.from_party is not None:
        return _illegal(N_("What a party handed in is theirs: it is not privileged."))
    if item.by != by.id and not by.has(Role.COUNSEL) and not policy.judge(by, Action.APPROVE_ALONE, found):
        return Forbidden(N_("Whoever put it in marks it, or a lead, an alternate or counsel on the case."))
    return None


def confirm(db: Session, case: Case, row: PrivilegeClaim, *, by: Actor) -> None:
    _begin(db, case, row, by)
    _decide(db, case, row, CONFIRMED, by)


def refuse(db: Session, case: Case, row: PrivilegeClaim, *, reason: str, by: Actor) -> None:
    """It goes into the file, through its drop box where counsel has no key of it; whoever works the case reads why."""
    _begin(db, case, row, by)
    item = item_of(db, row)
    origin, end = members.enter(db, case, by, PRIVILEGED), _file(db, case, by)
    for piece, columns in _pieces(db, item):
        _carry(piece, columns, origin, end)
    _place(db, item, FILE)
    row.reason = end.seal(PrivilegeClaim.reason, row.id, reason)
    _decide(db, case, row, REFUSED, by)
    cases.touch(db, case, by, Tag.PRIVILEGE_REFUSED, quiet=True, clocks_run=False, **_said(item))


def admit(db: Session, case: Case, person_id: int, *, by: Actor) -> None:
    """Counsel lets one more person read all that is privileged here."""
    found = cases.begin(db, case, by, Action.DECIDE_PRIVILEGE)
    members.check(db, found, person_id)
    half = members.halves(db, [person_id])[person_id]
    if PRIVILEGED in half.barred:
        raise Forbidden(members.SERVER_KEEPS)
    vault.rooms.admit(db, members.enter(db, case, by, PRIVILEGED), half)
    members.join(db, case, person_id, by=by, reads_file=False)
    cases.touch_apart(db, case, by, Tag.PRIVILEGE_SHARED, PRIVILEGED, person=person_id)
    tell(db, Notice.SHARED, to={person_id} - {by.id})


def take(db: Session, case: Case, person_id: int, *, by: Actor) -> None:
    """Their key of it ends; one of counsel who can sign in goes on reading."""
    found = cases.begin(db, case, by, Action.DECIDE_PRIVILEGE)
    rest = {id_ for id_, rooms in found.holders.items() if PRIVILEGED in rooms} - {person_id}
    if not any(person.has(Role.COUNSEL) for person in members.able(db, rest).values()):
        raise _illegal(N_("One of counsel who can sign in must go on reading it."))
    if vault.rooms.remove(db, case.id, PRIVILEGED, HolderKind.PERSON, person_id):
        cases.touch_apart(db, case, by, Tag.PRIVILEGE_ENDED, PRIVILEGED, person=person_id)
        if found.holders[person_id] == {PRIVILEGED}:
            members.leave(db, case.id, person_id, by=by)


def item_of(db: Session, row: PrivilegeClaim) -> Item:
    return db.get_one(Note, row.note_id) if row.note_id is not None else db.get_one(Paper, row.paper_id)


def _begin(db: Session, case: Case, row: PrivilegeClaim, by: Actor) -> None:
    cases.begin(db, case, by, Action.DECIDE_PRIVILEGE)
    db.refresh(row, with_for_update=True)
    if row.state != ASKED:
        raise _illegal(N_("Counsel has decided on it already."))


def _decide(db: Session, case: Case, row: PrivilegeClaim, state: str, by: Actor) -> None:
    row.state, row.decided_by, row.decided_at = state, by.id, utc_now()
    if state == CONFIRMED:
        ids = {"note": row.note_id, "paper": row.paper_id}
        cases.touch_apart(db, case, by, Tag.PRIVILEGE_CONFIRMED, PRIVILEGED, **ids)


def _file(db: Session, case: Case, by: Actor) -> box.Place:
    try:
        return members.enter(db, case, by, FILE)
    except vault.NoSeal:
        return box.Box(db, case.id, FILE)


def _pieces(db: Session, item: Item) -> Iterator[Piece]:
    """All that was written of it: itself, its changes, its redacted copies and what was taken out of them."""
    if isinstance(item, Note):
        yield item, (Note.heading, Note.text)
        for change in db.scalars(select(NoteChange).where(NoteChange.note_id == item.id)):
            yield change, (NoteChange.text, NoteChange.reason)
    else:
        yield item, (Paper.file_key, Paper.name)
        yield from _logged(db, item)
        for letter in db.scalars(select(Letter).where(Letter.paper_id == item.id)):
            yield letter, (Letter.words, Letter.printed, Letter.why_withdrawn)
    for redaction in _redactions(db, item):
        yield redaction, (Redaction.text,)
        for taken in db.scalars(select(RedactionMark).where(RedactionMark.redaction_id == redaction.id)):
            yield taken, (RedactionMark.what, RedactionMark.remark)
        if redaction.copy_id is not None:
            copy = db.get_one(Paper, redaction.copy_id)
            yield copy, (Paper.file_key, Paper.name)
            yield from _logged(db, copy)


def _logged(db: Session, paper: Paper) -> Iterator[Piece]:
    """What the evidence log says of it."""
    for entry in _entries(db, paper):
        yield entry, (Evidence.what, Evidence.source, Evidence.arose, Evidence.how, Evidence.digest)
        for point in db.scalars(select(EvidencePoint).where(EvidencePoint.evidence_id == entry.id)):
            yield point, (EvidencePoint.direction, EvidencePoint.why)
        for hand in db.scalars(select(EvidenceCustody).where(EvidenceCustody.evidence_id == entry.id)):
            yield hand, (EvidenceCustody.giver, EvidenceCustody.taker, EvidenceCustody.why, EvidenceCustody.place)
        for change in db.scalars(select(EvidenceChange).where(EvidenceChange.evidence_id == entry.id)):
            yield change, (EvidenceChange.before, EvidenceChange.reason)


def _entries(db: Session, paper: Paper) -> list[Evidence]:
    return list(db.scalars(select(Evidence).where(Evidence.paper_id == paper.id).order_by(Evidence.position)))


def _redactions(db: Session, item: Item) -> list[Redaction]:
    column = Redaction.note_id if isinstance(item, Note) else Redaction.paper_id
    return list(db.scalars(select(Redaction).where(column == item.id)))


def _carry(row: Any, columns: tuple[InstrumentedAttribute[Any], ...], origin: vault.Room, end: box.Place) -> None:
    for column in columns:
        sealed = getattr(row, column.key)
        if sealed is not None:
            setattr(row, column.key, end.seal_bytes(column, row.id, origin.open_bytes(column, row.id, sealed)))


def _place(db: Session, item: Item, room: Compartment) -> None:
    """Where it lies from now on, and its redacted copies with it."""
    moved: list[Paper] = [] if isinstance(item, Note) else [item]
    if isinstance(item, Note):
        item.class_, item.subject = (room.value if room is PRIVILEGED else INTERNAL), 0
    for redaction in _redactions(db, item):
        redaction.room, redaction.subject = room.value, 0
        if redaction.copy_id is not None:
            moved.append(db.get_one(Paper, redaction.copy_id))
    position = paper_numbers.next_of_ours(db, item.case_id, room)
    for paper in moved:
        paper.room, paper.subject, paper.position = room.value, 0, position
        for entry in _entries(db, paper):
            entry.position = evidence_numbers.next_of(db, item.case_id, room)
            entry.room, entry.subject = room.value, 0
    db.flush()


def _is_copy(db: Session, item: Item) -> IllegalStep | None:
    if db.scalar(select(Redaction.id).where(Redaction.copy_id == item.id)) is None:
        return None
    return _illegal(N_("This is a redacted copy: mark the paper that it was made of, and its copies go with it."))


def _said(item: Item) -> dict[str, int | str | None]:
    return {"note": item.id} if isinstance(item, Note) else {"paper": item.id}


def _illegal(words: str) -> IllegalStep:
    return IllegalStep("privilege", [Why("privilege", Said(words), "#legal")])
