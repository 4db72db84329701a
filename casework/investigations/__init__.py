"""Investigations: from a plan to approved findings, heard on both sides."""
