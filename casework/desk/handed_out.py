"""Case files that one had made: those that are ready and were not fetched, and those that were not made."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from casework.access import Action, may_ever
from casework.legal.queries import exports
from casework.people import Actor
from casework.web import text
from casework.web.text import _


def waiting(db: Session, actor: Actor) -> Iterator[tuple[str, str, str, str, str]]:
    """When it expires, where, what to do, no title, and the case while it is theirs."""
    if not may_ever(actor, Action.EXPORT_CASE):
        return
    for one in exports.own(db, actor, exports.READY, exports.BUILDING):
        if one.state == exports.READY and one.row.fetched_at is None and one.row.expires_at is not None:
            until = _("until %(day)s", day=text.day(one.row.expires_at, actor.zone))
            yield until, "/exports", _("Fetch the case file"), "", one.number or ""
        elif one.state == exports.BUILDING:
            yield "", "/exports", _("A case file is being made"), "", one.number or ""
