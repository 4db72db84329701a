"""A text that came too late was kept, and is sent again: once it is taken, what was kept goes."""

from collections.abc import Callable
from urllib.parse import parse_qs

import anyio.to_thread
from litestar.datastructures import MutableScopeHeaders
from litestar.types import BeforeMessageSendHookHandler, Message, Scope
from sqlalchemy.orm import Session

from casework.db import Database
from casework.people import VISITOR, Actor

Drop = Callable[[Session, int, int], None]
NOT_YET = ("/sign-in", "/second-factor", "/step-up", "/waiting")
"""Where somebody is sent instead, with nothing done."""


def before_send(database: Database, drop: Drop) -> BeforeMessageSendHookHandler:
    """The hook for forms that say `?kept=` and which text it was. What is refused stays kept."""

    async def forget(message: Message, scope: Scope) -> None:
        if message["type"] != "http.response.start" or b"kept=" not in scope.get("query_string", b""):
            return
        actor, kept = scope.get("user") or VISITOR, _kept(scope)
        if kept and scope.get("method") == "POST" and _is_taken(message):
            await anyio.to_thread.run_sync(_forget, database, drop, actor, kept)

    return forget


def _kept(scope: Scope) -> int:
    said = parse_qs(scope["query_string"].decode(errors="replace")).get("kept", [""])[0]
    return int(said) if said.isdecimal() and len(said) < 20 else 0


def _is_taken(message: Message) -> bool:
    if message["type"] != "http.response.start" or message["status"] >= 400:
        return False
    return not MutableScopeHeaders.from_message(message).get("location", "").startswith(NOT_YET)


def _forget(database: Database, drop: Drop, actor: Actor, kept: int) -> None:
    with database.transaction() as db:
        drop(db, actor.id, kept)
