"""What stands round the case: members, walls, papers, links, earlier cases."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import bindparam, or_, select

from casework.access.models import Wall
from casework.cases.models import Case, Departure, Link, Membership, Paper, Particular, Party, SupportOffer
from casework.cases.queries.keyholders import known
from casework.cases.queries.matter import LIFTED, CaseMatter
from casework.cases.queries.visible import OF_READER, is_reader, visible_to
from casework.people import Actor
from casework.vault import HolderKind

from .opening import Opening, key_of
from .values import DepartureShown, LinkShown, MemberShown, PaperShown, WallShown

_LINKS = (
    select(Link.id, Link.case_id, Link.other_id, Link.relation)
    .where(or_(Link.case_id == bindparam("case"), Link.other_id == bindparam("case")))
    .order_by(Link.at)
)
_EARLIER = (
    OF_READER.join(Party, Party.case_id == Case.id)
    .where(Party.employee_tag.in_(bindparam("tags", expanding=True)), Case.id != bindparam("case"))
    .with_only_columns(Party.employee_tag, Case.number)
    .order_by(Case.received_at.desc())
)


def particulars(opening: Opening) -> list[tuple[str, str | None]]:
    rows = sorted(opening.rows.of(Particular), key=lambda row: row.name)
    return [(row.name, opening.text(Particular.text, row.id, row.text)) for row in rows]


def papers(opening: Opening) -> list[PaperShown]:
    rows = sorted(filter(opening.knows, opening.rows.of(Paper)), key=lambda row: (row.at, row.id))
    shown = []
    for row in rows:
        name = opening.text(Paper.name, row.id, row.name, key_of(row.room, row.subject))
        shown.append(
            PaperShown(
                id=row.id,
                position=row.position,
                room=row.room,
                subject=row.subject,
                name=name,
                type=row.type,
                size=row.size,
                by=row.by,
                from_party=row.from_party,
                at=row.at,
                released_at=row.released_at,
                copy_of=row.copy_of,
                is_original=row.room == "identity",
                damaged=row.id in opening.damaged,
                sealed_away=row.id in opening.away,
            )
        )
    return shown


def links(opening: Opening, actor: Actor) -> list[LinkShown]:
    """Both ways; of a case that is not the reader's, nothing."""
    own = opening.case_id
    rows = opening.db.connection().execute(_LINKS, {"case": own}).all()
    others = {row.other_id if row.case_id == own else row.case_id for row in rows}
    if not others:
        return []
    readable = {case.id: case for case in opening.db.scalars(visible_to(actor).where(Case.id.in_(others)))}
    found = []
    for row in rows:
        other = readable.get(row.other_id if row.case_id == own else row.case_id)
        if other is not None:
            found.append(LinkShown(row.id, other.number, row.relation, other.kind, other.state))
    return found


def offered(opening: Opening) -> dict[int, date]:
    """By party, when support was offered last."""
    found: dict[int, date] = {}
    for row in opening.rows.of(SupportOffer):
        found[row.party_id] = max(row.offered_on, found.get(row.party_id, row.offered_on))
    return found


def departures(opening: Opening) -> dict[int, DepartureShown]:
    """By party, that they leave by what was decided."""
    rows = (row for row in opening.rows.of(Departure) if row.dropped_at is None)
    return {row.party_id: DepartureShown(row.id, row.party_id, row.at, row.planned_at) for row in rows}


def members(opening: Opening, matter: CaseMatter, names: Mapping[int, str]) -> list[MemberShown]:
    """From the seals; the day is the membership's."""
    since, until = {}, {}
    for row in opening.rows.of(Membership):
        if row.active:
            since[row.person_id], until[row.person_id] = row.since, row.until
    rooms: dict[int, list[tuple[str, int]]] = {}
    first: dict[int, datetime] = {}
    for reader in known(matter.readers, opening.rooms):
        if reader.kind is HolderKind.PERSON:
            rooms.setdefault(reader.holder_id, []).append((reader.compartment.value, reader.subject))
            first.setdefault(reader.holder_id, reader.since)
    return [
        MemberShown(
            person_id=id_,
            name=names.get(id_, ""),
            rooms=tuple(held),
            since=since.get(id_, first[id_]),
            is_investigator=id_ == matter.investigator_id,
            until=until.get(id_),
        )
        for id_, held in rooms.items()
    ]


def left(opening: Opening, matter: CaseMatter, names: Mapping[int, str]) -> list[MemberShown]:
    """Who was on the case and holds no key to it any more, the latest first. Who never read the file is not named:
    what else they read may be nobody's business."""
    gone = [
        row
        for row in opening.rows.of(Membership)
        if row.ended_at is not None and row.reads_file and row.person_id not in matter.holders
    ]
    gone.sort(key=lambda row: row.ended_at, reverse=True)
    return [
        MemberShown(id_, names.get(id_, ""), (), since, is_investigator=False, ended_at=ended_at)
        for id_, since, ended_at in ((row.person_id, row.since, row.ended_at) for row in gone)
    ]


def standing_walls(opening: Opening) -> list[WallShown]:
    found = sorted((wall for wall in opening.rows.of(Wall) if wall.state != LIFTED), key=lambda wall: wall.raised_at)
    return [WallShown(wall.id, wall.person_id, wall.cause, wall.state, wall.raised_at) for wall in found]


def earlier(opening: Opening, actor: Actor) -> dict[int, tuple[str, ...]]:
    """By party, the numbers of other cases of the same person that the reader can read, newest first."""
    tags = {party.id: party.employee_tag for party in opening.rows.of(Party) if party.employee_tag}
    if not tags:
        return {}
    return {id_: tuple(numbers) for id_, numbers in _earlier_of(opening, actor, tags).items() if numbers}


def _earlier_of(opening: Opening, actor: Actor, tags: Mapping[int, bytes | None]) -> dict[int, Sequence[str]]:
    if not is_reader(actor):
        return {}
    asked = {"reader": actor.id, "tags": [tag for tag in tags.values() if tag], "case": opening.case_id}
    rows = opening.db.execute(_EARLIER, asked).all()
    return {id_: list(dict.fromkeys(number for tag, number in rows if tag == own)) for id_, own in tags.items()}
