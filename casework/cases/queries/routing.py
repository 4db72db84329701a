"""Who gets what comes in: MACed routes, less those who cannot, are shut out or were excluded."""

import logging
from collections.abc import Collection
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import relations
from casework.people import Role, custody, grants
from casework.people.models import Route
from casework.people.standing import standing
from casework.vault import Compartment, HolderKind

log = logging.getLogger("casework")
READER, IDENTITY, ALTERNATE = "reader", "identity", "alternate"
_FITTING = (
    select(Route.id, Route.kind, Route.site_id, Route.person_id, Route.duty, Route.set_by, Route.mac)
    .where(Route.kind.in_(("", bindparam("kind"))), Route.site_id.in_((0, bindparam("site"))))
    .order_by(Route.id)
)


@dataclass(frozen=True, slots=True)
class Readers:
    """Person ids. `alternates` take the place of whoever falls out of the line; `excluded` are the reporter's; `mute`
    get no key of a dialogue, for the server keeps theirs."""

    file: tuple[int, ...]
    identity: tuple[int, ...]
    alternates: tuple[int, ...] = ()
    excluded: frozenset[int] = frozenset()
    mute: frozenset[int] = frozenset()

    @property
    def able(self) -> bool:
        """Somebody can read it, somebody can answer, and somebody can know who sent it."""
        return bool(self.identity and self.dialogue)

    @property
    def dialogue(self) -> tuple[int, ...]:
        """Those of the file's readers who get the reporter's messages."""
        return tuple(id_ for id_ in self.file if id_ not in self.mute)

    def without(self, out: AbstractSet[int], leads: AbstractSet[int] = frozenset()) -> "Readers":
        """Less `out`; the alternates come in for a lead, or where nobody is left."""
        file = tuple(id_ for id_ in self.file if id_ not in out)
        identity = tuple(id_ for id_ in self.identity if id_ not in out)
        stand_ins = tuple(id_ for id_ in self.alternates if id_ not in out)
        line_hit = bool(out & leads & {*self.file, *self.identity})
        if line_hit or not identity or self.mute.issuperset(file):
            file = tuple(dict.fromkeys((*file, *stand_ins)))
            identity = tuple(dict.fromkeys((*identity, *stand_ins)))
        return Readers(file, identity, stand_ins, self.excluded, self.mute)


def readers_for(
    db: Session, kind: str, site_id: int, excluded: AbstractSet[int] = frozenset(),
    walled: AbstractSet[int] = frozenset(),
) -> Readers:  # fmt: skip
    """The readers of a new case. Without routes the leads get everything, so that a new installation works."""
    excluded, routes = relations.together(db, excluded), _routes(db, kind, site_id)
    asked = grants.said_to_have(db, Role.LEAD, Role.ALTERNATE).union(*routes.values())
    people = {id_: who for id_, who in standing(db, asked).items() if who.able and not who.has(Role.OUTSIDE)}
    leads = frozenset(id_ for id_, person in people.items() if Role.LEAD in person.roles)
    barred = _barred(db, people)
    may_read, may_know = people.keys() - barred[Compartment.FILE], people.keys() - barred[Compartment.IDENTITY]
    file = _able(routes[READER], may_read) or tuple(sorted(leads & may_read))
    first = tuple(id_ for id_ in file if id_ in leads & may_know)
    identity = _able(routes[IDENTITY], may_know) or first or tuple(sorted(leads & may_know))
    alternates = _able(routes[ALTERNATE], may_read & may_know) or tuple(
        sorted(id_ for id_ in may_read & may_know if Role.ALTERNATE in people[id_].roles)
    )
    routed = Readers(file, identity, alternates, frozenset(excluded), barred[Compartment.DIALOGUE])
    return routed.without(excluded | walled, leads)


@dataclass(frozen=True, slots=True)
class Beside:
    """The dialogue of somebody on a case, beside which they report something of their own."""

    case_id: int
    party_id: int


def of(
    db: Session, kind: str, site_id: int, excluded: AbstractSet[int] = frozenset(), first: Beside | None = None
) -> Readers:
    """Of a report by somebody without an account."""
    return beside(db, first, excluded) if first is not None else readers_for(db, kind, site_id, excluded)


def beside(db: Session, first: Beside, excluded: AbstractSet[int] = frozenset()) -> Readers:
    """Those who read their messages already, and stand beside them. Walls of the first case shut somebody out of both;
    taken from the routing, those left would say who, and whom its reporter left out. So nobody comes in for another."""
    excluded = relations.together(db, excluded)
    held: dict[Compartment, list[int]] = {Compartment.DIALOGUE: [], Compartment.IDENTITY: []}
    for one in vault.readers.of_case(db, first.case_id):
        if one.kind is HolderKind.PERSON and one.subject == first.party_id and one.compartment in held:
            held[one.compartment].append(one.holder_id)
    found = standing(db, held[Compartment.DIALOGUE])
    people = [id_ for id_, who in found.items() if who.able and not who.has(Role.OUTSIDE)]
    barred = _barred(db, people)
    file = tuple(sorted(set(people) - barred[Compartment.FILE]))
    may_know = set(file) - barred[Compartment.IDENTITY]
    identity = tuple(sorted(may_know.intersection(held[Compartment.IDENTITY]) or may_know))
    return Readers(file, identity, (), frozenset(excluded), barred[Compartment.DIALOGUE]).without(excluded)


def _barred(db: Session, people: Collection[int]) -> dict[Compartment, frozenset[int]]:
    """By room: whom it is not sealed to, for the server keeps their key."""
    shut = vault.custody.barred(db)
    kept = custody.kept(db, people) if shut else frozenset()
    return {room: kept if room in shut else frozenset() for room in Compartment}


def _routes(db: Session, kind: str, site_id: int) -> dict[str, tuple[int, ...]]:
    """By duty, the people of the closest fit: kind and site, kind, site, any. A line that somebody changed outside
    Casework does not count, and no report is turned away for it."""
    db.flush()  # what follows goes past the session, which would have
    found = db.connection().execute(_FITTING, {"kind": kind, "site": site_id})
    rows = [route for route in found if _is_genuine(db, route)]
    chosen: dict[str, tuple[int, ...]] = {}
    for duty in (READER, IDENTITY, ALTERNATE):
        fitting = [route for route in rows if route.duty == duty]
        best = max((_closeness(route) for route in fitting), default=None)
        chosen[duty] = tuple(route.person_id for route in fitting if _closeness(route) == best)
    return chosen


def _is_genuine(db: Session, route: Any) -> bool:
    try:
        vault.rows.check(db, route.mac, "route", *route_parts(route))
    except vault.Unreadable:
        log.error("route %s was changed outside Casework and does not count", route.id)
        vault.met.note(db, "route", route.id)
        return False
    return True


def route_parts(route: Any) -> tuple[str | int, ...]:
    """What a route's MAC is over, as an entity or as a line; whoever writes one uses the same."""
    return route.id, route.kind, route.site_id, route.person_id, route.duty, route.set_by


def _closeness(route: Any) -> tuple[bool, bool]:
    return bool(route.kind), bool(route.site_id)


def _able(people: tuple[int, ...], able_ones: AbstractSet[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(id_ for id_ in people if id_ in able_ones))
