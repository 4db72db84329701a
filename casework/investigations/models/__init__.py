"""Rows that only the work of an investigation needs; what guards of a case look at lies with the case."""

from .interview import InterviewAnswer, InterviewCorrection, InterviewEvent, InterviewStatement, QuestionSet
from .plan import PlanItem, PlanTemplate
from .report import ReportComment, ReportFile, ReportSection, ReportTemplate, ReportText

__all__ = [
    "InterviewAnswer",
    "InterviewCorrection",
    "InterviewEvent",
    "InterviewStatement",
    "PlanItem",
    "PlanTemplate",
    "QuestionSet",
    "ReportComment",
    "ReportFile",
    "ReportSection",
    "ReportTemplate",
    "ReportText",
]
