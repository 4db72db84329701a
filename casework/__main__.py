"""`python -m casework`, and the command `casework`."""

import gc

SELDOM = 50_000
"""New objects between two looks of the garbage collector: what a command loads stays, and is looked through in vain."""


def main() -> None:
    """Run one command."""
    gc.set_threshold(SELDOM)
    from casework.cli import main as command  # here, for this is what takes long

    command()


if __name__ == "__main__":
    main()
