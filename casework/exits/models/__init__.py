"""What is kept of those who leave."""

from .checklist import LeavingTask
from .exit import Exit, ExitDraft, ExitGuest, ExitStep
from .interview import ExitAnswers, ExitNote, ExitTally, Questionnaire

__all__ = [
    "Exit",
    "ExitAnswers",
    "ExitDraft",
    "ExitGuest",
    "ExitNote",
    "ExitStep",
    "ExitTally",
    "LeavingTask",
    "Questionnaire",
]
