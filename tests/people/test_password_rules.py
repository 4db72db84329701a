"""Long is enough, unless it is what everybody takes."""

import gzip

import pytest

from casework.people.password_rules import COMMON, fault

OWN = ("Mara Lindqvist", "mara.lindqvist@kestrel.example", "Kestrel Works")


@pytest.mark.parametrize(
    "password",
    [
        "a kettle sings in the hall",
        "ÄpfelWachsenNichtImKeller",
        "mara keeps seven geese",
        "три танкиста и кот",
        "7 kites, 1 string",
    ],
)
def test_a_few_words_do(password: str) -> None:
    assert fault(password, OWN) is None


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("fourteen chars", "has 14"),
        ("x" * 201, "at most 200"),
        ("aaaaaaaaaaaaaaaa", "first that a guesser"),
        ("               ", "first that a guesser"),
        ("abcabcabcabcabcabc", "first that a guesser"),
        ("abcdefghijklmnopq", "first that a guesser"),
        ("1234567890123456", "first that a guesser"),
        ("Correct Horse Battery Staple!", "first that a guesser"),
        ("p@$$word p@$$word", "first that a guesser"),
        ("qwertyuiopasdfgh", "first that a guesser"),
        ("1qaz2wsx3edc4rfv", "first that a guesser"),
        ("Summer-Summer-2026", "first that a guesser"),
        ("mara lindqvist 1979", "your name"),
        ("KestrelWorks-2026-Mara", "your name"),
    ],
)
def test_what_a_guesser_tries_first_does_not(password: str, says: str) -> None:
    assert says in str(fault(password, OWN))


def test_the_list_is_long_and_only_of_what_could_be_typed() -> None:
    lines = gzip.decompress(COMMON.read_bytes()).decode().split("\n")
    assert len(lines) > 5000
    assert all(len(line) >= 15 and line.isalnum() for line in lines)
