"""Papers: files in a room of the case, their keys sealed with it."""

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from casework.access import Action, Forbidden, policy
from casework.audit import Tag
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.models import Case, Paper
from casework.db import new_id, utc_now
from casework.people import Actor, ActorKind
from casework.settings import N_, Said
from casework.vault import Compartment
from casework.vault.room import Room

from . import case as cases
from . import messages


def add(
    db: Session,
    case: Case,
    room: Room,
    *,
    file_id: int,
    key: bytes,
    name: str,
    type: str,  # noqa: A002 - the field's word
    size: int,
    by: Actor,
    from_party: int | None = None,
    copy_of: int | None = None,
    position: int | None = None,
    digest: bytes | None = None,
) -> Paper:
    """A file into an open room. A reporter's original goes to `identity`; its cleaned copy, named “Paper 1”, to the
    file with `copy_of`. Somebody who opened the case a moment ago puts in what came with it."""
    found = cases.lock(db, case)
    if by.kind is ActorKind.PERSON:
        policy.require(by, Action.WORK_CASE, found)
    elif by.kind is ActorKind.REPORTER:
        messages.own(by, from_party or 0)
    elif from_party is None:
        raise Forbidden(N_("This needs the receipt of the person whose dialogue it is."))
    return place(
        db, case, room, file_id=file_id, key=key, name=name, type=type, size=size, by=by,
        from_party=from_party, copy_of=copy_of, position=position, digest=digest,
    )  # fmt: skip


def place(
    db: Session,
    case: Case,
    room: Room,
    *,
    file_id: int,
    key: bytes,
    name: str,
    type: str,  # noqa: A002 - the field's word
    size: int,
    by: Actor,
    from_party: int | None = None,
    copy_of: int | None = None,
    position: int | None = None,
    digest: bytes | None = None,
) -> Paper:
    """The row alone, for a verb that judged already whether they may."""
    id_ = new_id()
    paper = Paper(
        id=id_,
        case_id=case.id,
        position=position or next_position(db, case.id),
        room=room.compartment.value,
        subject=room.subject,
        file_id=file_id,
        file_key=room.seal_bytes(Paper.file_key, id_, key),
        name=room.seal(Paper.name, id_, name),
        type=type,
        size=size,
        copy_of=copy_of,
        from_party=from_party,
        by=by.id if by.kind is ActorKind.PERSON else 0,
        at=utc_now(),
        digest=digest,
    )
    db.add(paper)
    cases.touch(db, case, by, Tag.PAPER_ADDED, quiet=True, clocks_run=False, paper=id_)
    return paper


def release(db: Session, case: Case, file: Room, identity: Room, paper: Paper, *, by: Actor, name: str = "") -> Paper:
    """A lead lets the whole original into the file: its key is sealed for the file's readers too."""
    cases.begin(db, case, by, Action.RELEASE_PAPER)
    db.refresh(paper, with_for_update=True)
    if paper.room != Compartment.IDENTITY.value or paper.released_at is not None:
        raise IllegalStep("release", [Why("released", Said(N_("This paper is in the file already.")), "#papers")])
    known = identity.open(Paper.name, paper.id, paper.name)
    paper_key = identity.open_bytes(Paper.file_key, paper.id, paper.file_key)
    paper.room, paper.subject, paper.released_at = Compartment.FILE.value, 0, utc_now()
    paper.file_key = file.seal_bytes(Paper.file_key, paper.id, paper_key)
    paper.name = file.seal(Paper.name, paper.id, name.strip() or known)
    cases.touch(db, case, by, Tag.PAPER_RELEASED, quiet=True, clocks_run=False, paper=paper.id)
    return paper


def next_position(db: Session, case_id: int) -> int:
    """Papers are numbered as they come; an original and its copy share a number."""
    db.flush()  # the statement goes past the session, which would have
    return int(db.connection().scalar(_LAST, {"case": case_id}) or 0) + 1


_LAST = select(func.max(Paper.position)).where(Paper.case_id == bindparam("case"))
