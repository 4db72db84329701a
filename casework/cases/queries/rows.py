"""A case's rows, table by table: each table read once, only when asked for, by a statement that is made once."""

from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, select
from sqlalchemy.orm import Session

from casework.access import relations
from casework.db import Base, Id


class Rows:
    """Plain rows that read like the model's: no identity, nothing to write back."""

    def __init__(self, db: Session, case_id: int) -> None:
        db.flush()
        self.case_id = case_id
        self._connection = db.connection()
        self._known: dict[type[Base], list[Any]] = {}
        self._accounts: dict[int, frozenset[int]] = {}

    def look(self, *models: type[Base]) -> None:
        """See in one statement which tables have anything of this case: most have not, and are not asked again."""
        models = tuple(dict.fromkeys(models))
        found = self._connection.execute(_presence(models), {"of_case": self.case_id}).one()
        self._known |= {model: [] for model, there in zip(models, found, strict=True) if not there}

    def of(self, model: type[Base]) -> list[Any]:
        """All rows of this case in that table, in no order."""
        if model not in self._known:
            found = self._connection.execute(_statement(model), {"of_case": self.case_id})
            self._known[model] = list(found)
        return self._known[model]

    def ask(self, model: type[Base], statement: Select[*tuple[Any, ...]]) -> list[Any]:
        """What a statement of its own says of this case's rows in that table; nothing where there are known to be
        none."""
        if self._known.get(model) == []:
            return []
        return list(self._connection.execute(statement, {"of_case": self.case_id}))

    def accounts(self, db: Session, people: AbstractSet[int]) -> frozenset[int]:
        """Every account of these people, each asked for once."""
        if unknown := people - self._accounts.keys():
            self._accounts |= relations.accounts_of(db, unknown)
        return frozenset().union(*(self._accounts[one] for one in people))


@lru_cache(maxsize=8)
def _presence(models: tuple[type[Base], ...]) -> Select[*tuple[Any, ...]]:
    """The case is said once and not for each table: half of the time went into that."""
    asked = select(bindparam("of_case", type_=Id).label("id")).subquery("asked")
    found = (exists().where(model.__table__.c.case_id == asked.c.id).label(model.__tablename__) for model in models)
    return select(*found).select_from(asked)


@lru_cache(maxsize=64)
def _statement(model: type[Base]) -> Select[Any]:
    columns = [attribute.columns[0].label(attribute.key) for attribute in model.__mapper__.column_attrs]
    return select(*columns).where(model.__table__.c.case_id == bindparam("of_case"))
