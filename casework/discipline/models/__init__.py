"""What is kept."""

from .comparison import Comparison
from .hearing import HearingMove

__all__ = ["Comparison", "HearingMove"]
