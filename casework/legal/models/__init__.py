"""Rows that only legal work needs; what guards of a case look at lies with the case."""

from .review import ReviewComment, ReviewHandover, ReviewItem, ReviewRound

__all__ = [
    "ReviewComment",
    "ReviewHandover",
    "ReviewItem",
    "ReviewRound",
]
