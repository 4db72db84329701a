"""Answering, with files or without."""

from typing import Any

import anyio.to_thread
from litestar import Request, Response, post
from litestar.di import NamedDependency
from sqlalchemy.orm import Session

from casework.db import Database, utc_now
from casework.files import Store
from casework.intake.actions import cleaning, keeping, replies
from casework.intake.forms import AnswerForm
from casework.settings import N_, Settings
from casework.vault import Vault
from casework.web import nonces, uploads
from casework.web.forms import Typed
from casework.web.page import see
from casework.web.patience import patiently
from casework.web.text import _, size
from casework.web.uploads import Received

from . import staying
from .fields import ask_again
from .own_page import own_page
from .sending import taken

EMPTY = N_("Write something, or choose a file.")


@post("/follow/messages", status_code=200, opt={"public": True}, request_max_body_size=uploads.whole())
async def send(
    request: Request[Any, Any, Any],
    database: NamedDependency[Database],
    vault: NamedDependency[Vault],
    store: NamedDependency[Store],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    received = await uploads.receive(request, vault=vault, store=store)
    return await anyio.to_thread.run_sync(_send, request, database, vault, store, settings, received)


def _send(
    request: Request[Any, Any, Any],
    database: Database,
    vault: Vault,
    store: Store,
    settings: Settings,
    received: Received,
) -> Response[Any]:
    now, stay = utc_now(), staying.staying(request, database, settings)
    if stay is None:
        received.discard(store)
        return ask_again(request, database, settings, received.typed)
    with database.reading() as db:
        kept = keeping.opened(db, [str(token) for token in received.typed.getall("keep", [])], now)
        cleans = replies.reports(db, stay.actor)
    number = received.number if received.typed.get("nonce") else nonces.make()
    fresh, wrong = taken(received, store)
    files = [*kept, *fresh]
    form = AnswerForm(Typed(received.typed))
    if not form.validate():
        wrong += [str(error) for error in form.message.errors]
    if not form.message.data and not files and not wrong:
        wrong.append(_(EMPTY))
    if wrong or len(files) > uploads.FILES:
        with database.transaction() as db:
            keeping.keep(db, files, now + keeping.KEPT)
            again = [(keeping.token(db, file), f"{file.name}, {size(file.size)}") for file in files]
        said = form.message.data or ""
        return own_page(request, database, stay, status=422, message=said, wrong=tuple(wrong), kept=again)
    ready = cleaning.prepare(vault, store, files) if cleans else [cleaning.Ready(file, None) for file in files]

    def store_it(db: Session) -> None:
        if nonces.take(db, f"message {stay.party_id} {number}", now):
            replies.write(db, stay.actor, form.message.data or "", ready, now=now)

    patiently(database, store_it)
    return see("/follow")
