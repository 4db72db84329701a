"""Deadlines as pure functions: a day to start from, a rule, a calendar; out comes a day and why.

Law is data (`packs/*.toml`, each fact with its source, its date and its owner), policy is the organisation's
(`Policy`). Nothing here reads a database or a clock: the caller passes every day.
"""

from casework.clocks import packs
from casework.clocks.calendar import Calendar, UnknownPlace
from casework.clocks.deadlines import Deadline, Extension, Pause, due
from casework.clocks.packs import Pack, PackError
from casework.clocks.policy import Policy
from casework.clocks.rules import Roll, Rule, Unit

__all__ = [
    "Calendar",
    "Deadline",
    "Extension",
    "Pack",
    "PackError",
    "Pause",
    "Policy",
    "Roll",
    "Rule",
    "Unit",
    "UnknownPlace",
    "due",
    "packs",
]
