"""What people type about a case. Every error at once, in words that say what to do."""
