"""A made-up organisation to look round in: Northfield Cooperative, its people and its cases. Loopback only."""

from pathlib import Path

from casework import migrations
from casework.settings import Settings

from .marker import FolderInUse, is_demo, only_here, settings_for

__all__ = ["CASES", "FolderInUse", "is_demo", "only_here", "prepare", "settings_for"]

CASES = 220


def prepare(folder: Path, port: int, *, cases: int = CASES) -> Settings:
    """The demo in `folder`, made on the first start, and the settings to serve it with. FolderInUse when something
    else is there."""
    settings = settings_for(folder, port)
    if not is_demo(folder):
        from .making import make_and_tell  # here, for every other start needs none of it

        make_and_tell(settings, cases)
    elif migrations.behind(settings.database_url):
        migrations.upgrade(settings.database_url)  # nobody keeps a backup of it
    return settings
