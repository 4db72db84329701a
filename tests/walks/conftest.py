"""The cast, on a database of its own."""

from tests.stage import cast, database, keys, stage

__all__ = ["cast", "database", "keys", "stage"]
