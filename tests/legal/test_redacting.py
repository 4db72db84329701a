"""Words that were taken out are nowhere in what is handed over: in no case, spacing or accent."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from casework.legal.redacting import MARK, redacted

NAMES = st.text("abcdeilmnoßÉéöK ", min_size=4, max_size=12).filter(lambda one: len(plain(one)) >= 4)
REST = st.text("abcdeilmnoßÉéöKſ .,-\n\t\u00a0\u200b\u0301", max_size=60)


def plain(text: str) -> str:
    """Letters and digits alone: what an eye would put together again."""
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(one for one in spread if unicodedata.category(one)[0] in "LN")


@given(st.lists(NAMES, min_size=1, max_size=3), st.lists(REST, min_size=2, max_size=4), st.booleans())
def test_no_name_can_be_read_however_it_was_written(names: list[str], rest: list[str], loud: bool) -> None:
    written = [name.upper() if loud else "\n".join(name) for name in names]
    text = "".join(part for pair in zip(rest, written * len(rest), strict=False) for part in pair)
    found = redacted(text, names)
    for name in names:
        assert plain(name) not in plain(found)


@given(REST)
def test_nothing_else_is_lost(text: str) -> None:
    assert redacted(text, ["Zzyzx Qwrt", "", "  "]) == text


def test_as_people_write_them() -> None:
    said = "Imani Brooks, IMANI  BROOKS and imani\nbrooks; Mr Brooks’s desk. Also Al, and José-María."
    found = redacted(said, ["Imani Brooks", "Brooks", "Al", "Jose Maria"])
    assert found == f"{MARK}, {MARK} and {MARK}; Mr {MARK}’s desk. Also {MARK}, and {MARK}."
