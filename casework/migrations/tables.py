"""Every table of every feature, and how its columns are written in a migration."""

import importlib
import pkgutil
from typing import Any, Literal

from alembic.autogenerate.api import AutogenContext
from sqlalchemy import MetaData

import casework
from casework.db import Base, Instant

TABLELESS = ("casework.__main__", "casework.cli", "casework.demo", "casework.migrations")


def everything() -> MetaData:
    """The tables as the code declares them, found by importing every module that may declare one."""
    for module in pkgutil.walk_packages(casework.__path__, "casework."):
        if not module.name.startswith(TABLELESS):
            importlib.import_module(module.name)
    return Base.metadata


def written(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """A migration outlives the code: it names the database's types, never ours."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime()"
    return False
