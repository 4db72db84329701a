"""How a list is asked for in its address: what cannot be read there is left out, never an error."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode


def day_in(query: Mapping[str, str], name: str) -> date | None:
    try:
        return date.fromisoformat(query.get(name, ""))
    except ValueError:
        return None


def one_in(query: Mapping[str, str], name: str, known: Mapping[str, str], default: str = "") -> str:
    value = query.get(name, default)
    return value if value in known else default


def address(path: str, **wanted: str) -> str:
    """With only what says something."""
    kept = {name: value for name, value in wanted.items() if value}
    return f"{path}?{urlencode(kept)}" if kept else path
