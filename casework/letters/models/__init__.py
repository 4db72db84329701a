"""Rows: the organisation's words and its letterhead; the letters of a case lie with the case."""

from .template import Letterhead, LetterTemplate

__all__ = ["LetterTemplate", "Letterhead"]
