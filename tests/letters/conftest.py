"""The cast on their case, and a browser for each of them."""

from tests.cases.pages.conftest import browse, world
from tests.stage import cast, database, keys, stage

__all__ = ["browse", "cast", "database", "keys", "stage", "world"]
