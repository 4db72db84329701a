"""What a reporter types, and anybody else on a case who came back."""

from .follow import AnswerForm, CodeForm, CompanionForm, NameForm, OtherTimeForm, ReceiptForm, WithdrawForm
from .given import GivenForm, form_of

__all__ = [
    "AnswerForm",
    "CodeForm",
    "CompanionForm",
    "GivenForm",
    "NameForm",
    "OtherTimeForm",
    "ReceiptForm",
    "WithdrawForm",
    "form_of",
]
