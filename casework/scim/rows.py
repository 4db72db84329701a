"""Rows of what the directory knows: found by tags, opened for an answer."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from casework import vault
from casework.db import new_id
from casework.people import accounts
from casework.people.models import Person

from .models import ScimGroup, ScimMember, ScimUser

LONGEST = 300
"""Characters of a name or an external id."""


def name_tag(db: Session, label: str, text: str) -> bytes:
    """Whatever the letters' case (RFC 7643: userName and displayName are not case-exact)."""
    return vault.field.index(db, f"scim {label}", text)


def exact_tag(db: Session, label: str, text: str) -> bytes:
    """To the letter, as an externalId is compared."""
    return vault.field.index(db, f"scim {label}", hashlib.sha256(text.encode()).hexdigest())


@dataclass(frozen=True, slots=True)
class Known:
    """What the directory calls somebody, if it does, and their groups: id and name."""

    row: ScimUser | None
    groups: list[tuple[int, str]]


def known(db: Session, ids: Collection[int]) -> dict[int, Known]:
    """Of each of them, in two statements."""
    users = {row.person_id: row for row in db.scalars(select(ScimUser).where(ScimUser.person_id.in_(ids)))}
    member = select(ScimMember.person_id, ScimGroup).join(ScimGroup, ScimGroup.id == ScimMember.group_id)
    found = {id_: Known(users.get(id_), []) for id_ in ids}
    for person_id, group in db.execute(member.where(ScimMember.person_id.in_(ids)).order_by(ScimGroup.id)):
        found[person_id].groups.append((group.id, group_name(db, group)))
    return found


def user(db: Session, person_id: int) -> ScimUser | None:
    return db.get(ScimUser, person_id)


def keep_user(db: Session, person: Person, user_name: str, external: str | None, now: datetime) -> ScimUser:
    """Write down what the directory calls somebody."""
    row = db.get(ScimUser, person.id) or ScimUser(person_id=person.id)
    row.user_name = vault.field.seal(db, ScimUser.user_name, person.id, user_name)
    row.user_tag, row.changed_at, row.deleted_at = name_tag(db, "user", user_name), now, None
    row.external = vault.field.seal(db, ScimUser.external, person.id, external) if external else None
    row.external_tag = exact_tag(db, "user external", external) if external else None
    db.add(row)
    db.flush()
    return row


def user_name(db: Session, row: ScimUser) -> str:
    return vault.field.open_(db, ScimUser.user_name, row.person_id, row.user_name)


def external_of(db: Session, row: ScimUser) -> str | None:
    if row.external is None:
        return None
    return vault.field.open_(db, ScimUser.external, row.person_id, row.external)


def named(db: Session, text: str) -> int | None:
    """Whose userName this is; for an account that no directory named yet, whose address."""
    found = db.scalar(select(ScimUser.person_id).where(ScimUser.user_tag == name_tag(db, "user", text)))
    if found is None and (person := accounts.by_email(db, text)) is not None and user(db, person.id) is None:
        return person.id
    return found


def of_external(db: Session, text: str) -> Sequence[int]:
    query = select(ScimUser.person_id).where(ScimUser.external_tag == exact_tag(db, "user external", text))
    return db.scalars(query.order_by(ScimUser.person_id)).all()


def keep_group(db: Session, row: ScimGroup | None, name: str, external: str | None, now: datetime) -> ScimGroup:
    row = row or ScimGroup(id=new_id(), created_at=now)
    row.name, row.name_tag = vault.field.seal(db, ScimGroup.name, row.id, name), name_tag(db, "group", name)
    row.external = vault.field.seal(db, ScimGroup.external, row.id, external) if external else None
    row.changed_at = now
    db.add(row)
    db.flush()
    return row


def group_name(db: Session, row: ScimGroup) -> str:
    return vault.field.open_(db, ScimGroup.name, row.id, row.name)


def external_of_group(db: Session, row: ScimGroup) -> str | None:
    return vault.field.open_(db, ScimGroup.external, row.id, row.external) if row.external is not None else None


def members(db: Session, group_id: int) -> list[int]:
    return members_of(db, [group_id])[group_id]


def members_of(db: Session, groups: Collection[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {id_: [] for id_ in groups}
    query = select(ScimMember.group_id, ScimMember.person_id).where(ScimMember.group_id.in_(groups))
    for group_id, person_id in db.execute(query.order_by(ScimMember.person_id)):
        found[group_id].append(person_id)
    return found


def grouped(db: Session, name: str) -> Sequence[ScimGroup]:
    """The group of this name."""
    return db.scalars(select(ScimGroup).where(ScimGroup.name_tag == name_tag(db, "group", name))).all()


def set_members(db: Session, group_id: int, people: Collection[int]) -> set[int]:
    """Those who came or went."""
    before, after = set(members(db, group_id)), set(people)
    gone = delete(ScimMember).where(ScimMember.group_id == group_id, ScimMember.person_id.in_(before - after))
    db.execute(gone)
    db.add_all(ScimMember(group_id=group_id, person_id=person_id) for person_id in after - before)
    db.flush()
    return before ^ after


def groups_of(db: Session, person_id: int) -> list[ScimGroup]:
    query = select(ScimGroup).join(ScimMember, ScimMember.group_id == ScimGroup.id)
    return list(db.scalars(query.where(ScimMember.person_id == person_id).order_by(ScimGroup.id)))
