"""Rows that only legal work needs; what guards of a case look at lies with the case."""

from .chronology import ChronologyRow
from .custodian import HoldCustodian, PreservationTask
from .export import Export
from .request import RequestAnswer, SearchHit, SearchTask, SubjectRequest
from .review import ReviewComment, ReviewHandover, ReviewItem, ReviewRound
from .statement import Determination, Settlement, Statement

__all__ = [
    "ChronologyRow",
    "Determination",
    "Export",
    "HoldCustodian",
    "PreservationTask",
    "RequestAnswer",
    "ReviewComment",
    "ReviewHandover",
    "ReviewItem",
    "ReviewRound",
    "SearchHit",
    "SearchTask",
    "Settlement",
    "Statement",
    "SubjectRequest",
]
