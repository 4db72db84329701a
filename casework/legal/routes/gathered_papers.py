"""Papers of a case file: each with the copy of it that goes, and the key that opens that copy."""

from casework.cases.models import Paper as PaperRow
from casework.cases.models import Redaction
from casework.cases.queries import redactions
from casework.cases.queries.record.opening import key_of
from casework.cases.queries.rows import Rows
from casework.cases.routes.words import ROOM_WORDS, called
from casework.legal.handing import names
from casework.legal.handing.plan import Paper
from casework.vault import Room, Unreadable
from casework.web import text
from casework.web.text import _, gettext

from .near import Near


def of(near: Near, rows: Rows, n: int) -> list[Paper]:
    """Numbered after `n`, in their order on the case. A redacted copy is no paper of its own; where one goes, it goes
    or nothing does."""
    known = {row.id: row for row in rows.of(PaperRow)}
    every = rows.of(Redaction)
    newest, _versions = redactions.newest(every)
    copies = {row.copy_id for row in every}
    found: list[Paper] = []
    for row in sorted(known.values(), key=lambda row: (row.position, row.id)):
        if row.id in copies or not near.falls(row.at):
            continue
        taken = newest.get(row.id) if near.choice.takes_redacted(row.id) else None
        copy = row if taken is None else known[taken]
        if (room := near.shown.rooms.get(key_of(copy.room, copy.subject))) is not None:
            found.append(_paper(near, row, copy, room, n + len(found) + 1))
    return found


def _paper(near: Near, row: PaperRow, copy: PaperRow, room: Room, n: int) -> Paper:
    position = row.position
    try:
        name = room.open(PaperRow.name, copy.id, copy.name)
        key = room.open_bytes(PaperRow.file_key, copy.id, copy.file_key).hex()
    except Unreadable:
        name, key = _("Paper %(position)s", position=position), ""
    by = called(near.shown.party(row.from_party)) if row.from_party else near.name(row.by)
    facts = [[_("Room"), gettext(ROOM_WORDS[copy.room])], [_("By"), by], [_("Size"), text.size(copy.size)]]
    facts += [[_("Copy"), _("redacted")]] if copy is not row else []
    return Paper(
        n=n, title=_("Paper %(position)s, “%(name)s”", position=position, name=name), when=near.when(row.at),
        facts=facts, path=names.in_bag(n, name, copy.type), name=name, kind=copy.type, size=copy.size,
        file_id=copy.file_id, key=key,
    )  # fmt: skip
