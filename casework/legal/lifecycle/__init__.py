"""What legal work is allowed to become next, table by table."""
