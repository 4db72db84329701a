"""What counsel is asked: handed over with its papers, opened, answered, given on, withdrawn. Who holds the room of a
review reads it, and nothing else of the case by it."""

import json
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, Forbidden, policy, relations
from casework.audit import Tag, trail
from casework.cases.actions import case as cases
from casework.cases.actions import members
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.lifecycle.counsel import ASKED, IN_REVIEW, OPEN
from casework.cases.models import Case, Party, Review
from casework.cases.queries.matter import CaseMatter
from casework.cases.queries.rows import Rows
from casework.db import new_id, utc_now
from casework.legal.lifecycle.review import WORKFLOW, Facts
from casework.legal.models import ReviewHandover, ReviewRound
from casework.legal.queries import reviews
from casework.mail import Notice, tell
from casework.people import Actor, Role
from casework.people.standing import Standing
from casework.settings import N_, Said
from casework.vault import Compartment, Room, Unreadable
from casework.vault.pairs import PublicHalf

from .review_items import NewItem, put

NOBODY = N_("There is no counsel to whom this can be given: a lead admits one first.")
SHUT = frozenset({Compartment.REVIEW, Compartment.FILE, Compartment.PRIVILEGED})
"""Whose key the server keeps, and the organisation lets it open none of these, is handed none of it either."""


def ask(
    db: Session,
    case: Case,
    file: Room,
    *,
    about: str,
    question: str,
    items: Sequence[NewItem],
    counsel_id: int,
    due_on: date,
    by: Actor,
) -> Review:
    """A room of its own, sealed to who reads the file now and to that counsel; in it the question and, as they are
    now, the papers. Forbidden where nobody is there to be asked."""
    found = cases.begin(db, case, by, Action.ASK_REVIEW)
    policy.require(by, Action.ADD_MEMBER, found)  # into a restricted case nobody is let by who may not let anybody in
    if counsel_id not in candidates(db, found, by):
        raise Forbidden(NOBODY)
    _something(items)
    row, now = Review(id=new_id(), case_id=case.id, about=about, state=ASKED, asked_by=by.id), utc_now()
    row.asked_at, row.put_at, row.due_on, row.counsel_id, row.round = now, now, due_on, counsel_id, 1
    db.add(row)
    db.flush()
    room = vault.rooms.build(
        db, case.id, Compartment.REVIEW, subject=row.id, to=_halves(db, found, counsel_id)
    )  # fmt: skip
    _round(db, row, room, file, question, items, found, by)
    trail.record(db, by, Tag.REVIEW_ASKED, case.id, review=row.id, about=about, person=counsel_id)
    tell(db, Notice.REVIEW_ASKED, to={counsel_id}, path="/reviews")
    return row


def ask_again(
    db: Session, review: Review, room: Room, file: Room, *, question: str, items: Sequence[NewItem], by: Actor
) -> Review:
    """The answer to a return: the next round, with new versions. The earlier ones stay."""
    found = _begin(db, review, by, Action.ASK_REVIEW)
    state = WORKFLOW.after("ask again", Facts(review.state))
    _something(items)
    review.state, review.round, review.put_at, review.decided_at = state, review.round + 1, utc_now(), None
    _round(db, review, room, file, question, items, found, by)
    if review.counsel_id and reviews.is_free(db, review.counsel_id, review.case_id, found.parties_version):
        review.state = IN_REVIEW
    review.version += 1
    trail.record(db, by, Tag.REVIEW_ASKED, review.case_id, review=review.id, round=review.round)
    tell(db, Notice.REVIEW_ASKED, to={review.counsel_id or 0} - {0}, path="/reviews")
    return review


def withdraw(db: Session, review: Review, *, by: Actor) -> None:
    """It is not asked any more; counsel's key of it ends, what they read stays read."""
    found = _begin(db, review, by, Action.ASK_REVIEW)
    review.state = WORKFLOW.after("withdraw", Facts(review.state))
    review.version += 1
    if review.counsel_id and not _reads_file(found, review.counsel_id):
        _end_key(db, review, review.counsel_id)
    trail.record(db, by, Tag.REVIEW_WITHDRAWN, review.case_id, review=review.id)


