"""What is kept about staff is said as it is: by the tables, the permissions and the tags that there are."""

import json
from collections.abc import Callable

from litestar import Litestar

from casework.audit import SENTENCES
from casework.db import Database
from casework.migrations.tables import everything
from casework.people import Role
from casework.staff.queries import own_data
from casework.staff.queries.topics import TOPICS
from tests.people.staff import Colleague, enrolled

from .browser import Browser, words

Browse = Callable[..., Browser]


def test_every_table_that_names_somebody_of_staff_stands_under_a_topic() -> None:
    """A new table with such a column is told of in the change that adds it: `casework/staff/queries/topics.py`."""
    naming = {table.name for table in everything().tables.values() if own_data.staff_columns(table)} | {"person"}
    said = [name for topic in TOPICS for name in topic.tables]
    assert sorted(said) == sorted(set(said)), "a table stands under one topic"
    assert set(said) == naming


def test_no_column_of_a_key_or_of_what_is_sealed_goes_into_the_file() -> None:
    for topic in TOPICS:
        for name in topic.tables:
            table = everything().tables[name]
            shown = [c for c in table.columns if own_data._is_shown(table, c, own_data._case_column(table) is not None)]
            assert all(column.info["tier"] == "plain" for column in shown), name


def test_the_page_says_all_of_it_to_everybody(browse: Browse, administrator: Colleague, database: Database) -> None:
    for who in (administrator, enrolled(database, "Aud", Role.AUDITOR), enrolled(database, "Wim", admitted=False)):
        browser = browse().sign_in(who)
        said = words(browser.get("/about-you"))
        for topic in TOPICS:
            assert topic.title in said
        for sentence in SENTENCES.values():
            assert sentence in said
        assert "the auditor" in said
        assert 'href="/about-you"' in browser.get("/me").text


def test_ones_own_data_is_a_file_and_nobody_elses(browse: Browse, lead: Colleague, specialist: Colleague) -> None:
    browser = browse().sign_in(specialist)
    assert browser.get("/about-you/data").status_code == 303  # only after a new proof
    browser.step_up(specialist)
    answer = browser.get("/about-you/data")
    assert answer.headers["content-disposition"].startswith("attachment")
    found = json.loads(answer.text)
    assert found["account"]["e-mail"] == specialist.email
    assert [line["role"] for line in found["roles"]["role_grant"]] == ["specialist"]
    assert any("signed in" in line["tag"] for line in found["trail"]["trail_entry"])
    assert lead.email not in answer.text
    assert "walls" not in found


def test_a_stranger_gets_nothing(browse: Browse) -> None:
    client: Browser = browse()
    assert isinstance(client.client.app, Litestar)
    for path in ("/about-you", "/about-you/data"):
        assert client.get(path).status_code == 303
