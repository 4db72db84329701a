"""Who may do what, and who is walled off from what."""

from .policy import Action, judge, may_ever, require
from .rules import Forbidden, Hidden, Matter, Verdict

__all__ = ["Action", "Forbidden", "Hidden", "Matter", "Verdict", "judge", "may_ever", "require"]
