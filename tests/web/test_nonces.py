"""A form counts once, on either database."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count

from litestar.datastructures import FormMultiDict
from sqlalchemy import func, select

from casework.db import Database, utc_now
from casework.people.models import FormNonce
from casework.web import nonces
from casework.web.typed import Sent


def test_a_form_counts_once(database: Database) -> None:
    value = nonces.make()
    with database.transaction() as db:
        assert nonces.take(db, value)
        assert not nonces.take(db, value)
    with database.transaction() as db:
        assert not nonces.take(db, value)
        assert nonces.take(db, nonces.make())


def test_the_same_form_with_another_text_is_another() -> None:
    """Whoever stops the browser and writes on sends the same number again."""
    typed = FormMultiDict([("nonce", "n"), ("text", "As it was."), ("room", "a"), ("room", "b")])
    turned = FormMultiDict([("room", "a"), ("room", "b"), ("text", "As it was."), ("nonce", "n")])
    assert nonces.of(typed) == nonces.of(turned)
    others = [("nonce", "m"), ("text", "Now."), ("room", "c"), ("text", "")]
    assert len({nonces.of(FormMultiDict([*typed.multi_items(), one])) for one in others[1:]}) == 3
    assert nonces.of(FormMultiDict([others[0]])) != nonces.of(FormMultiDict([("nonce", "n")]))
    assert nonces.of(typed) != nonces.of(typed, ("a.txt", 3)) != nonces.of(typed, ("a.txt", 4))


def test_two_forms_of_one_page_are_two() -> None:
    """A list has one number and a form for each line, each with an address of its own."""
    first, second, again = (Sent([("nonce", "n"), ("then", "end")]) for _ in range(3))
    first.to, second.to, again.to = "/parties/1", "/parties/2", "/parties/1"
    assert nonces.of(first) == nonces.of(again) != nonces.of(second)


def test_undone_it_counts_again(database: Database) -> None:
    value = nonces.make()
    with database.reading() as db:
        assert nonces.take(db, value)
    with database.transaction() as db:
        assert nonces.take(db, value)


def test_sent_twice_at_once_it_counts_once(database: Database) -> None:
    value = nonces.make()

    def send() -> bool:
        with database.transaction() as db:
            return nonces.take(db, value)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(lambda _: send(), range(8))) == [False] * 7 + [True]


def test_old_ones_go(database: Database) -> None:
    now = utc_now()
    clears = next(value for value in map(str, count()) if hashlib.sha256(value.encode()).digest()[0] == 0)
    with database.transaction() as db:
        for age in (nonces.KEPT + timedelta(hours=1), nonces.KEPT - timedelta(hours=1)):
            nonces.take(db, f"of {age}", now - age)
        assert nonces.take(db, clears, now)
        assert db.scalar(select(func.count()).select_from(FormNonce)) == 2
