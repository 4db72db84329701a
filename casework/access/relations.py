"""Who stands how to whom, by tags of the directory: the same person, above or below in the line."""

import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Select, bindparam, case, or_, select
from sqlalchemy.orm import Session

from casework import vault
from casework.people import accounts
from casework.people.models import Employee, Person

EMPLOYEE, NAME, EMAIL = "employee", "employee name", "email"
"""Labels of the tags: equality only, under the `index` subkey."""
_LINES = select(Employee.tag, Employee.manager_tag, Employee.same_as).where(
    Employee.tag.in_(bindparam("tags", expanding=True)) | Employee.same_as.in_(bindparam("tags", expanding=True))
)
_NAMES = select(Person.id, Person.name, Person.email_index)
"""Made once: whoever comes onto a case is looked for by these."""


def _accounts() -> Select[tuple[int, int]]:
    own = select(Person.id.label("of"), Person.employee_index.label("tag"))
    lines = own.where(Person.id.in_(bindparam("people", expanding=True))).cte("lines", recursive=True)
    other = case((Employee.tag == lines.c.tag, Employee.same_as), else_=Employee.tag)
    tied = or_(Employee.tag == lines.c.tag, Employee.same_as == lines.c.tag)
    lines = lines.union(select(lines.c.of, other).where(tied, Employee.same_as.is_not(None)))
    return select(lines.c.of, Person.id).join(Person, Person.employee_index == lines.c.tag)


_ACCOUNTS = _accounts()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the directory, as relations need it."""

    manager: bytes | None = None
    same_as: bytes | None = None


class Directory:
    """Entries by tag. Loops, gaps and several numbers of one person do no harm."""

    def __init__(self, entries: Mapping[bytes, Entry]) -> None:
        self._entries = entries
        self._others: dict[bytes, set[bytes]] = {}
        for tag, entry in entries.items():
            if entry.same_as:
                self._others.setdefault(tag, set()).add(entry.same_as)
                self._others.setdefault(entry.same_as, set()).add(tag)

    def person(self, tag: bytes) -> frozenset[bytes]:
        """All tags of the person that has this one."""
        return _reached({tag}, lambda one: self._others.get(one, ()))

    def above(self, tag: bytes) -> frozenset[bytes]:
        """All tags of everybody that this person reports to, however far up; never their own."""
        own = self.person(tag)
        return _reached(self._managers(own), lambda one: self._managers(self.person(one))) - own

    def _managers(self, tags: Iterable[bytes]) -> set[bytes]:
        found = (self._entries[tag].manager for tag in tags if tag in self._entries)
        return {other for manager in found if manager for other in self.person(manager)}


def around(db: Session, tags: Iterable[bytes], changed: Mapping[bytes, Entry] | None = None) -> Directory:
    """What is above these people, read level by level; `changed` is put in place of what the directory has."""
    overlay, entries = changed or {}, dict[bytes, Entry]()
    wanted = set(tags)
    joined = {entry.same_as: tag for tag, entry in overlay.items() if entry.same_as}
    while wanted:
        entries |= {tag: Entry() for tag in wanted}
        entries |= _read(db, wanted)
        entries |= {
            tag: overlay[tag] for tag in (*wanted, *(joined[t] for t in wanted & joined.keys())) if tag in overlay
        }
        named = {other for entry in entries.values() for other in (entry.manager, entry.same_as) if other}
        wanted = named - entries.keys()
    return Directory(entries)


def accounts_of(db: Session, people: Collection[int]) -> dict[int, frozenset[int]]:
    """Every account of each of these people, theirs among them: by one line of the directory, or by lines that were
    declared one person. Two accounts make nobody two people where somebody else has to agree."""
    found = {id_: {id_} for id_ in people}
    if people:
        db.flush()  # what follows goes past the session, which would have
        for row in db.connection().execute(_ACCOUNTS, {"people": list(people)}):
            found[row.of].add(row.id)
    return {id_: frozenset(own) for id_, own in found.items()}


def together(db: Session, people: Collection[int]) -> frozenset[int]:
    """These people by every account of theirs."""
    return frozenset[int]().union(*accounts_of(db, people).values())


def is_same(db: Session, one: int, other: int) -> bool:
    """Are these accounts one person's?"""
    return one == other or other in accounts_of(db, {one})[one]


def employee_tag(db: Session, number: str) -> bytes:
    return vault.field.index(db, EMPLOYEE, number)


def find(db: Session, *, number: str = "", name: str = "", email: str = "") -> bytes | None:
    """The tag of the one employee who fits; none when nobody does, or several."""
    if number.strip():
        return employee_tag(db, number)
    for column, label, text in ((Employee.email_tag, EMAIL, email), (Employee.name_tag, NAME, name)):
        if not text.strip():
            continue
        found = db.scalars(select(Employee.tag).where(column == vault.field.index(db, label, text)).limit(2)).all()
        if len(found) == 1:
            return found[0]
    return None


def staff_named(db: Session, *, name: str = "", email: str = "") -> frozenset[int]:
    """Staff whose name, however it is written, or address this is, for whom the directory has nothing."""
    wanted = _plain(name)
    index = accounts.email_index(db, email) if email.strip() else None
    db.flush()
    people = db.connection().execute(_NAMES)
    return frozenset(row.id for row in people if (wanted and _plain(row.name) == wanted) or row.email_index == index)


def same_name(one: str, other: str) -> bool:
    """However they are written."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _read(db: Session, tags: Iterable[bytes]) -> dict[bytes, Entry]:
    wanted, found = list(tags), dict[bytes, Entry]()
    db.flush()  # what follows goes past the session, which would have
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        rows = db.connection().execute(_LINES, {"tags": part})
        found |= {tag: Entry(manager, same_as) for tag, manager, same_as in rows}
    return found


def _reached(start: Iterable[bytes], following: Callable[[bytes], Iterable[bytes]]) -> frozenset[bytes]:
    seen: set[bytes] = set()
    waiting = list(start)
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting += following(one)
    return frozenset(seen)
