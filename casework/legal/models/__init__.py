"""Rows that only legal work needs; what guards of a case look at lies with the case."""
