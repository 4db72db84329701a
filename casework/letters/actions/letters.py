"""A letter is written, finished, handed over, taken back. Each is one transaction of its caller's."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.access import Action
from casework.audit import Tag
from casework.cases.actions import case as cases
from casework.cases.actions import given as giving_
from casework.cases.actions import messages, papers, told
from casework.cases.actions.case import Changed
from casework.cases.lifecycle import IllegalStep, Why, giving
from casework.cases.models import Case, Given, Letter, Paper, Party
from casework.db import new_id, utc_now
from casework.files import Kind
from casework.letters import lifecycle
from casework.letters.queries.letters import Printed, Written
from casework.letters.writing.kinds import KINDS
from casework.people import Actor
from casework.settings import N_, Said
from casework.vault import Room

MEANWHILE = N_("It is not as it was when you opened the page: look at it again.")


class Sealed(NamedTuple):
    """A file that was made here and lies in the store."""

    file_id: int
    key: bytes
    size: int


class Used(NamedTuple):
    """By which words and under which head a letter was written: 0 is as shipped."""

    template: int
    head: int


def draft(
    db: Session, case: Case, file: Room, written: Written, used: Used, *, by: Actor, party_id: int | None,
    about_id: int | None = None, replaces_id: int | None = None,
) -> Letter:  # fmt: skip
    """A new one. Checks wait until it is finished: what is half written is kept too."""
    cases.begin(db, case, by, Action.WORK_CASE)
    _theirs(db, case, party_id)
    id_ = new_id()
    last = db.scalar(select(func.max(Letter.position)).where(Letter.case_id == case.id)) or 0
    letter = Letter(
        id=id_,
        case_id=case.id,
        position=last + 1,
        party_id=party_id,
        about_id=about_id,
        template_version=used.template,
        head_version=used.head,
        words=file.seal(Letter.words, id_, written.as_json()),
        replaces_id=replaces_id,
        written_by=by.id,
        written_at=utc_now(),
    )
    db.add(letter)
    cases.touch(db, case, by, Tag.LETTER_WRITTEN, quiet=True, clocks_run=False, letter=id_, party=party_id)
    return letter


def _theirs(db: Session, case: Case, party_id: int | None) -> None:
    if party_id is not None:
        party = db.get(Party, party_id)
        if party is None or party.case_id != case.id:
            raise ValueError("they are not on this case")


def change(db: Session, case: Case, file: Room, letter: Letter, written: Written, *, by: Actor, version: int) -> None:
    """A draft says something else. Changed where somebody was quicker."""
    _begin(db, case, letter, by, "change", version)
    letter.words = file.seal(Letter.words, letter.id, written.as_json())
    letter.written_by, letter.written_at = by.id, utc_now()
    letter.version += 1
    cases.touch(db, case, by, Tag.LETTER_WRITTEN, quiet=True, clocks_run=False, letter=letter.id, party=letter.party_id)


def finish(
    db: Session, case: Case, file: Room, letter: Letter, written: Written, printed: Printed, sealed: Sealed, head: int,
    *, by: Actor, version: int, name: str,
) -> Paper:  # fmt: skip
    """From here on it is as it is: its pages are a paper of the file, and a letter that it replaces is taken back by
    hand. `name`: of the paper."""
    _begin(db, case, letter, by, "finish", version)
    paper = papers.add(
        db, case, file, by=by, file_id=sealed.file_id, key=sealed.key, name=name, type=Kind.PDF.value, size=sealed.size
    )  # fmt: skip
    db.flush()
    letter.words = file.seal(Letter.words, letter.id, written.as_json())
    letter.printed = file.seal(Letter.printed, letter.id, printed.as_json())
    letter.paper_id, letter.head_version = paper.id, head
    letter.state, letter.finished_by, letter.finished_at = lifecycle.FINISHED, by.id, utc_now()
    letter.version += 1
    cases.touch(db, case, by, Tag.LETTER_FINISHED, quiet=True, clocks_run=False, letter=letter.id, paper=paper.id)
    return paper


def hand(
    db: Session, case: Case, file: Room, letter: Letter, kind: str, printed: Printed, *, by: Actor, how: str,
    on: date,
) -> None:  # fmt: skip
    """By hand: it reached them so, on that day. Who is told of what by it counts as told."""
    if how not in lifecycle.HOW:
        raise ValueError("not a way to hand a letter over")
    _begin(db, case, letter, by, "hand")
    _handed(db, case, file, letter, kind, printed, by=by, how=how, on=on)


def give(
    db: Session, case: Case, file: Room, dialogue: Room, letter: Letter, written: Written, printed: Printed,
    copy: Sealed, *, by: Actor, text: str, name: str, on: date,
) -> Given:  # fmt: skip
    """Into its reader's own dialogue, pages and words; they are asked to answer it, or to say that they have it."""
    kind = KINDS[written.kind]
    until = written.places.get(kind.until, "")
    _begin(db, case, letter, by, "hand")
    if letter.party_id is None:
        raise ValueError("they have no dialogue")
    paper = papers.add(
        db, case, dialogue, by=by, file_id=copy.file_id, key=copy.key, name=name, type=Kind.PDF.value, size=copy.size
    )  # fmt: skip
    db.flush()
    given = giving_.give(
        db, case, dialogue, party_id=letter.party_id, kind=giving.NOTICE if kind.notice else giving.LETTER,
        asks=kind.asks, heading=printed.subject, text=text, paper_id=paper.id, about_id=letter.id, by=by,
        due_on=date.fromisoformat(until) if until else None,
    )  # fmt: skip
    letter.given_id = given.id
    _handed(db, case, file, letter, written.kind, printed, by=by, how=lifecycle.DIALOGUE, on=on)
    return given


