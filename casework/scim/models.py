"""What the directory calls our people, its groups with their members, and the tokens that let it in."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped

from casework.db import Base, keyed, new_id, plain, server
from casework.people.models import Person


class ScimToken(Base):
    """A directory's bearer token, known by a tag alone."""

    __tablename__ = "scim_token"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    tag: Mapped[bytes] = keyed(unique=True)
    made_by: Mapped[int] = plain()
    made_at: Mapped[datetime] = plain()
    ended_at: Mapped[datetime | None] = plain()


class ScimUser(Base):
    """An account as the directory knows it. `deleted_at`: it does not see it any more; the account stays, shut."""

    __tablename__ = "scim_user"

    person_id: Mapped[int] = plain(ForeignKey(Person.id), primary_key=True, autoincrement=False)
    user_name: Mapped[bytes] = server()
    user_tag: Mapped[bytes] = keyed(unique=True)
    external: Mapped[bytes | None] = server()
    external_tag: Mapped[bytes | None] = keyed(index=True)
    changed_at: Mapped[datetime] = plain()
    deleted_at: Mapped[datetime | None] = plain()


class ScimGroup(Base):
    """A group of the directory; what it stands for here is a setting."""

    __tablename__ = "scim_group"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    name: Mapped[bytes] = server()
    name_tag: Mapped[bytes] = keyed(unique=True)
    external: Mapped[bytes | None] = server()
    created_at: Mapped[datetime] = plain()
    changed_at: Mapped[datetime] = plain()


class ScimMember(Base):
    __tablename__ = "scim_member"

    group_id: Mapped[int] = plain(ForeignKey(ScimGroup.id), primary_key=True, autoincrement=False)
    person_id: Mapped[int] = plain(ForeignKey(Person.id), primary_key=True, autoincrement=False, index=True)
