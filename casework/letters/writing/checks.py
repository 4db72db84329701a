"""What must not stand in a letter: names that its reader may not know, words that would forbid to talk, and what is
another person's. Found in what was typed and in what the words come to, each with the phrase and what to do."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from casework.clocks.packs.gag import Gag, find
from casework.files.redacting import words as looking
from casework.settings import N_, Said

from .kinds import RESPONDENT, WITNESS

NAME, SECRET_NAME, FORBIDS, ASKS, SANCTION, FINDING = "name", "secret name", "forbids", "asks", "sanction", "finding"
LONG_ENOUGH = 3
"""Letters of a part of a name that is looked for by itself."""
HIDDEN = N_(
    "“%(phrase)s”: this is somebody who reported in confidence, or without a name. A letter speaks of “the person who"
    " reported” and says nothing by which they are known."
)
NAMED = N_("“%(phrase)s”: this reader is told no names of others on the case. Say “a colleague” or leave it out.")
ALIKE = N_(
    "“%(phrase)s” is part of the name of somebody whom this reader must not read of. Leave it out, or say below why it"
    " is not that person."
)
GAGS = N_(
    "“%(phrase)s” would forbid to talk. %(law)s (%(source)s) Leave it out, or say below why it does not forbid it."
)
ASKED = N_(
    "“%(phrase)s” asks for confidentiality. Give a reason and a day on which it ends: both are printed. %(source)s."
)
SANCTIONED = N_(
    "“%(phrase)s” tells of a sanction. It is the other person’s own: say that action was taken, and not which. Or say"
    " below why it is not about that."
)
FOUND = N_(
    "“%(phrase)s” tells of a finding. A witness is told nothing of findings. Leave it out, or say below why it is not"
    " about that."
)


@dataclass(frozen=True, slots=True)
class Hit:
    """`passable`: with a reason, which stays on the record, it may stand."""

    what: str
    phrase: str
    says: Said
    passable: bool = True


@dataclass(frozen=True, slots=True)
class Somebody:
    """Another person on the case. `hidden`: who reported in confidence or without a name; `may_read`: the reader knows
    of them anyway; `beside`: a companion, who can be the reader's own."""

    name: str = field(repr=False)
    hidden: bool = False
    may_read: bool = False
    beside: bool = False


def check(
    text: str, reader: str, others: Iterable[Somebody], law: Sequence[Gag], *, reasoned: bool = False
) -> list[Hit]:  # fmt: skip
    """Everything that stands against this text before this reader, those that nothing lets pass first. `reasoned`: a
    request for confidentiality has its reason and end."""
    hits = [*names(text, others), *gags(text, law, reasoned=reasoned)]
    if reader != RESPONDENT:
        hits += _phrases(text, SANCTION, SANCTIONED)
    if reader == WITNESS:
        hits += _phrases(text, FINDING, FOUND)
    once = {(hit.what, hit.phrase.casefold()): hit for hit in reversed(hits)}
    return sorted(once.values(), key=lambda hit: hit.passable)


def names(text: str, others: Iterable[Somebody]) -> list[Hit]:
    """A whole name in any case, accent and spacing; a part of one by itself, which can be another word."""
    hits: list[Hit] = []
    for one in others:
        if one.may_read or not looking.fits(one.name):
            continue
        if looking.holds(text, [one.name]):
            says = HIDDEN if one.hidden else NAMED
            hits.append(_hit(SECRET_NAME if one.hidden else NAME, one.name, says, passable=one.beside))
        else:
            hits += [_hit(NAME, part, ALIKE) for part in _parts(one.name) if _stands(text, part, loose=one.hidden)]
    return hits


def _parts(name: str) -> list[str]:
    """What somebody is called by itself: none of titles and letters."""
    return [part for part in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", name) if len(part) >= LONG_ENOUGH]


def _stands(text: str, part: str, *, loose: bool) -> bool:
    return re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text, re.IGNORECASE if loose else 0) is not None


def gags(text: str, law: Sequence[Gag], *, reasoned: bool = False) -> list[Hit]:
    """The first law that knows a phrase is the one that is quoted."""
    hits: dict[str, Hit] = {}
    for one in law:
        for found in find(text, one.forbids):
            hits.setdefault(found.words, _hit(FORBIDS, found.words, GAGS, law=one.says, source=one.source))
    forbidden = [hit.phrase for hit in hits.values()]
    for one in () if reasoned else law:
        for found in find(text, one.asks):
            if not any(found.words in phrase for phrase in forbidden):
                hits.setdefault(found.words, _hit(ASKS, found.words, ASKED, passable=False, source=one.source))
    return list(hits.values())


def _phrases(text: str, what: str, says: str) -> list[Hit]:
    return [_hit(what, found.words, says) for found in find(text, phrases()[what])]


@cache
def phrases() -> dict[str, tuple[str, ...]]:
    """By what they tell of: data, in each language that letters are shipped for."""
    data = tomllib.loads(resources.files(__package__).joinpath("phrases.toml").read_text(encoding="utf-8"))
    return {name: tuple(word for words in said.values() for word in words) for name, said in data.items()}


def _hit(what: str, phrase: str, says: str, *, passable: bool = True, **more: str) -> Hit:
    return Hit(what, phrase, Said(says, {"phrase": phrase, **more}), passable)
