"""The evidence log, put into words for a case file."""

from collections.abc import Iterator

from casework.cases.queries import evidence_said
from casework.cases.queries.evidence_said import Said
from casework.cases.queries.rows import Rows
from casework.legal.handing.plan import Item
from casework.web.text import _, gettext

from .near import Near


def of(near: Near, rows: Rows) -> Iterator[Item]:
    """In the order of its numbers; of what lies in a room that was not chosen, nothing."""
    for one in evidence_said.of(rows, near.shown.rooms):
        if near.falls(one.on):
            facts = [[_("Kind"), gettext(one.kind)], [_("Set aside"), _("yes") if one.aside else ""]]
            facts += [[gettext(label), words] for label, words in one.parts]
            said = [fact for fact in facts if fact[1]]
            yield Item(n=0, title=_title(one), when=near.when(one.on), facts=said, text="")


def _title(one: Said) -> str:
    number = f"P{one.position}" if one.privileged else f"E{one.position}"
    return f"{number}: {one.what or _('damaged, cannot be opened')}"
