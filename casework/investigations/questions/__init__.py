"""Questions for an interview: what came with Casework, and what an organisation wrote in its place, one a line."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

MOST, LONGEST = 60, 500
"""Questions of a set, and characters of one."""
ANY = ""
"""The kind of a set that serves every kind without one of its own."""
_COUNTED = re.compile(r"^\s*(?:\d{1,3}[.)]|[-*•])\s+")


@cache
def ready() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """By role and kind."""
    data = tomllib.loads(resources.files(__name__).joinpath("ready.toml").read_text(encoding="utf-8"))
    return {(one["role"], one["kind"]): tuple(one["questions"]) for one in data["sets"]}


def ready_for(role: str, kind: str) -> tuple[str, ...]:
    """What came with Casework for this role in a case of this kind, or of any."""
    known = ready()
    return known.get((role, kind)) or known[role, ANY]


def read(text: str) -> list[str]:
    """As typed: one a line, with or without a number or a dash before it."""
    lines = (" ".join(_COUNTED.sub("", line).split()) for line in text.splitlines())
    return [line for line in lines if line]


def faults(found: list[str]) -> list[tuple[str, int]]:
    """What is wrong with a set: a word for it and a number."""
    wrong = [("none", 0)] if not found else []
    if len(found) > MOST:
        wrong.append(("many", len(found)))
    return wrong + [("long", place) for place, line in enumerate(found, 1) if len(line) > LONGEST]
