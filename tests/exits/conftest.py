"""The cast, and the people of a leaving."""

from tests.stage import cast, database, keys, stage

from .people import house

__all__ = ["cast", "database", "house", "keys", "stage"]
