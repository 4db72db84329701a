"""The words that come with Casework, kind by kind."""

import tomllib
from functools import cache
from importlib import resources
from typing import NamedTuple


class Words(NamedTuple):
    """Of one kind: the line above, and the text, both with places."""

    subject: str
    text: str


@cache
def _every() -> dict[str, Words]:
    data = tomllib.loads(resources.files(__package__).joinpath("shipped.toml").read_text(encoding="utf-8"))
    return {kind: Words(said["subject"], said["text"].strip()) for kind, said in data.items()}


def words(kind: str) -> Words:
    return _every()[kind]
