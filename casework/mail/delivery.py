"""Sending what waits. Several processes and hosts may do so at once: each mail is claimed before it is sent, and its
row goes when the server has taken it."""

import logging
import random
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, delete, or_, select, update
from sqlalchemy.orm import Session

from casework import vault
from casework.db import Database, new_id, utc_now
from casework.settings import MailServer
from casework.vault import Unreadable

from . import smtp
from .lifecycle import LEASE, Refusal, next_try
from .models import Outbox
from .smtp import Away, Letter, Refused

log = logging.getLogger("casework")
SHOWN = timedelta(days=14)
"""How long it is told that a mail was given up."""
AT_ONCE = 200
"""Mails of one connection, then another: no sender holds a line all day."""
_chance = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Done:
    """How many. `away`: why the server could not be used, or nothing."""

    sent: int = 0
    put_off: int = 0
    given_up: int = 0
    away: str = ""


@dataclass(frozen=True, slots=True)
class Claimed:
    id: int
    lease: int
    letter: Letter | None


def never() -> bool:
    return False


def deliver(database: Database, server: MailServer, over: Callable[[], bool] = never) -> Done:
    """Send what is due, until there is no more, the server goes away, or it is `over`."""
    given_up = _too_late(database)
    if not is_any_due(database):
        return Done(given_up=given_up)
    sent = put_off = 0
    try:
        with smtp.connected(server) as line:
            for _ in range(AT_ONCE):
                claimed = None if over() else claim(database)
                if claimed is None:
                    break
                kept = _send(database, line, server, claimed)
                sent, put_off, given_up = sent + (kept is None), put_off + (kept is True), given_up + (kept is False)
    except Away as why:
        log.error("mail: the server cannot be used: %s", why)
        return Done(sent, put_off, given_up, str(why))
    return Done(sent, put_off, given_up)


def is_any_due(database: Database) -> bool:
    with database.reading() as db:
        return db.scalar(_due(utc_now()).limit(1)) is not None


def claim(database: Database) -> Claimed | None:
    """The mail that waits longest is this sender's for a few minutes: nobody else takes it meanwhile."""
    now, lease = utc_now(), new_id()
    with database.transaction() as db:
        id_ = db.scalar(_due(now).order_by(Outbox.due_at).limit(1).with_for_update(skip_locked=True))
        if id_ is None:
            return None
        row = db.get_one(Outbox, id_)
        row.lease, row.leased_until, row.tries = lease, now + LEASE, row.tries + 1
        return Claimed(id_, lease, _opened(db, row))


def _due(now: datetime) -> Select[int]:
    return select(Outbox.id).where(Outbox.due_at <= now, Outbox.given_up_at.is_(None), _free(now))


def _free(now: datetime) -> ColumnElement[bool]:
    """Nobody is sending it."""
    return or_(Outbox.leased_until.is_(None), Outbox.leased_until <= now)


def _opened(db: Session, row: Outbox) -> Letter | None:
    """None when somebody changed it outside Casework: it is sent to nobody."""
    columns = (Outbox.address, Outbox.subject, Outbox.body)
    sealed = (row.address, row.subject, row.body)
    try:
        texts = [
            vault.field.open_(db, column, row.id, value or b"") for column, value in zip(columns, sealed, strict=True)
        ]
    except Unreadable:
        log.error("mail: a row of the outbox was changed outside Casework: %s", row.id)
        return None
    return Letter(row.id, *texts)


def _send(database: Database, line: smtplib.SMTP, server: MailServer, claimed: Claimed) -> bool | None:
    """None: sent. True: it waits again. False: given up."""
    try:
        if claimed.letter is None:
            raise Refused(Refusal.UNREADABLE, for_good=True)
        smtp.hand_in(line, server, claimed.letter)
    except Refused as refused:
        return _refused(database, claimed, refused)
    except Away:
        _refused(database, claimed, Refused(Refusal.NOW, for_good=False))
        raise
    with database.transaction() as db:
        db.execute(delete(Outbox).where(Outbox.id == claimed.id, Outbox.lease == claimed.lease))
    return None


def _refused(database: Database, claimed: Claimed, refused: Refused) -> bool:
    """Another try later, or none. True when it waits."""
    now = utc_now()
    with database.transaction() as db:
        row = db.scalar(select(Outbox).where(Outbox.id == claimed.id, Outbox.lease == claimed.lease))
        if row is None:  # the lease ran out, and somebody else has it
            return True
        row.lease = row.leased_until = None
        row.refusal = refused.why.value
        again = None if refused.for_good else next_try(row.tries, now, row.expires_at, _chance)
        if again is None:
            _give_up(row, now)
        else:
            row.due_at = again
        return again is not None


def _give_up(row: Outbox, now: datetime) -> None:
    row.given_up_at = now
    row.address = row.subject = row.body = None
    log.error("mail: given up after %s tries: %s", row.tries, row.refusal)


def _too_late(database: Database) -> int:
    """What is of no use any more is given up, and forgotten in the end. How many were given up."""
    now = utc_now()
    late = Outbox.given_up_at.is_(None) & (Outbox.expires_at <= now) & _free(now)
    old = Outbox.given_up_at <= now - SHOWN
    with database.reading() as db:
        if db.scalar(select(Outbox.id).where(or_(late, old)).limit(1)) is None:
            return 0
    with database.transaction() as db:
        db.execute(delete(Outbox).where(old))
        gone = {"address": None, "subject": None, "body": None, "lease": None, "leased_until": None}
        ended = update(Outbox).where(late).values(given_up_at=now, refusal=Refusal.TOO_LATE.value, **gone)
        return len(db.scalars(ended.returning(Outbox.id)).all())
