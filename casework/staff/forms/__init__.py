"""What staff type about themselves and each other."""
