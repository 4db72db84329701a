"""What the law asks of a case, as far as the case itself must know it: its guards, its lists, its page."""
