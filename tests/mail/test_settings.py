"""Which server takes the mail: what is written wrongly is refused, with what to write instead."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.mail.lifecycle import AWAY, EVERY, LONGEST, SPREAD, next_try, pause
from casework.settings import SettingError, Settings
from tests.people.staff import NOW

FROM = {"CASEWORK_MAIL_FROM": "Casework <casework@example.org>"}


def test_none_without_an_address() -> None:
    assert Settings.from_environment(FROM).mail is None


@pytest.mark.parametrize(
    ("written", "host", "port", "tls"),
    [
        ("smtps://mail.example.org", "mail.example.org", 465, True),
        ("smtp://mail.example.org", "mail.example.org", 587, False),
        ("smtp://me%40x@mail.example.org:2525", "mail.example.org", 2525, False),
        ("smtps://[::1]:465", "::1", 465, True),
    ],
)
def test_an_address_of_a_server(written: str, host: str, port: int, tls: bool) -> None:
    server = Settings.from_environment({"CASEWORK_MAIL": written, **FROM}).mail
    assert server is not None
    assert (server.host, server.port, server.tls) == (host, port, tls)
    assert server.is_here == (host == "::1")


@pytest.mark.parametrize(
    "written", ["mail.example.org", "http://mail", "smtp://", "smtp://u:secret@mail", "smtp://mail:x", "smtp://mail/in"]
)
def test_what_is_none_is_refused_without_repeating_a_password(written: str) -> None:
    with pytest.raises(SettingError) as refused:
        Settings.from_environment({"CASEWORK_MAIL": written, **FROM})
    assert "CASEWORK_MAIL_PASSWORD" in str(refused.value)
    assert "secret" not in str(refused.value)


def test_somebody_must_be_the_sender() -> None:
    with pytest.raises(SettingError, match="CASEWORK_MAIL_FROM"):
        Settings.from_environment({"CASEWORK_MAIL": "smtps://mail.example.org"})


@given(tries=st.integers(1, 10_000), chance=st.randoms(), hours=st.integers(1, 100))
def test_the_next_try_lies_ahead_and_in_time(tries: int, chance: Random, hours: int) -> None:
    until = NOW + timedelta(hours=hours)
    again = next_try(tries, NOW, until, chance)
    assert again is None or NOW < again < until
    assert again is None or again - NOW <= LONGEST * (1 + SPREAD)


@given(failures=st.integers(0, 10_000), chance=st.randoms())
def test_a_sender_looks_again_soon_and_in_the_end_rarely(failures: int, chance: Random) -> None:
    assert EVERY * (1 - SPREAD) <= pause(failures, chance) <= AWAY * (1 + SPREAD)
