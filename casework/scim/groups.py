"""/Groups: what the directory calls a group stands here for roles that hold no case, and proposes the others."""

from collections.abc import Iterable, Sequence
from typing import Any

from scim2_models import Group, GroupMember, InvalidValueException, Meta, NotFoundException, UniquenessException
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from casework.people import role_claims
from casework.people.models import Person
from casework.staff.actions import claims

from . import rows
from .asked import Asked
from .models import ScimGroup, ScimMember, ScimUser

MOST = 10_000
"""Members of a group."""


def count(db: Session) -> int:
    return db.scalar(select(func.count(ScimGroup.id))) or 0


def some(db: Session, asked: Asked, *, start: int = 0, beyond: int = 0, most: int) -> list[Any]:
    """As `users.some`."""
    query = select(ScimGroup).where(ScimGroup.id > beyond).order_by(ScimGroup.id).offset(start).limit(most)
    return _several(db, asked, db.scalars(query).all())


def found(db: Session, asked: Asked, attribute: str, value: str) -> list[Any] | None:
    return _several(db, asked, rows.grouped(db, value)) if attribute == "displayname" else None


def _several(db: Session, asked: Asked, groups: Sequence[ScimGroup]) -> list[Any]:
    members = rows.members_of(db, [row.id for row in groups])
    return [_shown(db, row, members[row.id], asked) for row in groups]


def one(db: Session, asked: Asked) -> ScimGroup:
    row = db.get(ScimGroup, asked.number) if asked.number is not None else None
    if row is None:
        raise NotFoundException
    return row


def shown(db: Session, row: ScimGroup, asked: Asked) -> Any:
    return _shown(db, row, rows.members(db, row.id), asked)


def _shown(db: Session, row: ScimGroup, people: Iterable[int], asked: Asked) -> Any:
    members = [GroupMember.model_validate({"value": str(id_), "type": "User"}) for id_ in people]
    return Group(
        id=str(row.id),
        external_id=rows.external_of_group(db, row),
        display_name=rows.group_name(db, row),
        members=members or None,
        meta=Meta(
            resource_type="Group",
            created=row.created_at,
            last_modified=row.changed_at,
            location=asked.address("Groups", row.id),
        ),
    )


def create(db: Session, asked: Asked, wanted: Any) -> ScimGroup:
    return write(db, asked, None, wanted)


def write(db: Session, asked: Asked, row: ScimGroup | None, wanted: Any) -> ScimGroup:
    """Name and members as the directory says; the roles of whoever is touched follow."""
    name = " ".join(str(wanted.display_name or "").split())
    if not name or len(name) > rows.LONGEST:
        raise InvalidValueException(detail="displayName is required, and not that long.")
    same = db.scalar(select(ScimGroup.id).where(ScimGroup.name_tag == rows.name_tag(db, "group", name)))
    if same is not None and (row is None or same != row.id):
        raise UniquenessException
    before = set(rows.members(db, row.id)) if row is not None else set()
    renamed = row is not None and rows.group_name(db, row) != name
    kept = rows.keep_group(db, row, name, wanted.external_id, asked.now)
    touched = rows.set_members(db, kept.id, _people(db, wanted, before))
    _follow(db, asked, touched | (before if renamed else set()))
    return kept


def remove(db: Session, asked: Asked, row: ScimGroup) -> None:
    people = set(rows.members(db, row.id))
    db.execute(delete(ScimMember).where(ScimMember.group_id == row.id))
    db.delete(row)
    db.flush()
    _follow(db, asked, people)


def _people(db: Session, wanted: Any, before: set[int]) -> set[int]:
    """Members who are accounts that the directory sees. InvalidValue for anybody else who is new."""
    ids = {str(member.value) for member in wanted.members or []}
    if len(ids) > MOST:
        raise InvalidValueException(detail=f"A group has up to {MOST} members.")
    numbers = {int(text) for text in ids if text.isascii() and text.isdecimal() and len(text) < 20}
    hidden = select(ScimUser.person_id).where(ScimUser.deleted_at.is_not(None))
    known = set(db.scalars(select(Person.id).where(Person.id.in_(numbers), Person.id.not_in(hidden))))
    if len(known | (numbers & before)) < len(ids):
        raise InvalidValueException(detail="A member is no user here.")
    return known


def _follow(db: Session, asked: Asked, people: Iterable[int]) -> None:
    for person_id in sorted(people):
        names = {rows.group_name(db, group) for group in rows.groups_of(db, person_id)}
        claims.follow(db, person_id, claims.mapped(names, asked.roles), role_claims.SCIM, asked.now)
