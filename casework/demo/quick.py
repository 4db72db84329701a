"""The demo's one liberty with the verbs: nobody looks at a case between two of them while it is being told.

So what is due next, and the keys that lists are walked by, are worked out once, when the case is told; nothing is
locked against others, for there are none; a site's days, staff and the directory are looked up once; and what rules and
guards look at is read again only after something was written to its table. Every rule is still asked, every guard
judged, every entry put on the trail. Holds for the process that makes the demo, which serves nothing meanwhile.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from casework.access import relations
from casework.access.relations import Entry
from casework.cases.actions import case as cases
from casework.cases.lifecycle.clock import Place
from casework.cases.models import Case, Party
from casework.cases.queries import clocks, matter
from casework.cases.queries.matter import CaseMatter
from casework.cases.queries.rows import Rows
from casework.db import Base
from casework.people import grants, standing
from casework.people.models import Admission, Employee, Person, RoleGrant
from casework.vault import readers
from casework.vault.models import CompartmentRow, Seal
from casework.vault.readers import Reader

from .lazily import lazily, pending, written


def _tables(*models: type[Base]) -> frozenset[str]:
    return frozenset(str(model.__tablename__) for model in models)


LOOKED_AT = _tables(*matter.SELDOM, Party, Seal, Employee, Person)
"""What a matter is made of, but for the case itself."""
ROOMS = _tables(CompartmentRow, Seal)
STAFF = _tables(Admission, Employee, Person, RoleGrant)
MODELS: Any = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
CLOCKS: Any = clocks
MATTER: Any = matter
CASES: Any = cases
ROWS: Any = Rows
RELATIONS: Any = relations
READERS: Any = readers
STANDING: Any = standing
GRANTS: Any = grants


@contextmanager
def unwatched(db: Session) -> Iterator[None]:
    """For cases told one after the other in this session."""
    remembered = _Remembered()
    instead = (
        (MATTER, "of", remembered.matter), (CASES, "lock", remembered.matter), (CASES, "keep_in_step", _later),
        (CLOCKS, "place", remembered.place), (ROWS, "__init__", _method(remembered.begin)),
        (ROWS, "look", _method(remembered.look)), (RELATIONS, "_read", remembered.directory),
        (READERS, "of_case", remembered.readers), (STANDING, "_rows", remembered.staff),
        (GRANTS, "roles_of_many", remembered.roles),
    )  # fmt: skip
    kept = [(where, name, getattr(where, name)) for where, name, _ in instead]
    event.listen(db.get_bind(), "before_cursor_execute", remembered.forget)
    for where, name, other in instead:
        setattr(where, name, other)
    try:
        with lazily(db):
            yield
    finally:
        for where, name, own in kept:
            setattr(where, name, own)
        event.remove(db.get_bind(), "before_cursor_execute", remembered.forget)


class _Remembered:
    """What was read of cases and sites, until something of it is written."""

    def __init__(self) -> None:
        self._matters: dict[int, CaseMatter] = {}
        self._places: dict[int, Place] = {}
        self._rows: dict[int, dict[type[Base], list[Any]]] = {}
        self._entries: dict[bytes, dict[bytes, Entry]] = {}
        self._read_matter, self._read_place, self._look = matter.of, clocks.place, Rows.look
        self._read_entries = RELATIONS._read
        self._readers: dict[int, list[Reader]] = {}
        self._staff: dict[Any, Any] = {}
        self._accounts: dict[int, frozenset[int]] = {}
        self._read_readers, self._read_staff, self._read_roles = readers.of_case, STANDING._rows, GRANTS.roles_of_many

    def matter(self, db: Session, case: Case, _: object = None) -> CaseMatter:
        db.flush()
        self._changed(pending(db))
        found = self._matters.get(case.id)
        if found is None or found.investigator_id != case.investigator_id:
            found = self._matters[case.id] = self._read_matter(db, case)
        return replace(found, kind=case.kind, state=case.state, unattended=case.unattended_at is not None)

    def _changed(self, tables: AbstractSet[str]) -> None:
        """Of these something waits to be written."""
        if not LOOKED_AT.isdisjoint(tables):
            self._matters.clear()
        if not ROOMS.isdisjoint(tables):
            self._readers.clear()

    def place(self, db: Session, site_id: int) -> Place:
        return self._places.get(site_id) or self._places.setdefault(site_id, self._read_place(db, site_id))

    def begin(self, rows: Any, db: Session, case_id: int) -> None:
        """Of a case's rows: it goes on with what is known of them."""
        db.flush()
        rows.case_id, rows._connection = case_id, db.connection()
        rows._known, rows._accounts = self._rows.setdefault(case_id, {}), self._accounts
        for table in pending(db):
            rows._known.pop(MODELS[table], None)

    def look(self, rows: Any, *models: type[Base]) -> None:
        """Which tables have nothing of it is asked when nothing is known of them."""
        if not rows._known.keys() & set(models):
            self._look(rows, *models)

    def directory(self, db: Session, tags: Iterable[bytes]) -> dict[bytes, Entry]:
        """Of each tag its line, and those that say they are the same person."""
        wanted = set(tags)
        if unknown := wanted - self._entries.keys():
            self._entries |= {tag: {} for tag in unknown}
            for tag, entry in self._read_entries(db, unknown).items():
                for asked in {tag, entry.same_as} & unknown:
                    self._entries[asked][tag] = entry
        return {tag: entry for asked in wanted for tag, entry in self._entries[asked].items()}

    def readers(self, db: Session, case_id: int) -> list[Reader]:
        return self._readers.get(case_id) or self._readers.setdefault(case_id, self._read_readers(db, case_id))

    def staff(self, db: Session, people: Collection[int] | None) -> Any:
        asked = None if people is None else frozenset(people)
        if asked not in self._staff:
            self._staff[asked] = self._read_staff(db, people)
        return self._staff[asked]

    def roles(self, db: Session, people: Collection[int]) -> Any:
        asked = "roles", frozenset(people)
        if asked not in self._staff:
            self._staff[asked] = self._read_roles(db, people)
        return self._staff[asked]

    def forget(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if table := written(statement):
            if table in LOOKED_AT:
                self._matters.clear()
            if table in ROOMS:
                self._readers.clear()
            if table in STAFF:
                self._entries.clear()
                self._staff.clear()
                self._accounts.clear()
            for known in self._rows.values():
                known.pop(MODELS.get(table), None)


def _method(do: Callable[..., None]) -> Callable[..., None]:
    """What a class calls with the instance first."""

    def method(instance: object, *given: Any) -> None:
        do(instance, *given)

    return method


def _later(_: Session, __: Case, **___: object) -> None:
    """`making` does it when the case is told."""
