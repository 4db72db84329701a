"""That somebody comes from an exit interview, and from nobody's in particular: what the page of thanks gives along.
It says until when, and nothing else; a case that is made with it leads back to no exit."""

import hmac
import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from casework import vault

LASTS = timedelta(days=1)


def leave_to_report(db: Session, now: datetime) -> str:
    """For a hidden field. Everybody who sends in the same hour gets one of the same end."""
    ends = now.replace(minute=0, second=0, microsecond=0) + LASTS
    said = f"{int(ends.timestamp())}.{secrets.token_urlsafe(16)}"
    return f"{said}.{_mac(db, said)}"


def may_report(db: Session, text: str, now: datetime) -> bool:
    """Did a page of thanks give it, and not too long ago?"""
    said, _, mac = text.rpartition(".")
    if not hmac.compare_digest(mac.encode(errors="replace"), _mac(db, said).encode()):
        return False
    return datetime.fromtimestamp(int(said.partition(".")[0]), UTC) > now


def _mac(db: Session, said: str) -> str:
    return vault.rows.mac(db, "from an exit interview", said.encode(errors="replace")).hex()[:32]
