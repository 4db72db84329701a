"""What is kept."""

from .hearing import HearingMove

__all__ = ["HearingMove"]
