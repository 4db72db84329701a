"""Whose names a version of a report has, and what stands there for those that it must not have."""

from collections.abc import Iterable

from casework.cases.lifecycle.heard import WITNESS
from casework.cases.queries.record import PartyShown, Record
from casework.cases.routes.words import sentence
from casework.investigations.lifecycle.report import LETTERS, Naming, letters, several
from casework.web.text import _

APART = "identity"
"""The room of a name that is nobody's but the reporter's and the lead's."""


def of(shown: Record, how: str, beside: Iterable[str] = ()) -> Naming:
    """`how`: as the version was asked for. `beside`: names of who was heard and is no party, as witnesses are."""
    called: dict[int, str] = {}
    instead: dict[str, str] = {}
    for party, words in _hidden(shown, how):
        called[party.id] = words
        if party.name:
            instead[party.name] = words
    for party in shown.parties:
        called.setdefault(party.id, party.name or sentence(party.role))
    if how == LETTERS:
        taken = len(_witnesses(shown))
        others = [name for name in dict.fromkeys(beside) if name and name not in instead]
        for letter, name in zip(letters(taken + len(others))[taken:], others, strict=True):
            instead[name] = _("Witness %(letter)s", letter=letter)
    return Naming(called, instead)


def _hidden(shown: Record, how: str) -> list[tuple[PartyShown, str]]:
    """Who reported in confidence or without a name is never named; witnesses are not in a copy for the parties."""
    reporters = [party for party in shown.parties if party.is_reporter and _apart(party)]
    others = [party for party in shown.parties if not party.is_reporter and _apart(party)]
    found = list(zip(reporters, several(_("The person who reported"), len(reporters)), strict=True))
    found += [(party, sentence(party.role)) for party in others]
    if how == LETTERS:
        witnesses = _witnesses(shown)
        found += [
            (party, _("Witness %(letter)s", letter=letter))
            for party, letter in zip(witnesses, letters(len(witnesses)), strict=True)
        ]
    return found


def _apart(party: PartyShown) -> bool:
    return party.room == APART or party.mode == "anonymous"


def _witnesses(shown: Record) -> list[PartyShown]:
    return [party for party in shown.parties if party.role == WITNESS and not _apart(party)]
