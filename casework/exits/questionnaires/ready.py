"""Questionnaires that are there from the start, until an organisation publishes its own."""

from functools import cache
from importlib import resources

from .parsing import parse
from .questions import Questionnaire

READY = ("voluntary", "involuntary")


@cache
def ready(name: str) -> Questionnaire:
    """One of `READY`."""
    folder = resources.files("casework.exits.questionnaires")
    return parse((folder / f"{name}.json").read_text("utf-8"))
