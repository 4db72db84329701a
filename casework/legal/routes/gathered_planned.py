"""The plan, what was tried to settle it, and what concerns the police, put into words for a case file."""

from collections.abc import Iterator

from casework.cases.queries import planned_known
from casework.cases.queries.rows import Rows
from casework.cases.routes.words import called
from casework.legal.handing.plan import Item
from casework.web.text import _, gettext

from .near import Near


def of(near: Near, rows: Rows) -> Iterator[Item]:
    for one in planned_known.of(rows, near.shown.rooms):
        if near.falls(one.at):
            facts = [[_("About"), called(near.shown.party(one.party_id))]] if one.party_id else []
            yield Item(n=0, title=gettext(one.label), when=near.when(one.at), facts=facts, text=one.text)
