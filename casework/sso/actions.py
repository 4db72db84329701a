"""What the provider's answer brings about: a session, a first key, a linked account, five minutes of standing."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from casework.access import attendance
from casework.audit import HouseTag, trail
from casework.db import Database
from casework.people import VISITOR, Actor, ActorKind, Role, custody, drafts, limits, links, role_claims, sessions
from casework.people.models import Person
from casework.staff.actions import claims, door

from . import refusal
from .refusal import Refused
from .started import Purpose, Started

if TYPE_CHECKING:  # authlib is loaded when there is a provider to speak to
    from .protocol import Proven, Talk

ASKED_AGAIN = timedelta(minutes=5)
CLOCKS = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back in the browser's address."""

    state: str
    code: str = field(repr=False)
    issuer: str
    error: str


@dataclass(frozen=True, slots=True)
class Browser:
    """Who sits at it now, as far as a session says, and what the limits and the list of sessions call it."""

    actor: Actor
    address: str
    device: str
    cookie: str | None = field(repr=False)


def allowed(database: Database, browser: Browser, now: datetime) -> None:
    """Answers are counted by where they come from, before any work is done for one."""
    with database.transaction() as db:
        if limits.enter(db, now, address=f"sso {browser.address}").wait:
            raise Refused(refusal.LIMIT)


def prove(talk: "Talk", started: Started, answer: Answer, redirect: str, now: datetime) -> "Proven":
    """From the provider itself: the code becomes a token, and the token is checked whole. Outside any transaction."""
    if (answer.issuer or talk.names_itself()) and answer.issuer != talk.provider.issuer:
        raise Refused(refusal.ISSUER)
    if answer.error or not answer.code:
        raise Refused(refusal.SAID_NO)
    proven = talk.exchange(started.asked(redirect), answer.code, now)
    if started.purpose in (Purpose.LINK, Purpose.STEP_UP):
        _asked_again(proven, started, now)
    return proven


@dataclass(frozen=True, slots=True)
class Came:
    """Who came back, from where and by which browser; `roles`: what the provider's groups stand for."""

    issuer: str
    proven: "Proven"
    browser: Browser
    roles: frozenset[Role]
    now: datetime


def finish(db: Session, started: Started, came: Came) -> str:
    """What was begun comes to be; the session's new cookie."""
    if started.purpose is Purpose.ENROL:
        return _enrol(db, started.link, came)
    if started.purpose is Purpose.SIGN_IN:
        return _sign_in(db, came)
    actor = came.browser.actor
    if actor.session_id != started.session or actor.holder is None:
        raise Refused(refusal.STATE)
    return _link(db, came, actor) if started.purpose is Purpose.LINK else _step_up(db, came, actor)


def refuse(database: Database, browser: Browser, why: str) -> None:
    """On the trail: that somebody was refused and for what, and no more of what they brought."""
    person = browser.actor.id if browser.actor.kind is ActorKind.PERSON else None
    with database.transaction() as db:
        by = browser.actor if person else VISITOR
        trail.record(db, by, HouseTag.SIGN_IN_REFUSED, why=f"sso: {why}", person=person)


def _sign_in(db: Session, came: Came) -> str:
    person = custody.of_subject(db, came.issuer, came.proven.subject)
    if person is None or person.state != "active":
        raise Refused(refusal.UNKNOWN)
    private = custody.open_(db, person)
    if private is None:
        raise Refused(refusal.OWN_KEY)
    claims.follow(db, person.id, came.roles, role_claims.SSO, came.now)
    return _begin(db, person, private, came)


def _enrol(db: Session, token: str, came: Came) -> str:
    link = links.look(db, links.Purpose.ENROL, token, came.now)
    if link is None or not links.use(db, link, came.now):
        raise Refused(refusal.GONE)
    person = db.get_one(Person, link.person_id)
    _claim(db, person.id, came)
    private = custody.enrol(db, person, came.now)
    attendance.of_person(db, person.id)  # what was sealed to their earlier pair stays shut
    claims.follow(db, person.id, came.roles, role_claims.SSO, came.now)
    trail.record(db, _as(person), HouseTag.PERSON_ENROLLED, generation=person.generation)
    trail.record(db, _as(person), HouseTag.KEY_HANDED_IN, person=person.id, generation=person.generation)
    return _begin(db, person, private, came)


def _link(db: Session, came: Came, actor: Actor) -> str:
    assert actor.holder is not None
    if custody.barred_seals(db, actor.id):
        raise Refused(refusal.BARRED)
    _claim(db, actor.id, came)
    custody.hand_in(db, actor.id, actor.holder.generation, actor.holder.private, came.now)
    trail.record(db, actor, HouseTag.KEY_HANDED_IN, person=actor.id, generation=actor.holder.generation)
    return sessions.rotate(db, actor.session_id, actor.holder.private, came.now)


def _step_up(db: Session, came: Came, actor: Actor) -> str:
    assert actor.holder is not None
    person = custody.of_subject(db, came.issuer, came.proven.subject)
    if person is None or person.id != actor.id:
        raise Refused(refusal.OTHER)
    if custody.open_(db, person) is None:
        raise Refused(refusal.OWN_KEY)
    trail.record(db, actor, HouseTag.STEPPED_UP)
    return sessions.rotate(db, actor.session_id, actor.holder.private, came.now, stepped_up=True)


def _claim(db: Session, person_id: int, came: Came) -> None:
    try:
        custody.link(db, person_id, came.issuer, came.proven.subject, came.now)
    except custody.Claimed as claimed:
        raise Refused(refusal.CLAIMED) from claimed


def _begin(db: Session, person: Person, private: bytes, came: Came) -> str:
    sessions.sweep(db, came.now)
    drafts.sweep(db, came.now)
    door.leave_earlier(db, person, came.browser.cookie)
    trail.record(db, _as(person), HouseTag.SIGNED_IN)
    return sessions.start(db, person, private, full=True, device=came.browser.device, now=came.now)


def _asked_again(proven: "Proven", started: Started, now: datetime) -> None:
    """`auth_time` says that they proved it since this was begun, and not long ago."""
    at = proven.claims.get("auth_time")
    if isinstance(at, bool) or not isinstance(at, (int, float)):
        raise Refused(refusal.OLD)
    if not started.at - CLOCKS <= datetime.fromtimestamp(at, now.tzinfo) <= now + CLOCKS:
        raise Refused(refusal.OLD)
    if now - started.at > ASKED_AGAIN:
        raise Refused(refusal.OLD)


def _as(person: Person) -> Actor:
    return Actor(ActorKind.PERSON, person.id, person.name)
