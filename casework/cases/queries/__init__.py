"""What can be read of cases: rows as they are, and opened with the reader's keys."""

from .visible import find, visible_to

__all__ = ["find", "visible_to"]
