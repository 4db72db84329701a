"""`/cases/{number}/evidence/{item}/check`: the file is read again, and compared with what was entered."""

import hmac
from typing import Any

from litestar import post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from casework import vault
from casework.access import Action, policy
from casework.cases.actions import members
from casework.cases.models import Case, Evidence, Paper
from casework.cases.queries.record.opening import key_of
from casework.cases.routes.doing import Answer
from casework.cases.routes.entry import Entry, shown_to
from casework.cases.routes.opened import Opened, unlocked
from casework.db import Database
from casework.files import Store
from casework.investigations import octets
from casework.investigations.actions import evidence as verbs
from casework.investigations.lifecycle.evidence import OTHER, SAME, UNREADABLE
from casework.people import Actor
from casework.settings import N_
from casework.vault import Vault
from casework.web import nonces
from casework.web.page import see

from .evidence import entry_of


@post(
    "/cases/{number:str}/evidence/{item:int}/check",
    sync_to_thread=True,
    status_code=200,
    opt={"needs": Action.WORK_CASE, "title": N_("Read the file again")},
)
def check(
    opened: NamedDependency[Entry],
    item: FromPath[int],
    database: NamedDependency[Database],
    vault: NamedDependency[Vault],
    store: NamedDependency[Store],
    actor: NamedDependency[Actor],
    typed: NamedDependency[FormMultiDict],
) -> Answer:
    """Outside of any transaction, for it takes as long as the file is long."""
    policy.require(actor, Action.WORK_CASE, opened.matter)
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number, limit=1)
        entry = entry_of(db, shown, item)
        paper = unlocked(db, actor, db.get(Paper, entry.paper_id) if entry.paper_id else None)
    if paper is None or entry.digest is None:
        raise NotFoundException
    found = _compared(store, vault, paper, entry.digest)
    _keep(database, opened, actor, item, found, nonces.of(typed))
    return see(f"{opened.path}/evidence/{item}#file")


def _compared(store: Store, keys: Vault, paper: Opened, digest: str) -> str:
    try:
        now = octets.digest(store, keys, paper.row.file_id, paper.key, paper.row.size)
    except octets.Damaged:
        return UNREADABLE
    return SAME if hmac.compare_digest(now, digest) else OTHER


def _keep(database: Database, opened: Entry, actor: Actor, item: int, found: str, nonce: str) -> None:
    with database.transaction() as db:
        if nonces.take(db, nonce):
            row = db.get_one(Evidence, item)
            rooms = vault.rooms.enter_all(db, members.holder_of(actor), opened.case.id)
            case = db.get_one(Case, opened.case.id)
            verbs.checked(db, case, rooms[key_of(row.room, row.subject)], row, found, by=actor)


ROUTES: list[Any] = [check]
