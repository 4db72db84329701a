"""Papers of the demo's cases: encrypted into the store and put into the file, as an upload by a member would be."""

import tomllib
from functools import cache

from casework import vault
from casework.cases.actions import papers
from casework.db import new_id
from casework.files import Kind
from casework.vault.files import Encryptor, new_key

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
        file_id, key, data = new_id(), new_key(), text.encode()
        encryptor = Encryptor(vault.of(told.db), file_id, key)
        with told.place.store.create(file_id) as writer:
            writer.write(encryptor.update(data))
            writer.write(encryptor.finish())
            writer.commit()
        with told.at(days) as actor:
            papers.add(
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
