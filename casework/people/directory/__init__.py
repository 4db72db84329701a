"""The employee directory: read from a file, compared with what is known, and imported as a whole or not at all."""
