"""Plans are data: what is asked, who is heard, what is got and what could go wrong, by kind, in versions that stay."""

from .drawing import PAPER, PERSON, QUESTION, RISK, Drawn, draw, fitting, missing
from .templates import KINDS, RISKS, Risk, Template, dump, parse, ready
from .versions import ADDED, CHANGED, DROPPED, Compared, compare, holding

__all__ = [
    "ADDED",
    "CHANGED",
    "DROPPED",
    "KINDS",
    "PAPER",
    "PERSON",
    "QUESTION",
    "RISK",
    "RISKS",
    "Compared",
    "Drawn",
    "Risk",
    "Template",
    "compare",
    "draw",
    "dump",
    "fitting",
    "holding",
    "missing",
    "parse",
    "ready",
]
