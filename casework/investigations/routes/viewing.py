"""`/cases/{number}/papers/{item}/view`: a paper in the page, with nothing of it executed.

A PDF is drawn here, page by page, in a capped child without a network, as redaction draws it; a browser's own viewer
would run what the file asks it to, needs a frame that this site allows to nobody, and is switched off by the very
policy that makes such a frame safe. What is written on the page stands under it for who does not see the picture.
Pictures are drawn anew as well, without what a camera said of itself. Mails and texts are words in our own page; sound
and film are played from an address that belongs to no origin. Everything else is saved, and opened by what made it.
"""

from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from casework.access import Action
from casework.cases.routes import download
from casework.cases.routes.doing import Answer
from casework.cases.routes.entry import Entry, shown_to
from casework.cases.routes.opened import Opened, damaged
from casework.db import Database
from casework.files import Kind, Store
from casework.files.redacting.copies import DRAWN
from casework.files.viewing import showing
from casework.files.viewing.unseen import Unseen
from casework.files.viewing.written import written
from casework.people import Actor
from casework.settings import N_
from casework.vault import Unreadable, Vault
from casework.web import nonces
from casework.web.headers import POLICY
from casework.web.page import page
from casework.web.text import gettext

from . import playing
from .looking import Desk, note, picture, plain, unlock

OPT = {"needs": Action.SEE_CASE, "title": N_("Look at a paper")}
WHY_NOT = {
    "damaged": N_("It could not be shown: it is damaged, or has a password. It can be saved as it is."),
    "large": N_("It is too large to be shown here. It can be saved as it is."),
    "page": N_("There is no such page."),
    "kind": N_("This kind of file is not shown here. Save it, and open it with what made it."),
}
MEDIA = f"{POLICY}; media-src 'self'"


@get("/cases/{number:str}/papers/{item:int}/view", sync_to_thread=True, opt=OPT)
def view(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    item: FromPath[int],
    database: NamedDependency[Database],
    vault: NamedDependency[Vault],
    store: NamedDependency[Store],
    actor: NamedDependency[Actor],
) -> Answer:
    desk = Desk(request, opened, item, database, vault, store, actor)
    paper = unlock(desk)
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number, limit=1)
    known = next((one for one in shown.papers if one.id == item), None)
    if known is None:
        raise NotFoundException
    asked = str(request.query_params.get("page", "1"))
    at = int(asked) if asked.isascii() and asked.isdecimal() and 0 < int(asked) < 10_000 else 1
    note(desk)
    try:
        seen = _seen(desk, paper, at)
    except Unseen as unseen:
        seen = {"sort": "none", "why": gettext(WHY_NOT.get(unseen.why, WHY_NOT["damaged"]))}
    except (download.DamagedFile, Unreadable):
        return damaged(request, opened.case.number, paper.name)
    headers = {"Content-Security-Policy": MEDIA} if seen["sort"] in ("sound", "film") else None
    return page(
        request, "investigations/view.html", headers=headers, shown=shown, paper=known, named=paper.name,
        base=f"{opened.path}/papers/{item}", at=at, seen=seen, nonce=nonces.make(),
    )  # fmt: skip


def _seen(desk: Desk, paper: Opened, at: int) -> dict[str, Any]:
    kind = paper.kind
    if kind is Kind.PDF:
        words, pages = showing.words(kind, paper.pieces(desk.store, desk.keys), at)
        return {"sort": "pages", "words": words, "pages": pages}
    if kind in DRAWN:
        return {"sort": "pages", "words": "", "pages": 1}
    if kind in showing.MAILS:
        return {"sort": "mail", "letter": showing.letter(kind, paper.pieces(desk.store, desk.keys))}
    if kind in showing.WRITTEN:
        said, cut = written(paper.pieces(desk.store, desk.keys))
        return {"sort": "text", "text": said, "cut": cut}
    if kind in showing.SOUND | showing.FILM:
        return {"sort": "sound" if kind in showing.SOUND else "film"}
    raise Unseen("kind")


@get("/cases/{number:str}/papers/{item:int}/drawn/{at:int}", sync_to_thread=True, opt={"needs": Action.SEE_CASE})
def drawn(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    item: FromPath[int],
    at: FromPath[int],
    database: NamedDependency[Database],
    vault: NamedDependency[Vault],
    store: NamedDependency[Store],
    actor: NamedDependency[Actor],
) -> Answer:
    """One page, as a picture that was made here."""
    desk = Desk(request, opened, item, database, vault, store, actor)
    paper = unlock(desk)
    if paper.kind not in DRAWN:
        raise NotFoundException
    try:
        data, pages = showing.picture(paper.kind, paper.pieces(desk.store, desk.keys), at)
    except (Unseen, Unreadable, download.DamagedFile):
        raise NotFoundException from None
    note(desk)
    return picture(data, pages)


@get("/cases/{number:str}/papers/{item:int}/played", sync_to_thread=True, opt={"needs": Action.SEE_CASE})
def play(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    item: FromPath[int],
    database: NamedDependency[Database],
    vault: NamedDependency[Vault],
    store: NamedDependency[Store],
    actor: NamedDependency[Actor],
) -> Answer:
    """Sound and film alone: whatever else is asked for here is not there."""
    desk = Desk(request, opened, item, database, vault, store, actor)
    paper = unlock(desk)
    if paper.kind not in showing.SOUND | showing.FILM:
        raise NotFoundException
    asked = request.headers.get("range", "")
    span = playing.asked_for(asked, paper.row.size)
    if span is None:
        return playing.beyond(paper.row.size)
    try:
        pieces = paper.pieces(desk.store, desk.keys)
    except download.DamagedFile:
        raise NotFoundException from None
    note(desk)
    part = bool(playing.RANGE.fullmatch(asked.strip()))
    return playing.played(pieces, span, paper.row.size, paper.kind.media, plain(paper), part=part)


ROUTES: list[Any] = [view, drawn, play]
