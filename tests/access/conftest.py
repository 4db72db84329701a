"""The cast, on an installation of its own for each test."""

from tests.stage import cast, database, keys, stage

__all__ = ["cast", "database", "keys", "stage"]
