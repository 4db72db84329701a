"""Words that would forbid to talk are found however they are written, and free talk is not taken for them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.clocks import packs
from casework.clocks.packs.gag import BETWEEN, find

PHRASES = sorted({phrase for code in packs.CODES for one in packs.load(code).gag.values() for phrase in one.forbids})
LETTERS = st.text(st.characters(categories=["Ll"], max_codepoint=0x17F), min_size=1, max_size=8).filter(
    lambda word: unicodedata.normalize("NFKC", word) == word  # the others are written as several, or with a dot
)
GAPS = st.sampled_from([" ", "  ", "\n", "\t", "\u00a0", ", "])


@given(st.sampled_from(PHRASES), st.lists(LETTERS, max_size=BETWEEN), st.lists(GAPS, min_size=40), st.booleans())
def test_a_phrase_is_found_in_any_case_and_spacing(
    phrase: str, between: list[str], gaps: list[str], loud: bool
) -> None:
    words = [word for part in phrase.split() for word in (between if part == "…" else [part])]
    said = "".join(word + gap for word, gap in zip(words, gaps * 2, strict=False))
    said = f"Dear Ana, {said.upper() if loud and 'ß' not in said else said} this."
    if "ı" not in said and "ſ" not in said and "ŉ" not in said:  # have no capital of their own
        assert [one.phrase for one in find(said, (phrase,))] == [phrase]


@given(st.sampled_from(PHRASES))
def test_not_over_the_end_of_a_sentence_nor_inside_of_other_words(phrase: str) -> None:
    first, _, rest = phrase.partition(" ")
    if rest:
        assert not find(f"{first}. {rest}", (phrase,))
    assert not find(f"x{phrase}x", (phrase,))


@pytest.mark.parametrize("code", packs.CODES)
def test_every_country_says_from_where_it_has_it(code: str) -> None:
    law = packs.load(code).gag
    assert law
    assert all(one.source and one.owner and one.forbids and one.asks for one in law.values())


def test_saying_that_they_may_talk_is_no_gag() -> None:
    free = "You may discuss your pay and working conditions with colleagues and your union. Nobody may stop you."
    for code in packs.CODES:
        for one in packs.load(code).gag.values():
            assert not find(free, (*one.forbids, *one.asks))


def test_a_phrase_without_a_word_is_refused() -> None:
    fact = {"name": "n", "says": "s", "source": "s", "dated": "2026-11-22", "owner": "o", "forbids": ["…"]}
    with pytest.raises(packs.PackError):
        packs.load("US", {"gag": {"own": fact}})
