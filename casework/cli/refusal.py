"""Why a command did nothing."""


class Refused(Exception):
    """Nothing was changed. The message says why, and what to do."""
