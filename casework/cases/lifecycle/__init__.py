"""How a case runs: its workflows, what each step needs, and what is due when."""