def _handed(
    db: Session, case: Case, file: Room, letter: Letter, kind: str, printed: Printed, *, by: Actor, how: str, on: date
) -> None:
    letter.state, letter.how, letter.handed_on, letter.handed_by = lifecycle.HANDED, how, on, by.id
    letter.version += 1
    about = KINDS[kind].told
    if about and letter.party_id is not None:
        row = told.record(
            db, case, file, by=by, party_id=letter.party_id, about=about, what=printed.subject, told_on=on,
            how=lifecycle.TOLD_BY[how],
        )  # fmt: skip
        letter.told_id = row.id
        messages.heard(db, case, letter.party_id, about)
    cases.touch(db, case, by, Tag.LETTER_HANDED, quiet=True, letter=letter.id, party=letter.party_id, how=how)


def withdraw(db: Session, case: Case, file: Room, letter: Letter, *, by: Actor, why: str) -> None:
    """It counts no longer; its pages stay. What was given and not answered is taken back with it; that somebody was
    told stays true."""
    _begin(db, case, letter, by, "withdraw")
    given = db.get(Given, letter.given_id) if letter.given_id else None
    if given is not None and given.answered_at is None:
        giving_.withdraw(db, case, given, by=by)
    letter.state, letter.withdrawn_by, letter.withdrawn_at = lifecycle.WITHDRAWN, by.id, utc_now()
    letter.why_withdrawn = file.seal(Letter.why_withdrawn, letter.id, why)
    letter.version += 1
    cases.touch(db, case, by, Tag.LETTER_WITHDRAWN, quiet=True, letter=letter.id, party=letter.party_id)


def _begin(db: Session, case: Case, letter: Letter, by: Actor, step: str, version: int | None = None) -> None:
    cases.begin(db, case, by, Action.WORK_CASE)
    db.flush()
    db.refresh(letter, with_for_update=True)
    if letter.case_id != case.id:
        raise ValueError("a letter of another case")
    if lifecycle.after(step, letter.state) is None:
        raise IllegalStep(step, [Why("letter", Said(MEANWHILE), "#letter")])
    if version is not None and version != letter.version:
        raise Changed([])
