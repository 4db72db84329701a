"""The leaver's pages in the language that they choose: the sentences of these pages, by language, as data. Where a
language has none, they are said as everywhere else."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from typing import Any

from casework.exits.questionnaires.questions import ENGLISH
from casework.settings import Said
from casework.web import text

SPOKEN = (ENGLISH, "de", "nl", "nb")
NAMES = {
    "bg": "Български", "cs": "Čeština", "da": "Dansk", "de": "Deutsch", "el": "Ελληνικά", "en": "English",
    "es": "Español", "et": "Eesti", "fi": "Suomi", "fr": "Français", "ga": "Gaeilge", "hr": "Hrvatski",
    "hu": "Magyar", "it": "Italiano", "lt": "Lietuvių", "lv": "Latviešu", "nb": "Norsk bokmål", "nl": "Nederlands",
    "nn": "Norsk nynorsk", "pl": "Polski", "pt": "Português", "ro": "Română", "sk": "Slovenčina",
    "sl": "Slovenščina", "sv": "Svenska", "tr": "Türkçe", "uk": "Українська",
}  # fmt: skip
"""Languages by their own name."""


def name_of(language: str) -> str:
    return NAMES.get(language) or NAMES.get(language.partition("-")[0], language)


def spoken(language: str) -> str:
    """The language of what stands around the questions."""
    own = language.partition("-")[0]
    return own if own in SPOKEN else ENGLISH


def speaker(language: str) -> Callable[..., str]:
    """What `_` is on these pages."""
    known = sentences(spoken(language))

    def say(message: str | Said, **values: Any) -> str:
        if isinstance(message, Said):
            return say(message.message, **(message.values or {}))
        return text._(known.get(message, message), **values)

    return say


@cache
def sentences(language: str) -> Mapping[str, str]:
    """English sentence → the same in this language."""
    if language == ENGLISH:
        return {}
    folder = resources.files("casework.exits") / "sentences"
    found: dict[str, str] = json.loads((folder / f"{language}.json").read_text("utf-8"))
    return found


def preferred(header: str) -> list[str]:
    """Language tags of an Accept-Language header, the dearest first."""
    weighed = []
    for at, part in enumerate(header[:500].split(",")):
        tag, _, weight = part.partition(";q=")
        try:
            weighed.append((-float(weight or 1), at, tag.strip()))
        except ValueError:
            continue
    return [tag for _, _, tag in sorted(weighed) if tag and tag != "*"]
