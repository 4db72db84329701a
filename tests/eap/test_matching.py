"""Who fits is ranked by rules that can be said in words, and each match says them."""

from hypothesis import given
from hypothesis import strategies as st

from casework.eap.needs import LANGUAGES, NEEDS, WAYS
from casework.eap.queries.matching import ELSEWHERE, Match, Wish, _near, rank
from casework.eap.queries.providers import Listed

UTRECHT, OSLO = 1, 2


def provider(
    id_: int, name: str, *areas: str, languages: tuple[str, ...] = ("en",), places: tuple[int, ...] = (),
    ways: tuple[str, ...] = ("in person",), cost: str = "", capacity: int | None = None, ended: bool = False,
) -> Listed:  # fmt: skip
    return Listed(id_, name, areas, languages, places, ways, cost, "call", "", capacity, False, True, 1, ended)


def names(found: tuple[Match, ...]) -> list[str]:
    return [match.provider.name for match in found]


def said(match: Match) -> str:
    return " ".join(map(str, match.whys)) + " But: " + " ".join(map(str, match.buts))


HOUSE = [
    provider(1, "Practice", "counselling", languages=("en", "nl"), places=(UTRECHT,), capacity=2),
    provider(2, "Line", languages=("en", "nl"), ways=("phone",)),
    provider(3, "Clinic", "addiction", languages=("en", "nl")),
    provider(4, "North", "counselling", languages=("nb",), places=(OSLO,), cost="20 euros a time"),
    provider(5, "Gone", "counselling", languages=("en", "nl"), ended=True),
    provider(6, "Free hands", "counselling", languages=("nl",), places=(UTRECHT,)),
]


def test_need_and_language_must_fit_and_place_room_and_cost_decide_the_order() -> None:
    found = rank(HOUSE, {1: 2}, Wish("counselling", "nl", UTRECHT)).found
    assert names(found) == ["Free hands", "Practice", "Line"]
    assert "Helps with this. Speaks the language. Is there in person." in said(found[0])
    assert "But: 0 of 2 places are free." in said(found[1])
    assert "Helps with anything." in said(found[2])
    assert "Works from anywhere." in said(found[2])


def test_where_nobody_speaks_the_language_the_others_are_shown_and_it_says_so() -> None:
    found = rank(HOUSE, {}, Wish("counselling", "tr"))
    assert found.no_language
    assert names(found.found)[-1] == "Line"
    assert all("Does not speak the language." in said(match) for match in found.found)


def test_who_would_rather_not_come_in_person_is_shown_who_works_from_anywhere_first() -> None:
    found = rank(HOUSE, {}, Wish("counselling", "nl", UTRECHT, remote=True)).found
    assert names(found)[0] == "Line"
    assert "Sees people in person only." in said(found[1])


def test_a_far_place_and_a_price_are_said() -> None:
    [north] = rank(HOUSE, {}, Wish("counselling", "nb", UTRECHT)).found
    assert "Is not at that place." in said(north)
    assert "Costs the employee: 20 euros a time." in said(north)


def test_where_nobody_helps_with_it_there_is_no_match_and_no_word_of_language() -> None:
    found = rank([HOUSE[2]], {}, Wish("legal", "nl"))
    assert not found.found
    assert not found.no_language


def some(of: dict[str, str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(sorted(of)), unique=True, max_size=3).map(tuple)


@given(
    st.lists(
        st.builds(
            Listed, st.integers(1, 99), st.text(max_size=5), some(NEEDS), some(LANGUAGES),
            st.lists(st.sampled_from([UTRECHT, OSLO]), unique=True).map(tuple), some(WAYS), st.sampled_from(["", "5"]),
            st.just(""), st.just(""), st.none() | st.integers(0, 3), st.booleans(), st.booleans(), st.just(1),
            st.booleans(),
        ),
        unique_by=lambda one: one.id, max_size=8,
    ),
    st.dictionaries(st.integers(1, 99), st.integers(0, 5)),
    st.builds(
        Wish, st.sampled_from(["", *NEEDS]), st.sampled_from(["", *LANGUAGES]), st.sampled_from([0, UTRECHT, OSLO]),
        st.booleans(),
    ),
)  # fmt: skip
def test_whatever_is_asked_nobody_who_ended_or_does_something_else_is_shown_and_the_far_ones_come_last(
    providers: list[Listed], helping: dict[int, int], wish: Wish
) -> None:
    found = rank(providers, helping, wish)
    shown = [match.provider for match in found.found]
    assert not any(one.ended for one in shown)
    assert all(not wish.need or wish.need in one.areas or not one.areas for one in shown)
    if wish.language and not found.no_language:
        assert all(wish.language in one.languages for one in shown)
    far = [_near(one, wish) == ELSEWHERE for one in shown]
    assert far == sorted(far)
    assert rank(reversed(providers), helping, wish) == found
