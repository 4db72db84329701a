"""Who may do what, and who is walled off from what."""

from .actions import Action
from .policy import in_place, judge, may_ever, require
from .rules import Forbidden, Hidden, Matter, Verdict

__all__ = ["Action", "Forbidden", "Hidden", "Matter", "Verdict", "in_place", "judge", "may_ever", "require"]
