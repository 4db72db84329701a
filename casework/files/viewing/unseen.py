"""Why something cannot be shown."""


class Unseen(Exception):
    """`why`: damaged (or with a password), page or part (there is none), kind (of another sort), large."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
