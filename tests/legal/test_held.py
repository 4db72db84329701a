"""What is held: computed from scopes as a plain reading of them says, in few statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from casework import vault
from casework.access import relations
from casework.cases.models import Case, Hold, HoldScope, Party
from casework.cases.queries import holds
from casework.cases.queries.holds import CASE, DATES, DEPARTMENT, PERSON, Scope
from casework.db import Database, new_id
from tests.cast import Cast, employee
from tests.eap.conftest import statements

PEOPLE, DEPARTMENTS = ("P-71", "P-72", "P-73"), ("Packing", " packing  HALL", "Packing hall", "Sales")
FIRST = datetime(2026, 1, 1, tzinfo=UTC)


def in_order(one: date | None, other: date | None) -> tuple[date | None, date | None]:
    return (other, one) if one and other and other < one else (one, other)


DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 7))
WITHIN = st.tuples(st.none() | DAYS, st.none() | DAYS).map(lambda two: in_order(*two))
SCOPES = st.tuples(
    st.sampled_from([CASE, PERSON, DEPARTMENT, DATES]), st.integers(0, 3), st.sampled_from(PEOPLE),
    st.sampled_from(DEPARTMENTS), WITHIN,
)  # fmt: skip
CASES = st.tuples(
    st.integers(0, 6 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes)),
    st.sampled_from(("", *DEPARTMENTS)),
    st.lists(st.tuples(st.sampled_from(("", *PEOPLE)), st.sampled_from(("", *DEPARTMENTS))), max_size=2),
)
HOLDS = st.tuples(st.booleans(), st.lists(SCOPES, min_size=1, max_size=2))


class Undone(Exception):
    """Nothing of it stays."""


@contextmanager
def trying(database: Database) -> Iterator[Session]:
    try:
        with database.transaction() as db:
            yield db
            raise Undone
    except Undone:
        pass


def same(one: str, other: str) -> bool:
    """P-72 came back as P-73."""
    return one == other or {one, other} == {"P-72", "P-73"}


def naive(scope: tuple, number: int, case: tuple) -> bool:  # type: ignore[type-arg]
    """As somebody would say it who reads the scope aloud."""
    kind, which, who, department, (since, until) = scope
    came_in, own, parties = case
    days = {(came_in + timedelta(hours=hours)).date() for hours in range(-12, 15)}
    if not any((since is None or since <= day) and (until is None or day <= until) for day in days):
        return False
    if kind == CASE:
        return bool(which == number)
    if kind == PERSON:
        return any(tag and same(who, tag) for tag, _ in parties)
    if kind == DEPARTMENT:
        words = [department.lower().split()]
        return any(name.lower().split() in words for name in (own, *(place for _, place in parties)))
    return True


def put_case(db: Session, case: tuple) -> int:  # type: ignore[type-arg]
    came_in, department, parties = case
    id_, more = new_id(), {"state_since": came_in, "changed_at": came_in, "received_at": came_in}
    db.add(
        Case(
            id=id_, number=f"X-{id_ % 10**15}", kind="grievance", state="received", channel="form", title=b"-",
            narrative=b"-", department=department, **more,
        )
    )  # fmt: skip
    db.flush()
    for tag, place in parties:
        known = relations.employee_tag(db, tag) if tag else None
        db.add(Party(id=new_id(), case_id=id_, role="witness", department=place, employee_tag=known, added_at=came_in))
    return id_


def put_hold(db: Session, released: bool, scopes: list[Scope]) -> int:
    id_, now = new_id(), datetime(2026, 1, 1, tzinfo=UTC)
    vault.rooms.found_case(db, id_)
    db.add(
        Hold(
            id=id_, number=f"X{id_ % 10**15}", anticipated_on=now.date(), why=b"-", about=b"-", notice=b"-",
            placed_by=1, placed_at=now, released_at=now if released else None,
        )
    )  # fmt: skip
    db.flush()
    for scope in scopes:
        row, what = new_id(), holds.written(scope)
        sealed = vault.field.seal(db, HoldScope.what, row, what, case=id_)
        db.add(HoldScope(id=row, hold_id=id_, what=sealed, added_by=1, added_at=now))
    db.flush()
    return id_


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CASES, min_size=1, max_size=3), st.lists(HOLDS, max_size=3))
def test_what_is_held_is_what_a_plain_reading_of_the_scopes_says(cast: Cast, cases: list, placed: list) -> None:  # type: ignore[type-arg]
    with trying(cast.database) as db:
        employee(db, "P-72", "Ida Moss")
        employee(db, "P-73", "Ida Moss", same_as="P-72")
        ids = [put_case(db, case) for case in cases]
        real = {}
        for released, scopes in placed:
            made = [
                Scope(
                    0, kind, case=ids[which] if which < len(ids) else 0,
                    tags=frozenset({relations.employee_tag(db, who)}) if kind == PERSON else frozenset(),
                    department=department if kind == DEPARTMENT else "", since=within[0], until=within[1],
                )
                for kind, which, who, department, within in scopes
            ]  # fmt: skip
            real[put_hold(db, released, made)] = (released, scopes)
        expected = {
            id_: {hold for hold, (over, scopes) in real.items()
                  if not over and any(naive(scope, n, case) for scope in scopes)}
            for n, (id_, case) in enumerate(zip(ids, cases, strict=True))
        }  # fmt: skip
        found = {id_: set(held.hold_ids) for id_, held in holds.of_cases(db, ids).items()}
        assert found == {id_: which for id_, which in expected.items() if which}
        for hold, (over, _) in real.items():
            if not over:
                assert set(holds.under(db, hold)) & set(ids) == {id_ for id_ in ids if hold in expected[id_]}


def test_a_scope_that_does_not_open_holds_everything_and_asking_takes_few_statements(cast: Cast) -> None:
    far = Scope(0, DATES, until=date(1999, 1, 1))
    with trying(cast.database) as db:
        put_hold(db, False, [far])
        assert holds.of_case(db, cast.case_id) is None
        broken = put_hold(db, False, [far])
        for row in db.query(HoldScope).filter(HoldScope.hold_id == broken):
            row.what = row.what[:-1] + bytes([row.what[-1] ^ 1])
        db.flush()
        found = holds.of_case(db, cast.case_id)
        assert found is not None
        assert found.hold_ids == {broken}
        counts = []
        for more in range(2):
            for _ in range(more * 4):
                put_hold(db, False, [Scope(0, PERSON, tags=frozenset({relations.employee_tag(db, "P-71")}))])
            ids = [cast.case_id, *(put_case(db, (datetime(2026, 1, 2, tzinfo=UTC), "", [])) for _ in range(more * 9))]
            with statements(cast.database) as said:
                holds.of_cases(db, ids)
            counts.append(len(said))
        assert counts == [5, 6]
