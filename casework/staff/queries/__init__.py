"""What the pages of staff show."""
