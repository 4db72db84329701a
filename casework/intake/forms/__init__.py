"""What a reporter types, and anybody else on a case who came back."""

from .follow import (
    AnswerForm,
    CodeForm,
    CompanionForm,
    CorrectionForm,
    NameForm,
    OtherTimeForm,
    ReceiptForm,
    WithdrawForm,
)
from .given import GivenForm, form_of

__all__ = [
    "AnswerForm",
    "CodeForm",
    "CompanionForm",
    "CorrectionForm",
    "GivenForm",
    "NameForm",
    "OtherTimeForm",
    "ReceiptForm",
    "WithdrawForm",
    "form_of",
]
