"""One application for a worker: putting it together takes half a second, which most tests would wait for longest.

Each test is given it with its own database, keys and folders in it, as if it had been made for that test alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from litestar import Litestar
from litestar.types import ControllerRouterHandler

from casework import mail
from casework.app import create_app
from casework.db import Database
from casework.files import Store
from casework.settings import Settings
from casework.vault import Keyring, Vault
from casework.web.menu import name_of

NOWHERE = Path("/nowhere")


@dataclass(frozen=True)
class Kept:
    """An application, and the parts that it was made with."""

    app: Litestar
    settings: Settings
    database: Database
    vault: Vault
    store: Store


_kept: dict[str, Kept] = {}


def application(
    settings: Settings, *, database: Database, vault: Vault, routes: Sequence[ControllerRouterHandler] | None = None
) -> Litestar:
    """For one test at a time: the one before is over when this is called."""
    alike = replace(settings, folder=NOWHERE, database_url="", keyring=NOWHERE, journal=NOWHERE, files=NOWHERE)
    key = f"{alike} {id(routes)}"
    if key not in _kept:
        _kept[key] = _made(replace(settings), routes)
    kept = _kept[key]
    _become(kept.settings, settings)
    _become(kept.store, Store(settings.files))
    kept.database.__dict__ = database.__dict__
    kept.vault.__dict__ = vault.__dict__
    mail.open_office(kept.database, settings)
    around = kept.app.state.surroundings
    kept.app.state.surroundings = replace(around, organisation=name_of(kept.database))
    return kept.app


def _become(this: Settings | Store, that: Settings | Store) -> None:
    """Both are frozen: field by field."""
    for field in fields(this):
        object.__setattr__(this, field.name, getattr(that, field.name))


def _made(settings: Settings, routes: Sequence[ControllerRouterHandler] | None) -> Kept:
    database, vault = Database(f"sqlite:///{NOWHERE}"), Vault(Keyring.new())
    app = create_app(settings, database=database, vault=vault, routes=routes)
    store = app.dependencies["store"].dependency()  # type: ignore[union-attr]
    return Kept(app, settings, database, vault, store)
