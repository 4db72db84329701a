"""A sealed value opens for its own key, in its own place, whole; and in no other way."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.cases.models import Case, Note
from casework.vault import Compartment, Room, Unreadable, blob
from casework.vault.binding import bind

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
parts = st.lists(st.one_of(st.text(), st.binary(), st.integers(-(2**63), 2**63 - 1)), max_size=4)


def room(**changes: object) -> Room:
    made = Room(b"i" * 16, 7, 70, Compartment.FILE, 0, 1, {1: KEY})
    return replace(made, **changes)  # type: ignore[arg-type]


@given(st.text())
def test_what_was_written_comes_back(text: str) -> None:
    assert room().open(Note.text, 5, room().seal(Note.text, 5, text)) == text


@given(parts, parts)
def test_no_two_contexts_spell_the_same_bytes(one: list[str | int | bytes], two: list[str | int | bytes]) -> None:
    assert (bind("a", *one) == bind("a", *two)) == ([(type(p), p) for p in one] == [(type(p), p) for p in two])


def test_every_byte_counts_the_header_too() -> None:
    sealed = room().seal(Note.text, 5, "hello")
    opens = room().opener(Note.text)
    assert opens(5, sealed) == "hello"
    for position in range(len(sealed)):
        for bit in (1, 128):
            changed = bytearray(sealed)
            changed[position] ^= bit
            with pytest.raises(Unreadable):
                room().open(Note.text, 5, bytes(changed))
            with pytest.raises(Unreadable):
                opens(5, bytes(changed))


@given(st.integers(0, 60))
def test_a_part_is_not_the_whole(length: int) -> None:
    sealed = room().seal(Note.text, 5, "a text that is long enough to be cut")
    opens = room().opener(Note.text)
    assert opens(5, sealed)
    with pytest.raises(Unreadable):
        room().open(Note.text, 5, sealed[:length])
    with pytest.raises(Unreadable):
        opens(5, sealed[:length])


def test_moved_it_does_not_open() -> None:
    sealed = room().seal(Note.text, 5, "hello")
    elsewhere = (
        (room(), Note.text, 6),
        (room(), Note.heading, 5),
        (room(), Case.title, 5),
        (room(compartment_id=71), Note.text, 5),
        (room(instance=b"j" * 16), Note.text, 5),
        (room(keys={1: OTHER}), Note.text, 5),
        (room(keys={2: KEY}, epoch=2), Note.text, 5),
    )
    for place, column, row in elsewhere:
        with pytest.raises(Unreadable):
            place.open(column, row, sealed)
        with pytest.raises(Unreadable):
            place.opener(column)(row, sealed)


def test_the_same_text_twice_looks_different() -> None:
    assert room().seal(Note.text, 5, "hello") != room().seal(Note.text, 5, "hello")


def test_an_unknown_version_says_so() -> None:
    with pytest.raises(Unreadable, match="unknown format"):
        blob.open_(KEY, b"", b"\x09\x01" + bytes(60))
