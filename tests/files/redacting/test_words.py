"""Words that are taken out of a text are nowhere in it, however they were written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.files.redacting import squeezed, taken_out
from casework.files.redacting.words import SHORT, fits, holds, spans

NAMES = st.text(st.characters(categories=("L", "Nd")), min_size=2, max_size=8).filter(fits)
TEXTS = st.text(max_size=200)


@pytest.mark.parametrize(
    "written",
    [
        "Müller", "MÜLLER", "mu\u0308ller", "Muller", "M ü l l e r", "Mül-\nler", "Mül\u00adler", "Ｍüller",
        "Mül\u200bler", "M\u00fcller’s",
    ],
)  # fmt: skip
def test_however_it_is_written_it_goes(written: str) -> None:
    text, count = taken_out(f"before {written} after", [("Müller", "[name]")])
    assert count == 1
    assert text.startswith("before [name]")
    assert text.endswith(" after")


def test_a_short_name_goes_where_it_stands_alone() -> None:
    assert taken_out("Al also saw AL, and Al’s car", [("Al", "[x]")]) == ("[x] also saw [x], and [x]’s car", 3)


def test_a_ligature_hides_nothing() -> None:
    assert taken_out("the ﬁle of Sofi", [("file", "[x]"), ("Sofi", "[y]")]) == ("the [x] of [y]", 2)


def test_two_words_that_overlap_both_go() -> None:
    text, _ = taken_out("Anna Berg-Holm came", [("Anna Berg", "[one]"), ("Berg Holm", "[two]")])
    assert text == "[one] came"


def test_a_replacement_that_says_the_word_itself_is_not_written() -> None:
    text, _ = taken_out("ask Ann", [("Ann", "[name of Ann]")])
    assert "Ann" not in text


@pytest.mark.parametrize("word", ["", "a", " - ", "\u0301"])
def test_what_would_be_in_every_line_is_refused(word: str) -> None:
    assert not fits(word)
    with pytest.raises(ValueError, match="short"):
        spans("a text", [word])


@given(TEXTS, st.lists(NAMES, min_size=1, max_size=4), st.text(max_size=6))
def test_nothing_of_them_is_left(text: str, words: list[str], instead: str) -> None:
    hidden = text[: len(text) // 2] + words[0] + text[len(text) // 2 :]
    left, _ = taken_out(hidden, [(word, instead) for word in words])
    assert not holds(left, words)
    assert all(squeezed(word).text not in squeezed(left).text for word in words if len(squeezed(word).text) >= SHORT)


@given(st.text(st.characters(categories=["L"]), min_size=1, max_size=60), NAMES)
def test_what_has_nothing_to_do_with_it_stays(text: str, word: str) -> None:
    if squeezed(word).text not in squeezed(text).text:
        assert taken_out(text, [(word, "-")]) == (text, 0)


@given(TEXTS)
def test_every_letter_knows_where_it_came_from(text: str) -> None:
    found = squeezed(text)
    assert len(found.text) == len(found.at)
    assert all(0 <= place < len(text) for place in found.at)
    assert not any(unicodedata.category(letter).startswith("Z") for letter in found.text)
