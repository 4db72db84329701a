"""Taking words and areas out of a file or a text so that nothing of them is left in it: what is handed out is made
anew, of pictures and of the words that remain, and carries nothing else over."""

from .marks import Area, Marks
from .words import squeezed, taken_out

__all__ = ["Area", "Marks", "squeezed", "taken_out"]
