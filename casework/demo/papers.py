"""Papers of the demo's cases: encrypted into the store and put into the file, as an upload by a member would be."""

import tomllib
from functools import cache

from casework import vault
from casework.cases.actions import papers
from casework.files import Kind
from casework.files.keeping import keep

from . import logging_papers
from .telling import Told
from .texts import FOLDER

TYPES = {"csv": Kind.CSV, "txt": Kind.TEXT}


@cache
def _written() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for row in tomllib.loads((FOLDER / "papers.toml").read_text(encoding="utf-8"))["paper"]:
        found.setdefault(row["of"], []).append((row["name"], row["text"].lstrip()))
    return found


def hand_in(told: Told, days: float) -> None:
    """What belongs to this matter, if anything does."""
    for name, text in _written().get(told.matter.title, ()):
        data = text.encode()
        file_id, key = keep(vault.of(told.db), told.place.store, data)
        with told.at(days) as actor:
            paper = papers.add(
                told.db,
                told.case,
                told.file,
                file_id=file_id,
                key=key,
                name=name,
                type=TYPES[name.rsplit(".", 1)[1]].value,
                size=len(data),
                by=actor,
            )
            logging_papers.enter(told, paper, name, data, by=actor)
