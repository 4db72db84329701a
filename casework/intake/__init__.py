"""How a concern comes in, and how whoever raised it follows it."""
