"""The line and the person, out of any directory: loops, gaps and several numbers of one person do no harm."""

from hypothesis import given
from hypothesis import strategies as st

from casework.access.conflicts import LINE, PARTY, Conflict, between
from casework.access.relations import Directory, Entry

TAGS = [bytes([n]) for n in range(8)]
tags = st.sampled_from(TAGS)
directories = st.dictionaries(tags, st.builds(Entry, st.none() | tags, st.none() | tags)).map(Directory)

LINE_OF_FOUR = Directory(
    {b"boss": Entry(), b"lead": Entry(b"boss"), b"mara": Entry(b"lead"), b"old-mara": Entry(None, b"mara")}
)


@given(directories, tags)
def test_nobody_is_their_own_manager(directory: Directory, tag: bytes) -> None:
    assert not directory.above(tag) & directory.person(tag)


@given(directories, tags)
def test_all_numbers_of_a_person_have_one_line(directory: Directory, tag: bytes) -> None:
    for other in directory.person(tag):
        assert directory.person(other) == directory.person(tag)
        assert directory.above(other) == directory.above(tag)


@given(directories, st.lists(st.tuples(st.integers(1, 5), tags), max_size=5), tags)
def test_whoever_is_the_respondent_or_in_their_line_is_kept_out(
    directory: Directory, staff: list[tuple[int, bytes]], respondent: bytes
) -> None:
    found = {c.person_id for c in between(directory, staff, [(1, "respondent", respondent)])}
    assert found == {
        id_
        for id_, tag in staff
        if tag in directory.person(respondent)
        or tag in directory.above(respondent)
        or respondent in directory.above(tag)
        or directory.person(respondent) & directory.above(tag)
    }


def test_the_line_goes_up_and_down_all_the_way() -> None:
    staff = [(1, b"boss"), (2, b"lead"), (3, b"mara")]
    assert between(LINE_OF_FOUR, staff, [(9, "respondent", b"lead")]) == {
        Conflict(9, 1, LINE),
        Conflict(9, 2, PARTY),
        Conflict(9, 3, LINE),
    }


def test_a_witness_keeps_out_nobody_but_themselves() -> None:
    staff = [(1, b"boss"), (2, b"lead"), (3, b"mara")]
    assert between(LINE_OF_FOUR, staff, [(9, "witness", b"lead")]) == {Conflict(9, 2, PARTY)}


def test_somebody_hired_again_is_the_same_person() -> None:
    assert between(LINE_OF_FOUR, [(3, b"mara")], [(9, "complainant", b"old-mara")]) == {Conflict(9, 3, PARTY)}
