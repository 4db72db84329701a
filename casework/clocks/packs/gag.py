"""What no letter may ask: words that would forbid people to talk of their work, as data."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

GAG_SAYS = ("name", "says", "source", "dated", "owner")
BETWEEN = 6
"""Words that an ellipsis in a phrase stands for at most."""
WORD = r"[^\W_]+(?:['’-][^\W_]+)*"


@dataclass(frozen=True, slots=True)
class Gag:
    """`forbids`: phrases that forbid to talk; `asks`: that ask for confidentiality, which needs a reason and an end. An
    ellipsis stands for a few words."""

    name: str
    says: str
    source: str
    dated: date
    owner: str
    forbids: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    key: str = ""


class Found(NamedTuple):
    """A phrase, and the words of the text that are like it."""

    phrase: str
    words: str


def gag(key: str, fact: Mapping[str, Any], dated: date) -> Gag:
    """ValueError where a phrase has no word."""
    forbids, asks = (tuple(map(str, fact.get(name, ()))) for name in ("forbids", "asks"))
    if not all(map(pattern, (*forbids, *asks))):
        raise ValueError("a phrase without a word")
    return Gag(str(fact["name"]), str(fact["says"]), str(fact["source"]), dated, str(fact["owner"]), forbids, asks, key)


def find(text: str, phrases: tuple[str, ...]) -> list[Found]:
    """Wherever one stands within a sentence, whatever its case, spacing, signs and line breaks."""
    found = []
    for sentence in sentences(text):
        for phrase in phrases:
            wanted = pattern(phrase)
            if wanted is not None and (hit := wanted.search(sentence)):
                found.append(Found(phrase, hit[0]))
    return list(dict.fromkeys(found))


def sentences(text: str) -> list[str]:
    """Each on one line, without signs that nobody sees."""
    plain = "".join(one for one in unicodedata.normalize("NFKC", text) if unicodedata.category(one) != "Cf")
    return [" ".join(one.split()) for one in re.split(r"[.!?:;](?=\s|$)|\n\s*\n", plain) if one.strip()]


@cache
def pattern(phrase: str) -> re.Pattern[str] | None:
    """None for a phrase without a word."""
    words = re.findall(rf"…|{WORD}", unicodedata.normalize("NFKC", phrase).replace("...", "…"))
    if not any(word != "…" for word in words):
        return None
    parts, between = list[str](), ""
    for word in words:
        if word == "…":
            between = rf"\W+(?:{WORD}\W+){{0,{BETWEEN}}}?"
            continue
        parts += [between if parts else "", re.escape(word)]
        between = r"\W+"
    return re.compile(rf"(?<!\w){''.join(parts)}(?!\w)", re.IGNORECASE)
