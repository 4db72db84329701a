"""The same application and browsers as the pages of a case have."""

from tests.cases.pages.conftest import browse, world

__all__ = ["browse", "world"]
