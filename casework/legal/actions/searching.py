"""Holders are asked to search, and hand over what they find: redacted by them, sealed to the officers alone."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Forbidden, Hidden
from casework.audit import Tag
from casework.db import Database, new_id, utc_now
from casework.legal.lifecycle.request import OVER, REQUEST, SEARCHING, Facts
from casework.legal.models import SearchHit, SearchTask, SubjectRequest
from casework.legal.queries import holders
from casework.legal.redacting import redacted
from casework.mail import Notice, tell
from casework.people import CASE_HOLDING, Actor
from casework.people.standing import standing
from casework.settings import N_
from casework.vault import Compartment, HolderKind

from . import requests

ASKED, HANDED, NOTHING = "open", "handed over", "nothing found"
ANSWERS = {ASKED: N_("not answered yet"), HANDED: N_("handed over"), NOTHING: N_("nothing found")}
REMIND = timedelta(days=3)
CLOSED = N_("The request was answered or has ended: nothing is searched for any more.")
NOBODY = N_("Nobody of these can be asked: they are not admitted, or it is about them.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to search for, in the room that everybody asked can read. `terms`: each a name or number."""

    name: str = field(repr=False)
    terms: tuple[str, ...] = field(repr=False)
    words: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Cut:
    words: str = field(repr=False)
    why: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """`label`: where it was found, in words that name nobody."""

    label: str = field(repr=False)
    text: str = field(repr=False)


def ask(
    db: Session, row: SubjectRequest, wanted: Wanted, people: Collection[int], due_on: date, *, by: Actor,
    version: int | None = None,
) -> list[SearchTask]:  # fmt: skip
    """Those chosen, and whoever holds a case that they are a party to. Nobody is asked twice."""
    room = requests.begin(db, row, by, version)
    said = json.loads(room.open(SubjectRequest.asked, row.id, row.asked))
    about = requests.themselves(db, row.employee_tag, said["name"], said["contact"])
    known = set(db.scalars(select(SearchTask.person_id).where(SearchTask.request_id == row.id)))
    able = standing(db, (set(people) | holders.of(db, row.employee_tag)) - about - known)
    asked = [id_ for id_, who in able.items() if who.able and who.roles & CASE_HOLDING]
    halves = vault.pairs.current_many(db, HolderKind.PERSON, asked)
    halves = {id_: half for id_, half in halves.items() if Compartment.SEARCH not in half.barred}
    if not halves and not known:
        raise Forbidden(NOBODY)
    row.state, row.state_since = REQUEST.after("search", Facts(row.state, len(halves) + len(known))), utc_now()
    search = requests.entered(db, row, by, Compartment.SEARCH)
    row.search_for = search.seal(SubjectRequest.search_for, row.id, _written(wanted))
    made = []
    for person_id, half in sorted(halves.items()):
        vault.rooms.admit(db, search, half)
        task = SearchTask(
            id=new_id(), request_id=row.id, person_id=person_id, answer=ASKED, due_on=due_on, by=by.id, at=utc_now()
        )
        db.add(task)
        made.append(task)
    db.flush()
    requests.touch(db, row, by, Tag.REQUEST_CHANGED)
    tell(db, Notice.DEADLINE, to=set(halves) - {by.id})
    return made


def hand_over(
    db: Session, task: SearchTask, found: Iterable[Found], cuts: Collection[Cut], *, by: Actor
) -> list[SearchHit]:  # fmt: skip
    """Redacted copies alone, dropped into a room that who hands them over cannot read. What was taken out is not told,
    but how often and why."""
    row = _theirs(db, task, by)
    made = []
    for one in found:
        id_, words = new_id(), [cut.words for cut in cuts]
        text, label = redacted(one.text, words), redacted(one.label, words)
        sealed = {
            column.key: vault.rooms.drop(db, row.id, Compartment.REQUEST, 0, column, id_, said)
            for column, said in (
                (SearchHit.label, label), (SearchHit.text, text), (SearchHit.cuts, _reasons(one.text, cuts))
            )
        }  # fmt: skip
        hit = SearchHit(id=id_, request_id=row.id, task_id=task.id, at=utc_now(), **sealed)
        db.add(hit)
        made.append(hit)
    db.flush()
    requests.note(db, by, Tag.REQUEST_SEARCHED, row, task=task.id)
    return made


def finish(db: Session, task: SearchTask, *, by: Actor) -> None:
    """That is all, or there is nothing: an answer too."""
    row = _theirs(db, task, by)
    any_ = db.scalar(select(SearchHit.id).where(SearchHit.task_id == task.id).limit(1))
    task.answer, task.answered_at = HANDED if any_ is not None else NOTHING, utc_now()
    db.flush()
    requests.note(db, by, Tag.REQUEST_SEARCHED, row, task=task.id)
    tell(db, Notice.DEADLINE, to=_officers(db, row))


def remind(database: Database, now: datetime) -> None:
    """Who has not answered three days before the day is told once more, once."""
    query = select(SearchTask.id).join(SubjectRequest, SubjectRequest.id == SearchTask.request_id)
    late = query.where(
        SearchTask.answer == ASKED, SearchTask.reminded_at.is_(None), SubjectRequest.state == SEARCHING,
        SearchTask.due_on <= now.date() + REMIND,
    )  # fmt: skip
    with database.reading() as db:
        ids = list(db.scalars(late))
    for id_ in ids:
        with database.transaction() as db:
            task = db.get(SearchTask, id_, with_for_update=True)
            if task is not None and task.reminded_at is None:
                task.reminded_at = now
                tell(db, Notice.DEADLINE, to=[task.person_id])


def _theirs(db: Session, task: SearchTask, by: Actor) -> SubjectRequest:
    db.refresh(task, with_for_update=True)
    row = db.get_one(SubjectRequest, task.request_id)
    if task.person_id != by.id:
        raise Hidden
    requests.entered(db, row, by, Compartment.SEARCH)
    if row.state in OVER:
        raise Forbidden(CLOSED)
    return row


def _officers(db: Session, row: SubjectRequest) -> set[int]:
    readers = vault.readers.of_case(db, row.id)
    return {
        one.holder_id
        for one in readers
        if one.compartment is Compartment.REQUEST and one.kind is HolderKind.PERSON
    }  # fmt: skip


def _reasons(text: str, cuts: Iterable[Cut]) -> str:
    """How many things went for which reason: never what."""
    counts: dict[str, int] = {}
    for cut in cuts:
        if redacted(text, [cut.words]) != text:
            counts[cut.why] = counts.get(cut.why, 0) + 1
    return json.dumps(counts)


def _written(wanted: Wanted) -> str:
    said: Mapping[str, object] = {"name": wanted.name, "terms": wanted.terms, "words": wanted.words}
    return json.dumps(said, ensure_ascii=False)
