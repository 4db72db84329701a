"""A made-up organisation to look round in: Northfield Cooperative, its people and its cases. Loopback only."""

from pathlib import Path

from casework import migrations
from casework.settings import Settings
from casework.vault import Keyring, keyring

from . import marker
from .marker import FolderInUse, is_demo, only_here, settings_for

__all__ = ["CASES", "FolderInUse", "begin", "finish", "is_demo", "only_here", "prepare", "settings_for"]

CASES = 220


def prepare(folder: Path, port: int, *, cases: int = CASES) -> Settings:
    """The demo in `folder`, made on the first start, and the settings to serve it with. FolderInUse when something
    else is there."""
    settings = settings_for(folder, port)
    if not is_demo(folder):
        begin(settings)
        finish(settings, cases)
    elif migrations.behind(settings.database_url):
        migrations.upgrade(settings.database_url)  # nobody keeps a backup of it
    return settings


def begin(settings: Settings) -> None:
    """The folder and its keys: all that a server needs in order to be got ready."""
    marker.begin(settings.folder)
    for folder in (settings.files, settings.journal):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    keyring.write(settings.keyring, Keyring.new())


def finish(settings: Settings, cases: int = CASES) -> None:
    """What has begun, with what there is to know for whoever waits for it."""
    from .making import make_and_tell  # here, for every other start needs none of it

    make_and_tell(settings, cases)
