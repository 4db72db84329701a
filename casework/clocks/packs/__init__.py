"""Country packs: what the law says, as data. An organisation edits a fact or adds its own without code."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Any, TypeVar

from casework.clocks.calendar import Calendar
from casework.clocks.rules import Roll, Rule, Unit
from casework.settings import N_, Said

from .gag import GAG_SAYS, Gag, gag
from .hearing import BODY_SAYS, COMPANION_SAYS, Body, Companion, body, companion

CODES = ("US", "EU", "DE", "UK", "NL", "NO")
MUST_SAY = ("name", "amount", "unit", "source", "dated", "owner")
DUTY_SAYS = ("name", "says", "source", "dated", "owner")
SAYING = ("duties", "grounds", "exemptions", "delays", "dismissal")
"""Parts of a pack that are sentences: what else is asked; on which grounds an identity is disclosed; what of somebody's
data may be held back; why they may be told later that it is processed; what is to be known before a dismissal."""
PARTS = ("rules", *SAYING, "companions", "bodies", "gag")


class PackError(ValueError):
    """A fact that cannot be used; the message names it."""


@dataclass(frozen=True, slots=True)
class Duty:
    """What the law asks for that no clock counts, in a sentence. `dated` and `owner` as of a rule."""

    name: str
    says: str
    source: str
    dated: date
    owner: str


@dataclass(frozen=True, slots=True)
class Pack:
    """One country's clocks by key, what else it asks for, and before whom charges and claims are brought there."""

    code: str
    name: str
    country: str
    rules: Mapping[str, Rule]
    duties: Mapping[str, Duty]
    grounds: Mapping[str, Duty] = field(default_factory=dict)
    exemptions: Mapping[str, Duty] = field(default_factory=dict)
    delays: Mapping[str, Duty] = field(default_factory=dict)
    dismissal: Mapping[str, Duty] = field(default_factory=dict)
    companions: Mapping[str, Companion] = field(default_factory=dict)
    bodies: Mapping[str, Body] = field(default_factory=dict)
    gag: Mapping[str, Gag] = field(default_factory=dict)
    agencies: tuple[str, ...] = field(default=(), kw_only=True)

    def rule(self, key: str) -> Rule | None:
        """The clock, or nothing where this law sets none."""
        return self.rules.get(key)

    def asked(self, occasion: str) -> list[Body]:
        """Which bodies are asked then, those without whom it is void first."""
        return sorted((body for body in self.bodies.values() if body.on(occasion)), key=lambda body: not body.voids)

    def calendar(self, region: str = "") -> Calendar:
        """The country's business days; a region adds its own holidays."""
        return Calendar.at(f"{self.country}-{region}" if region and self.country else self.country)


def load(code: str, overrides: Mapping[str, Any] | None = None) -> Pack:
    """The pack, less what an organisation takes out, plus what it edits or adds.

    `overrides`: `{"rules": {"acknowledge": {"amount": 5}, "own_clock": {…whole fact…}, "unwanted": None}}`,
    with `name` and `country` for a pack that is all its own. PackError names a fact that cannot be used.
    """
    code, edits = code.upper(), overrides or {}
    kept = _packaged(code) if code in CODES else {}
    facts, *said, beside, bodies, gags = (_edited(kept.get(part, {}), edits.get(part) or {}) for part in PARTS)
    if not kept and not facts:
        raise PackError(Said(N_("There is no country pack “%(code)s”."), {"code": code}))
    name, country = edits.get("name", kept.get("name", code)), edits.get("country", kept.get("country", ""))
    return Pack(
        code,
        str(name),
        str(country),
        {key: _rule(code, key, fact) for key, fact in facts.items()},
        **{name: _duties(code, part) for name, part in zip(SAYING, said, strict=True)},
        companions={key: _made(code, key, fact, COMPANION_SAYS, companion) for key, fact in beside.items()},
        bodies={key: _made(code, key, fact, BODY_SAYS, body) for key, fact in bodies.items()},
        gag={key: _made(code, key, fact, GAG_SAYS, gag) for key, fact in gags.items()},
        agencies=tuple(map(str, edits.get("agencies", kept.get("agencies", ())))),
    )


def or_europe(law: Pack | None) -> Pack:
    """Where a place names no law: that of the Union, which most of these duties come from."""
    return law if law is not None else load("EU")


def _edited(facts: Mapping[str, Any], edits: Mapping[str, Any]) -> dict[str, Any]:
    """With what an organisation changes, adds and, by None, takes out."""
    edited = {**facts, **{key: {**facts.get(key, {}), **edit} for key, edit in edits.items() if edit is not None}}
    return {key: fact for key, fact in edited.items() if edits.get(key, fact) is not None}


@lru_cache(maxsize=len(CODES))
def _packaged(code: str) -> dict[str, Any]:
    """The data file, on top of the pack it inherits from."""
    text = resources.files(__name__).joinpath(f"{code.lower()}.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    below = _packaged(data["inherits"]) if "inherits" in data else {}
    return {**data, **{part: {**below.get(part, {}), **data.get(part, {})} for part in PARTS}}


def _whole(code: str, key: str, fact: Mapping[str, Any], says: tuple[str, ...]) -> date:
    """Whether it says all that it must; the day it was checked."""
    missing = [name for name in says if fact.get(name) in (None, "")]
    if missing:
        said = N_("%(code)s: the fact “%(key)s” does not say its %(missing)s.")
        raise PackError(Said(said, {"code": code, "key": key, "missing": ", ".join(missing)}))
    dated = fact["dated"]
    try:
        return dated if isinstance(dated, date) else date.fromisoformat(str(dated))
    except ValueError as error:
        raise _useless(code, key, error) from error


def _useless(code: str, key: str, error: ValueError) -> PackError:
    said = N_("%(code)s: the fact “%(key)s” cannot be used (%(error)s).")
    return PackError(Said(said, {"code": code, "key": key, "error": str(error)}))


def _duties(code: str, part: Mapping[str, Any]) -> dict[str, Duty]:
    return {key: _duty(code, key, fact) for key, fact in part.items()}


def _duty(code: str, key: str, fact: Mapping[str, Any]) -> Duty:
    dated = _whole(code, key, fact, DUTY_SAYS)
    return Duty(str(fact["name"]), str(fact["says"]), str(fact["source"]), dated, str(fact["owner"]))


Made = TypeVar("Made", Companion, Body, Gag)


def _made(
    code: str, key: str, fact: Mapping[str, Any], says: tuple[str, ...], make: Callable[..., Made]
) -> Made:  # fmt: skip
    dated = _whole(code, key, fact, says)
    try:
        return make(key, fact, dated)
    except ValueError as error:
        raise _useless(code, key, error) from error


def _rule(code: str, key: str, fact: Mapping[str, Any]) -> Rule:
    dated = _whole(code, key, fact, MUST_SAY)
    try:
        return Rule(
            name=str(fact["name"]),
            amount=int(fact["amount"]),
            unit=Unit(fact["unit"]),
            rolls=Roll(fact.get("rolls", "stays")),
            source=str(fact["source"]),
            dated=dated,
            owner=str(fact["owner"]),
            statutory=bool(fact.get("statutory", True)),
            begins_with=bool(fact.get("begins_with", False)),
            grace_months=int(fact.get("grace_months", 0)),
            note=str(fact.get("note", "")),
            key=key,
            of=tuple(map(str, fact.get("of", ()))),
            starts=str(fact.get("starts", "")),
        )
    except ValueError as error:
        raise _useless(code, key, error) from error
