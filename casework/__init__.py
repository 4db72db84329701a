"""Casework: from a concern to a closed case."""

__version__ = "0.1.0"
