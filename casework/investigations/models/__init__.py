"""Rows that only the work of an investigation needs; what guards of a case look at lies with the case."""

from .interview import QuestionSet
from .plan import PlanTemplate
from .report import ReportFile, ReportTemplate

__all__ = [
    "PlanTemplate",
    "QuestionSet",
    "ReportFile",
    "ReportTemplate",
]
