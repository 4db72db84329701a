"""Hearings, bodies that were asked and decisions, put into words for a case file."""

from collections.abc import Iterator

from casework.cases.queries import decided_known
from casework.cases.queries.rows import Rows
from casework.cases.routes.words import called
from casework.legal.handing.plan import Item
from casework.web.text import _, gettext

from .near import Near


def of(near: Near, rows: Rows) -> Iterator[Item]:
    for one in decided_known.of(rows, near.shown.rooms):
        if near.falls(one.at):
            about = called(near.shown.party(one.party_id)) if one.party_id else _("the organisation")
            facts = [[_("About"), about], [_("What"), gettext(one.what)]]
            said = [fact for fact in facts if fact[1]]
            yield Item(n=0, title=gettext(one.label), when=near.when(one.at), facts=said, text=one.text)
