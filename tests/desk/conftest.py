"""The same application and browsers as the pages of a case have."""

from tests.cases.pages.conftest import browse, world
from tests.stage import cast, database, keys, stage

__all__ = ["browse", "cast", "database", "keys", "stage", "world"]
