"""Rows: the organisation's words and its letterhead, and the letters of a case."""

from .letter import Letter
from .template import Letterhead, LetterTemplate

__all__ = ["Letter", "LetterTemplate", "Letterhead"]
