"""Reports of a case, put into words for a case file: each version as it stood, and what was said of it."""

from collections.abc import Iterator

from casework.cases.queries import reports_said
from casework.cases.queries.rows import Rows
from casework.legal.handing.plan import Item
from casework.web.text import _, gettext

from .near import Near


def of(near: Near, rows: Rows) -> Iterator[Item]:
    """Nothing where the file was not chosen."""
    for one in reports_said.of(rows, near.shown.rooms):
        if one.text and near.falls(one.at):
            facts = [[_("Version"), str(one.number)]] if one.number else []
            yield Item(n=0, title=gettext(one.label), when=near.when(one.at), facts=facts, text=one.text)
