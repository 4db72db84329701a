"""How long things are kept, and how they go: the same pages for cases, for exits and for referrals, each at an address
of its own and of those alone that exist for whoever looks."""

from typing import Any

from casework.cases.queries.keeping import Matters

from . import deciding, listing, proposing
from .shelf import Shelf


def routes(matters: Matters, *links: tuple[str, Any, str]) -> list[Any]:
    """`links`: other pages beside the list: address, what it needs, and its words."""
    shelf = Shelf(matters, links)
    return [*listing.routes(shelf), *proposing.routes(shelf), *deciding.routes(shelf)]