def hand_over(db: Session, review: Review, room: Room, to_id: int, *, why: str, by: Actor) -> ReviewHandover:
    """Other counsel has it from now on: their key begins, that of whoever had it ends."""
    found = _begin(db, review, by, Action.HAND_OVER_REVIEW)
    if review.state not in OPEN:
        raise IllegalStep("hand over", WORKFLOW.why_not("withdraw", Facts(review.state)))
    if to_id not in others(db, found, review, by):
        raise Forbidden(NOBODY)
    [half] = members.halves(db, [to_id]).values()
    if half.barred & SHUT:
        raise Forbidden(members.SERVER_KEEPS)
    id_, before = new_id(), review.counsel_id
    row = ReviewHandover(id=id_, case_id=review.case_id, review_id=review.id, from_id=before, to_id=to_id, by=by.id)
    row.why, row.at = room.seal(ReviewHandover.why, id_, why) if why.strip() else None, utc_now()
    db.add(row)
    review.counsel_id = to_id
    vault.rooms.admit(db, room, half)
    if before and before != to_id and not _reads_file(found, before):
        _end_key(db, review, before)
    review.version += 1
    trail.record(db, by, Tag.REVIEW_GIVEN, review.case_id, review=review.id, person=to_id)
    tell(db, Notice.REVIEW_ASKED, to={to_id} - {by.id}, path="/reviews")
    return row


def candidates(db: Session, found: CaseMatter, by: Actor, *, but: Collection[int] = ()) -> dict[int, Standing]:
    """Who can be asked: admitted counsel whom no wall keeps away and who is not the one who asks, by any account; from
    outside only who is on this case. `but`: who else is left out."""
    out = found.walled | relations.together(db, {by.id, *but})
    able = {id_: one for id_, one in members.able(db).items() if id_ not in out}
    return {
        id_: one
        for id_, one in able.items()
        if (found.holders.get(id_) if one.has(Role.OUTSIDE) else one.has(Role.COUNSEL))
    }


def others(db: Session, found: CaseMatter, review: Review, by: Actor) -> dict[int, Standing]:
    """To whom it can be handed over: neither who has it, nor who asked it."""
    now = review.counsel_id if has_counsel(db, review) else None
    return candidates(db, found, by, but={review.asked_by, now or review.asked_by})


def lock(db: Session, review: Review) -> CaseMatter:
    """The case first, as every verb of one does, then its review."""
    case = db.get_one(Case, review.case_id)
    found = cases.lock(db, case)
    db.refresh(review, with_for_update=True)
    return reviews.of_review(found, review.id)


def _begin(db: Session, review: Review, by: Actor, action: Action) -> CaseMatter:
    found = lock(db, review)
    policy.require(by, action, found)
    policy.require(by, Action.SEE_REVIEW, found)
    return found


def has_counsel(db: Session, review: Review) -> bool:
    """Somebody has it, and can use its key: a conflict, a wall, their leaving or another key of theirs ends that."""
    return not reviews.without_counsel(db, [review])


def _reads_file(found: CaseMatter, person_id: int) -> bool:
    """Whoever does reads its reviews too; whoever holds another room alone read this one because they were asked."""
    return Compartment.FILE in found.holders.get(person_id, frozenset())


def _end_key(db: Session, review: Review, person_id: int) -> None:
    vault.rooms.remove(
        db, review.case_id, Compartment.REVIEW, vault.HolderKind.PERSON, person_id, subject=review.id
    )  # fmt: skip


def _something(items: Sequence[NewItem]) -> None:
    if not items:
        said = Said(N_("Choose what counsel is to look at, or paste the draft."))
        raise IllegalStep("ask", [Why("items", said, "#items")])


def _halves(db: Session, found: CaseMatter, counsel_id: int) -> list[PublicHalf]:
    """Who reads the file now and could be given it today, and counsel."""
    here = {id_ for id_, held in found.holders.items() if Compartment.FILE in held and id_ not in found.walled}
    able = set(members.able(db, here | {counsel_id}))
    halves = members.halves(db, able)
    if counsel_id not in halves or halves[counsel_id].barred & SHUT:
        raise Forbidden(members.SERVER_KEEPS)
    return [half for half in halves.values() if not half.barred & SHUT]


def _round(
    db: Session,
    review: Review,
    room: Room,
    file: Room,
    question: str,
    items: Sequence[NewItem],
    found: CaseMatter,
    by: Actor,
) -> None:
    id_ = new_id()
    named = json.dumps(_names(db, review.case_id, file), ensure_ascii=False)
    db.add(
        ReviewRound(
            id=id_,
            case_id=review.case_id,
            review_id=review.id,
            round=review.round,
            question=room.seal(ReviewRound.question, id_, question),
            names=room.seal(ReviewRound.names, id_, named),
            parties_version=found.parties_version,
            asked_by=by.id,
            asked_at=utc_now(),
        )
    )
    db.add_all([put(room, review, position, item) for position, item in enumerate(items, 1)])
    db.flush()


def _names(db: Session, case_id: int, file: Room) -> list[tuple[str, str]]:
    """Whom the case is about, as the file has it: a name that lies in `identity` is not handed on."""
    found = []
    for party in sorted(Rows(db, case_id).of(Party), key=lambda row: row.added_at):
        if party.name is None or party.room != Compartment.FILE.value or party.ended_at is not None:
            continue
        try:
            found.append((file.open(Party.name, party.id, party.name), party.role))
        except Unreadable:
            continue
    return found
