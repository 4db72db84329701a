"""Which provider fits a referral: in an order that can be said in words, and never chosen by the machine."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from casework.eap.needs import IN_PERSON, REMOTE
from casework.settings import N_, Said

from .providers import Listed

HERE, REMOTELY, ELSEWHERE = range(3)
"""How near: at the place, from anywhere, only somewhere else."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for. `need`: empty where nobody has said; `place`: a site, 0 for any; `remote`: they would rather
    not come in person."""

    need: str
    language: str = ""
    place: int = 0
    remote: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """`whys`: what speaks for it; `buts`: what does not. `free`: places left, None where there is no limit."""

    provider: Listed
    whys: tuple[Said, ...]
    buts: tuple[Said, ...]
    free: int | None


@dataclass(frozen=True, slots=True)
class Matches:
    """`no_language`: nobody who helps with this need speaks it, so that the others are shown."""

    found: tuple[Match, ...]
    no_language: bool


def rank(providers: Iterable[Listed], helping: Mapping[int, int], wish: Wish) -> Matches:
    """Need and language must fit (the language unless nobody speaks it); then place, then room, then cost."""
    able = [one for one in providers if not one.ended and _helps(one, wish)]
    speaking = [one for one in able if _speaks(one, wish)]
    ranked = sorted(speaking or able, key=lambda one: _order(one, helping, wish))
    matches = tuple(_match(one, helping, wish) for one in ranked)
    return Matches(matches, bool(able) and not speaking)


def _helps(one: Listed, wish: Wish) -> bool:
    return not wish.need or not one.areas or wish.need in one.areas


def _speaks(one: Listed, wish: Wish) -> bool:
    return not wish.language or wish.language in one.languages


def _order(one: Listed, helping: Mapping[int, int], wish: Wish) -> tuple[int, bool, bool, bool, str, int]:
    free = _free(one, helping)
    return (_near(one, wish), free == 0, wish.need not in one.areas, bool(one.cost), one.name.casefold(), one.id)


def _near(one: Listed, wish: Wish) -> int:
    remotely = bool(REMOTE & set(one.ways))
    if wish.remote:
        return HERE if remotely else ELSEWHERE
    at_place = not wish.place or not one.places or wish.place in one.places
    if at_place and (IN_PERSON in one.ways or not one.ways):
        return HERE
    return REMOTELY if remotely else ELSEWHERE


def _free(one: Listed, helping: Mapping[int, int]) -> int | None:
    return None if one.capacity is None else max(0, one.capacity - helping.get(one.id, 0))


def _match(one: Listed, helping: Mapping[int, int], wish: Wish) -> Match:
    free, near = _free(one, helping), _near(one, wish)
    for_, against = _of_need(one, wish), list[Said]()
    if wish.language:
        (for_ if _speaks(one, wish) else against).append(Said(SPEAKS if _speaks(one, wish) else SPEAKS_NOT))
    (against if near == ELSEWHERE else for_).append(Said(_of_place(one, wish, near)))
    if free is None:
        for_.append(Said(NO_LIMIT))
    else:
        (for_ if free else against).append(Said(PLACES_LEFT, {"free": free, "all": one.capacity}))
    if one.cost:
        against.append(Said(COSTS, {"cost": one.cost}))
    else:
        for_.append(Said(COSTS_NOTHING))
    return Match(one, tuple(for_), tuple(against), free)


def _of_need(one: Listed, wish: Wish) -> list[Said]:
    if not one.areas:
        return [Said(HELPS_WITH_ALL)]
    return [Said(HELPS)] if wish.need else []


def _of_place(one: Listed, wish: Wish, near: int) -> str:
    if near == ELSEWHERE:
        return IN_PERSON_ONLY if wish.remote else NOT_THERE
    if wish.remote or near == REMOTELY:
        return FROM_ANYWHERE
    return AT_PLACE if wish.place and one.places else ANY_PLACE


HELPS, HELPS_WITH_ALL = N_("Helps with this."), N_("Helps with anything.")
SPEAKS, SPEAKS_NOT = N_("Speaks the language."), N_("Does not speak the language.")
AT_PLACE, ANY_PLACE, FROM_ANYWHERE = N_("Is there in person."), N_("Sees people in person."), N_("Works from anywhere.")
IN_PERSON_ONLY, NOT_THERE = N_("Sees people in person only."), N_("Is not at that place.")
NO_LIMIT, PLACES_LEFT = N_("Takes as many as come."), N_("%(free)s of %(all)s places are free.")
COSTS, COSTS_NOTHING = N_("Costs the employee: %(cost)s."), N_("Costs the employee nothing.")
