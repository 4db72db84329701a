"""Rows that only the work of an investigation needs; what guards of a case look at lies with the case."""

from .interview import InterviewAnswer, InterviewCorrection, InterviewEvent, InterviewStatement, QuestionSet
from .report import ReportComment, ReportFile, ReportSection, ReportTemplate

__all__ = [
    "InterviewAnswer",
    "InterviewCorrection",
    "InterviewEvent",
    "InterviewStatement",
    "QuestionSet",
    "ReportComment",
    "ReportFile",
    "ReportSection",
    "ReportTemplate",
]
