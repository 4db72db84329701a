"""Every table of every feature, and how its columns are written in a migration."""

import importlib
from pathlib import Path
from typing import Any, Literal

from alembic.autogenerate.api import AutogenContext
from sqlalchemy import MetaData

import casework
from casework.db import Base, Instant


def everything() -> MetaData:
    """The tables as the code declares them: every module that names one is imported, and no other."""
    package = Path(casework.__file__).parent
    for path in sorted(package.rglob("*.py")):
        if path.parent.name != "migrations" and "__tablename__ =" in path.read_text():
            name = ".".join(path.relative_to(package.parent).with_suffix("").parts)
            importlib.import_module(name.removesuffix(".__init__"))
    return Base.metadata


def written(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """A migration outlives the code: it names the database's types, never ours."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime()"
    return False
