"""The whole application with the cast in it: everybody has a browser of their own."""

from dataclasses import dataclass
from pathlib import Path

from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import update

from casework.db import Database, utc_now
from casework.people import Actor, sessions
from casework.people.models import Person, UserSession
from casework.settings import Settings
from casework.vault import Vault
from tests.application import application
from tests.cast import Cast

ORIGIN = "https://cases.example.org"
SAME_ORIGIN = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}


@dataclass
class World:
    """One installation: `cast` on its case, `app` serving, `folder` holding all that is at rest."""

    app: Litestar
    cast: Cast
    database: Database
    keys: Vault
    folder: Path

    def client(self, actor: Actor | None = None, *, sure: bool = False) -> TestClient[Litestar]:
        """A browser: signed in as a member of staff, who has just proved it again if `sure`; or nobody's."""
        made = TestClient(self.app, base_url=ORIGIN, raise_server_exceptions=False)
        made.headers.update(SAME_ORIGIN)
        made.follow_redirects = False
        if actor is not None and actor.holder is not None:
            made.cookies.set("__Host-casework", self.session(actor, sure=sure), domain="cases.example.org", path="/")
        return made

    def session(self, actor: Actor, *, sure: bool = False) -> str:
        assert actor.holder is not None
        with self.database.transaction() as db:
            person, now = db.get_one(Person, actor.id), utc_now()
            cookie = sessions.start(db, person, actor.holder.private, full=True, device="A browser", now=now)
            if sure:
                db.execute(update(UserSession).where(UserSession.person_id == person.id).values(stepped_up_at=now))
        return cookie


def build(cast: Cast, keys: Vault, folder: Path) -> World:
    settings = Settings(
        folder=folder,
        database_url=cast.database.url,
        keyring=folder / "keyring.json",
        journal=folder / "journal",
        files=folder / "files",
        origin=ORIGIN,
    )
    app = application(settings, database=cast.database, vault=keys)
    return World(app, cast, cast.database, keys, folder)
