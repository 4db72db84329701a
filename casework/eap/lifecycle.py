"""The workflow as a table."""
