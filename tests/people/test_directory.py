"""The directory: read from whatever a personnel system writes, every bad row named, nothing guessed."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.access import relations
from casework.db import Database
from casework.people import employees
from casework.people.directory import importing, joining
from casework.people.directory.differences import between, directory
from casework.people.directory.reading import Line, NotADirectory, Reading, plain, read

NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
HEADER = "id,name,e-mail,department,location,manager id,employer,agreement,start,end\n"


def faults(found: Reading) -> list[tuple[int, str]]:
    return [(fault.at, str(fault.what)) for fault in found.faults]


@pytest.mark.parametrize(
    "data",
    [
        (HEADER + "7,Åse Næss,ase@x.example,Yard,Oslo,1,Kestrel,North,2020-01-31,\n").encode(),
        (
            "\ufeff" + HEADER.replace(",", ";") + "7;Åse Næss;ase@x.example;Yard;Oslo;1;Kestrel;North;31.01.2020;\r\n"
        ).encode(),
        (
            HEADER.replace(",", "\t") + "7\tÅse Næss\tase@x.example\tYard\tOslo\t1\tKestrel\tNorth\t31 Jan 2020\t\n"
        ).encode("utf-16"),
        (HEADER + '7,"Åse  Næss",ase@x.example,Yard,Oslo,1,Kestrel,North,1/31/2020,\n').encode("cp1252"),
        (
            "Personalnummer;Vorname;Nachname;E-Mail;Abteilung;Standort;Vorgesetzter;Firma;Tarifvertrag;Eintritt\n"
            "7;Åse;Næss;ase@x.example;Yard;Oslo;1;Kestrel;North;31.01.2020\n"
        ).encode(),
    ],
)
def test_the_same_person_out_of_many_systems(data: bytes) -> None:
    found = read(data)
    assert faults(found) == []
    assert found.lines == [
        Line(2, "7", "Åse Næss", "ase@x.example", "Yard", "Oslo", "1", "Kestrel", "North", date(2020, 1, 31), None)
    ]


def test_every_bad_row_is_named_with_its_line_and_the_good_ones_are_read() -> None:
    rows = [
        "1,Good,,,,,,,,",
        ",No Id,,,,,,,,",
        "3,,,,,,,,,",
        "1,Again,,,,,,,,",
        "5,Slashes,,,,,,,3/4/2020,",
        "6,Never,,,,,,,2020-02-30,",
        "7,Backwards,,,,,,,2020-01-02,2020-01-01",
        ",,,,,,,,,",
        '9,"Two\nlines",,,,,,,,',
        "10,Short",
    ]
    found = read((HEADER + "\n".join(rows)).encode())
    assert [line.number for line in found.lines] == ["1", "9", "10"]
    assert [(at, what.split(".")[0]) for at, what in faults(found)] == [
        (3, "There is no id"),
        (4, "There is no name"),
        (5, "The id “1” is on line 2 already"),
        (6, "“3/4/2020” can be read as two different days"),
        (7, "“2020-02-30” is not a date"),
        (8, "The end is before the start"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"who,what\n1,2\n",
        b"PK\x03\x04\x00\x00",
        b"id,name\n\x00",
        b"id,name\n" + b'"' + b"x" * 200_000,
        b"\xff\xfe\x00",
        b"id,name\n\x81\n",
    ],
)
def test_what_is_no_directory_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(NotADirectory) as refused:
        read(data)
    assert str(refused.value.said)


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)
ROW = st.builds(
    lambda number, name, rest, start: (number, name, *rest, start),
    TEXT,
    TEXT,
    st.tuples(TEXT, TEXT, TEXT, TEXT, TEXT, TEXT),
    st.none() | st.dates(),
)


@given(st.lists(ROW, max_size=8), st.sampled_from(",;\t"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
@settings(max_examples=150, deadline=None)
def test_whatever_was_written_is_read_or_named(rows: list[tuple[object, ...]], separator: str, encoding: str) -> None:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=separator)
    writer.writerow(["id", "name", "email", "department", "location", "manager", "employer", "agreement", "start"])
    writer.writerows(rows)
    found = read(written.getvalue().encode(encoding))
    filled = [row for row in rows if any(str(cell or "").strip() for cell in row)]
    assert len(found.lines) + len(found.faults) == len(filled)
    assert len({line.key for line in found.lines}) == len(found.lines)
    good = {plain(str(row[0])) for row in filled if str(row[0]).strip() and str(row[1]).split()}
    assert {line.key for line in found.lines} == good


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_no_bytes_break_it(data: bytes) -> None:
    try:
        found = read(b"id,name\n" + data)
    except NotADirectory:
        return
    assert all(line.number and line.name for line in found.lines)


def imported(database: Database, text: str, *, leavers: bool = False, now: datetime = NOW) -> None:
    with database.transaction() as db:
        row = importing.find(
            db, importing.keep(db, read(text.encode()).lines, leavers=leavers, by=1, now=now), by=1, now=now
        )
        assert row is not None
        importing.apply(db, row, today=now.date(), now=now)


FIRST = "id,name,manager id,email\n1,Boss,,boss@x.example\n2,Mara,1,mara@x.example\n3,Tom,2,\n"


def test_new_changed_the_same_and_gone(database: Database) -> None:
    imported(database, FIRST)
    second = read(b"id,name,manager id,email\n1,Boss,,boss@x.example\n2,Mara L,9,mara@x.example\n4,New,1,\n").lines
    with database.reading() as db:
        found = between(db, second, leavers=True, today=TODAY)
        quiet = between(db, second, leavers=False, today=TODAY)
    assert [line.number for line in found.new] == ["4"]
    assert [(line.number, columns) for line, _, columns in found.changed] == [("2", ("name", "manager"))]
    assert [one.line.number for one in found.gone] == ["3"]
    assert (found.same, quiet.gone) == (1, [])
    assert [(fault.at, str(fault.what)) for fault in found.remarks] == [(3, "The manager “9” is not in the directory.")]


def test_managers_in_a_circle_are_named_once(database: Database) -> None:
    lines = read(b"id,name,manager id\n1,A,2\n2,B,3\n3,C,1\n4,D,1\n5,E,5\n").lines
    with database.reading() as db:
        said = [(fault.at, str(fault.what)) for fault in between(db, lines, leavers=False, today=TODAY).remarks]
    assert said == [(2, "Managers go in a circle: 1 → 2 → 3 → 1"), (6, "Managers go in a circle: 5 → 5")]


def test_an_import_is_written_sealed_and_found_by_its_tags(database: Database) -> None:
    imported(database, FIRST)
    with database.reading() as db:
        known = directory(db)
        mara = known[employees.number_tag(db, " 2 ")]
        assert (mara.line.name, mara.manager_tag) == ("Mara", employees.number_tag(db, "1"))
        assert relations.find(db, name="mara") == relations.find(db, email="MARA@x.example") == mara.tag
    imported(database, "id,name\n1,Boss\n", leavers=True, now=NOW + timedelta(days=1))
    with database.reading() as db:
        assert {one.line.number for one in directory(db).values() if one.ends_on} == {"2", "3"}


def test_what_was_read_is_its_readers_for_a_day_and_only_for_that_directory(database: Database) -> None:
    lines = read(FIRST.encode()).lines
    with database.transaction() as db:
        first = importing.keep(db, lines, leavers=False, by=1, now=NOW)
        assert importing.find(db, first, by=2, now=NOW) is None
        assert importing.find(db, first, by=1, now=NOW + timedelta(days=1)) is None
        row = importing.find(db, first, by=1, now=NOW)
        assert row is not None
        assert importing.lines_of(db, row) == lines
        assert b"Mara" not in row.lines
    with database.transaction() as db:
        other = importing.find(db, importing.keep(db, lines, leavers=False, by=2, now=NOW), by=2, now=NOW)
        assert other is not None
        importing.apply(db, other, today=TODAY, now=NOW)
    with database.transaction() as db:
        row = importing.find(db, first, by=1, now=NOW)
        assert row is not None
        with pytest.raises(importing.Outdated):
            importing.apply(db, row, today=TODAY, now=NOW)


def test_two_ids_become_one_person_and_stay_so_through_an_import(database: Database) -> None:
    imported(database, FIRST)
    with database.transaction() as db:
        joining.join(db, "1", "2")
        joining.join(db, "3", "2")
        tags = {employees.number_tag(db, number) for number in "123"}
        for tag in tags:
            assert relations.around(db, [tag]).person(tag) == tags
        with pytest.raises(joining.NotJoined):
            joining.join(db, "1", "3")
        with pytest.raises(joining.NotJoined) as refused:
            joining.join(db, "1", "99")
        assert refused.value.missing == "99"
    imported(database, "id,name,manager id\n1,Boss A,\n2,Mara B,1\n3,Tom C,2\n", now=NOW + timedelta(hours=1))
    with database.reading() as db:
        tag = employees.number_tag(db, "3")
        assert len(relations.around(db, [tag]).person(tag)) == 3


def test_the_same_tags_as_walls_compare() -> None:
    assert (employees.NUMBER, employees.NAME, employees.EMAIL) == (relations.EMPLOYEE, relations.NAME, relations.EMAIL)
