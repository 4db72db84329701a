"""What a reporter types."""

from .follow import AnswerForm, CompanionForm, NameForm, ReceiptForm, WithdrawForm
from .report import ReportForm

__all__ = ["AnswerForm", "CompanionForm", "NameForm", "ReceiptForm", "ReportForm", "WithdrawForm"]
