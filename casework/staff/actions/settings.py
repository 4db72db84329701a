"""What the organisation sets: its texts, its promised days, its sites, and who reads what comes in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, in_place, require
from casework.audit import HouseTag, trail
from casework.cases.queries.routing import ALTERNATE, IDENTITY, READER, route_parts
from casework.clocks.policy import Policy
from casework.db import new_id
from casework.mail import Notice
from casework.people import CASE_HOLDING, Actor, Role, organisation
from casework.people.models import Route, Site
from casework.people.standing import standing
from casework.settings import N_, Said

from . import told
from .people import Refused

DUTIES = {
    READER: N_("reads the file and answers the reporter"),
    IDENTITY: N_("also learns who a confidential reporter is"),
    ALTERNATE: N_("takes the place of whoever is excluded or walled off"),
}
LEADS_ONLY = frozenset({Role.LEAD, Role.ALTERNATE, Role.EEO})


def describe(db: Session, values: Mapping[str, Any], *, by: Actor, now: datetime) -> None:
    require(by, Action.EDIT_SETTINGS)
    for name in organisation.write(db, values, by=by.id, now=now):
        trail.record(db, by, HouseTag.SETTING_CHANGED, setting=name)


def promise(db: Session, days: Policy, *, by: Actor, now: datetime) -> None:
    """The days that the organisation promises where no law does; running clocks follow when they are shown."""
    require(by, Action.EDIT_SETTINGS)
    for name in organisation.write_policy(db, days, by=by.id, now=now):
        trail.record(db, by, HouseTag.SETTING_CHANGED, setting=name)


def save_site(db: Session, site: Site | None, values: Mapping[str, Any], *, by: Actor) -> Site:
    """A new site, or what one says of itself; a new one of a name that there is already is that one."""
    require(by, Action.EDIT_SETTINGS)
    if site is None:
        site = db.scalar(select(Site).where(Site.name == values["name"], Site.closed_at.is_(None)).limit(1))
    if site is None:
        site = Site(id=new_id(), name="", zone="UTC")
        db.add(site)
    for name, value in values.items():
        setattr(site, name, value)
    db.flush()
    trail.record(db, by, HouseTag.SITE_CHANGED, site=site.id)
    return site


def close_site(db: Session, site: Site, *, closed: bool, by: Actor, now: datetime) -> None:
    """Closed: not offered any more. Its cases stay where they are."""
    require(by, Action.EDIT_SETTINGS)
    if closed == (site.closed_at is not None):
        return
    site.closed_at = now if closed else None
    trail.record(db, by, HouseTag.SITE_CHANGED, site=site.id)


def route(db: Session, *, kind: str, site_id: int, person_id: int, duty: str, by: Actor, now: datetime) -> None:
    """Put somebody into the routing, for new cases only. The row goes under a MAC: it decides who is sealed to."""
    require(by, Action.EDIT_ROUTING)
    who = standing(db, [person_id]).get(person_id)
    if who is None or not who.able or not who.roles & CASE_HOLDING:
        raise Refused(Said(N_("Only somebody who is admitted and has a role that holds cases can be put here.")))
    if duty == IDENTITY and not who.roles & LEADS_ONLY:
        raise Refused(Said(N_("Who a confidential reporter is goes to a lead, an alternate or an EEO officer only.")))
    same = select(Route).where(
        Route.kind == kind, Route.site_id == site_id, Route.person_id == person_id, Route.duty == duty
    )
    if db.scalar(same) is not None:
        return
    row = Route(id=new_id(), kind=kind, site_id=site_id, person_id=person_id, duty=duty, set_by=by.id, set_at=now)
    row.mac = vault.rows.mac(db, "route", *route_parts(row))
    db.add(row)
    said: dict[str, Any] = {"person": person_id, "kind": kind, "site": site_id, "duty": duty}
    trail.record(db, by, HouseTag.ROUTE_SET, **said, **in_place(by, Action.EDIT_ROUTING))
    told.leads(db, Notice.ROUTING_CHANGED, but=by.id)


def end_route(db: Session, row: Route, *, by: Actor) -> None:
    require(by, Action.EDIT_ROUTING)
    db.delete(row)
    vault.journal.note(db, "route-ended", route=row.id)
    said: dict[str, Any] = {"person": row.person_id, "kind": row.kind, "site": row.site_id, "duty": row.duty}
    trail.record(db, by, HouseTag.ROUTE_REMOVED, **said, **in_place(by, Action.EDIT_ROUTING))
    told.leads(db, Notice.ROUTING_CHANGED, but=by.id)
