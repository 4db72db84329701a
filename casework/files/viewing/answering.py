"""What a capped child is asked about a file that is looked at, and how it answers: some JSON, then octets."""

import json
from typing import Any

from casework.files.kinds import Kind

from . import mails, outlook, pages
from .unseen import Unseen

LOAD = mails.load_writing
MAILS = {Kind.EML: mails, Kind.MSG: outlook}


def look(kind: Kind, data: bytes, asked: bytes) -> bytes:
    """`asked`: the page, from 1."""
    picture, count = pages.picture(kind, data, int(asked))
    return packed(count, picture)


def words(kind: Kind, data: bytes, asked: bytes) -> bytes:
    if kind is not Kind.PDF:
        raise Unseen("kind")
    return packed(pages.words(data, int(asked)))


def letter(kind: Kind, data: bytes, _asked: bytes) -> bytes:
    said: bytes = _mail(kind).letter(data).to_json()
    return said


def part(kind: Kind, data: bytes, asked: bytes) -> bytes:
    """`asked`: which attachment, from 1."""
    name, octets = _mail(kind).part(data, int(asked))
    return packed(name, octets)


def _mail(kind: Kind) -> Any:
    if kind not in MAILS:
        raise Unseen("kind")
    return MAILS[kind]


def packed(said: object, octets: bytes = b"") -> bytes:
    words = json.dumps(said).encode()
    return len(words).to_bytes(4) + words + octets
