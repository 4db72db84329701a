"""What a reporter types."""

from .follow import AnswerForm, CompanionForm, NameForm, ReceiptForm, WithdrawForm

__all__ = ["AnswerForm", "CompanionForm", "NameForm", "ReceiptForm", "WithdrawForm"]
