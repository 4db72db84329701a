"""`make migration`: write the step from the newest migration to what the tables have become."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.script import Script

from casework.db import Database
from casework.migrations import config, newest, upgrade


def write(about: str) -> None:
    """Compare the tables with an empty database that has every step applied; write the difference."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'compare.db'}"
        upgrade(url)
        database = Database(url)
        with database.transaction() as db:
            settings = config(db.connection())
            settings.attributes["compare"] = True
            settings.set_main_option("file_template", "%%(rev)s_%%(slug)s")
            made = command.revision(settings, about, autogenerate=True, rev_id=f"{int(newest() or 0) + 1:04}")
        database.dispose()
    if isinstance(made, Script):
        _tidy(Path(made.path))


def _tidy(path: Path) -> None:
    """Without Alembic's remarks; the formatter does the rest."""
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "# ###" not in line))


if __name__ == "__main__":
    write(sys.argv[1] or "tables change")
