"""Rows that only legal work needs; what guards of a case look at lies with the case."""

from .request import RequestAnswer, SearchHit, SearchTask, SubjectRequest
from .review import ReviewComment, ReviewHandover, ReviewItem, ReviewRound

__all__ = [
    "RequestAnswer",
    "ReviewComment",
    "ReviewHandover",
    "ReviewItem",
    "ReviewRound",
    "SearchHit",
    "SearchTask",
    "SubjectRequest",
]
