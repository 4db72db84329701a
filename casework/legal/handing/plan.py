"""What is to be built, as it goes through the pipe: opened texts, keys of papers, and every word that is printed."""

from typing import Literal, NotRequired, TypedDict


class Item(TypedDict):
    """One numbered thing. `facts`: pairs of name and value; `text`: as it was written, paragraphs by empty lines."""

    n: int
    title: str
    when: str
    facts: list[list[str]]
    text: str


class Section(TypedDict):
    title: str
    items: list[Item]


class Paper(TypedDict):
    """`key`: the file's own, in hexadecimal; without one it did not open and is only listed. `path`: in the bag."""

    n: int
    title: str
    when: str
    facts: list[list[str]]
    path: str
    name: str
    kind: str
    size: int
    file_id: int
    key: str


class Lock(TypedDict):
    """One of both. `how`: with a passphrase, what is said to whoever unpacks it."""

    passphrase: NotRequired[str]
    how: NotRequired[str]
    recipient: NotRequired[str]


class Plan(TypedDict):
    """`made`: when, as ISO 8601; `zone_note`: which zone the times are of; `words`: what the pages say themselves."""

    form: Literal["bag", "pdf", "both"]
    lock: Lock
    instance: str
    store: str
    number: str
    lang: str
    title: str
    legend: str
    made: str
    facts: list[list[str]]
    about: list[str]
    sections: list[Section]
    papers: list[Paper]
    trail: list[dict[str, str | int]]
    proof: str
    words: dict[str, str]
