"""The cast, and the people of a leaving."""

from tests.stage import cast, database, keys, stage

from .leaver import app, invited, phone
from .people import house

__all__ = ["app", "cast", "database", "house", "invited", "keys", "phone", "stage"]
