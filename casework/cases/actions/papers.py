"""Papers: files in a room of the case, their keys sealed with it."""

from typing import NotRequired, TypedDict, Unpack

from sqlalchemy.orm import Session

from casework.access import Action, Forbidden, policy
from casework.audit import Tag
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.models import Case, Paper
from casework.cases.queries import paper_numbers
from casework.db import new_id, utc_now
from casework.people import Actor, ActorKind
from casework.settings import N_, Said
from casework.vault import Compartment
from casework.vault.room import Room

from . import case as cases
from . import messages, privilege
from .box import Place


class Filed(TypedDict):
    """A file in the store, with its key and what it is called; whose it is, what it is a copy of, its number."""

    file_id: int
    key: bytes
    name: str
    type: str
    size: int
    from_party: NotRequired[int | None]
    copy_of: NotRequired[int | None]
    position: NotRequired[int | None]
    digest: NotRequired[bytes | None]


def add(db: Session, case: Case, room: Place, *, by: Actor, **file: Unpack[Filed]) -> Paper:
    """A file into an open room, or into the drop box of one. A reporter's original goes to `identity`; its cleaned
    copy, named “Paper 1”, to the file with `copy_of`. Somebody who opened the case a moment ago puts in what came with
    it."""
    found = cases.lock(db, case)
    if by.kind is ActorKind.PERSON:
        policy.require(by, Action.WORK_CASE, found)
    elif by.kind is ActorKind.REPORTER:
        messages.own(by, file.get("from_party") or 0)
    elif file.get("from_party") is None:
        raise Forbidden(N_("This needs the receipt of the person whose dialogue it is."))
    paper = place(db, case, room, by=by, **file)
    if room.compartment is Compartment.PRIVILEGED and room.compartment not in found.holders.get(by.id, frozenset()):
        privilege.claim(db, case, paper, by=by)
    return paper


def place(db: Session, case: Case, room: Place, *, by: Actor, **file: Unpack[Filed]) -> Paper:
    """The row alone, for a verb that judged already whether they may."""
    id_, from_party = new_id(), file.get("from_party")
    paper = Paper(
        id=id_,
        case_id=case.id,
        position=file.get("position") or _next(db, case, room, from_party),
        room=room.compartment.value,
        subject=room.subject,
        file_id=file["file_id"],
        file_key=room.seal_bytes(Paper.file_key, id_, file["key"]),
        name=room.seal(Paper.name, id_, file["name"]),
        type=file["type"],
        size=file["size"],
        copy_of=file.get("copy_of"),
        from_party=from_party,
        by=by.id if by.kind is ActorKind.PERSON else 0,
        at=utc_now(),
        digest=file.get("digest"),
    )
    db.add(paper)
    if room.compartment is Compartment.PRIVILEGED:
        cases.touch_apart(db, case, by, Tag.PAPER_ADDED, room.compartment, paper=id_)
    else:
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


def _next(db: Session, case: Case, room: Place, from_party: int | None) -> int:
    if from_party is not None:
        return paper_numbers.next_of_parties(db, case.id)
    return paper_numbers.next_of_ours(db, case.id, room.compartment)
