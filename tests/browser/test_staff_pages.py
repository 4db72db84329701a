"""The pages about the people who work here that the job itself does not pass: each sound, with scripts and without."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.checks import Watch
from tests.browser.colleagues import enrolled
from tests.browser.people import PASSWORD, Phone, Somebody, step_up
from tests.installation import Installation, found, served

FILE = (
    b"id;name;e-mail;manager id;start;shoe size\n"
    b"1;Boss;boss@x.example;2;2019-01-01;44\n"
    b"2;Tom Reyes;tom@example.org;1;2020-01-01;42\n"
    b"3;;nameless@x.example;1;;\n"
)


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Installation]:
    made = found(tmp_path / "casework")
    with served(made):
        yield made


def test_pages_of_the_administrator(fresh: Installation, visitor: Callable[..., Watch], scripts: bool) -> None:
    tom = Somebody(visitor(scripts=scripts), fresh.origin)
    enrolled(tom, fresh, "Tom Reyes")
    _own_account(tom)
    _directory(tom)
    _trail(tom)
    if scripts:
        _token(tom)
        enrolled(Somebody(visitor(), fresh.origin), fresh, "Ingrid Dahl")
        _another_key(tom)


def _own_account(tom: Somebody) -> None:
    tom.go("/me")
    tom.heading("Tom Reyes")
    tom.choose("Time zone", "Europe/Oslo")
    tom.press("Save")
    tom.reads("Saved.")
    tom.follow("Change the password")
    step_up(tom, sound=True)
    tom.heading("Change the password")
    tom.fill("New password", "short")
    tom.fill("The same again", "other")
    tom.press("Change it", 422)
    tom.sound()
    tom.fill("New password", PASSWORD + " again")
    tom.fill("The same again", PASSWORD + " again")
    tom.press("Change it")
    tom.reads("Your password is changed")
    tom.sound()


def _directory(tom: Somebody) -> None:
    tom.go("/people/directory")
    tom.press("See what it changes", 422)
    tom.reads("Choose the file first.")
    tom.attach("File", "people.csv", FILE, "text/csv")
    tom.press("See what it changes")
    tom.heading("What this file changes")
    tom.reads("Line 4: There is no name.", "Managers go in a circle: 1 → 2 → 1", "shoe size")
    tom.sound(everywhere=True)
    tom.press("Import it")
    tom.reads("2 people are in it")
    tom.fill("One id", "1")
    tom.fill("The other id", "77")
    tom.press("Declare them one person", 409)
    tom.sound()


def _token(tom: Somebody) -> None:
    """For a directory that speaks SCIM: shown once, ended at will."""
    tom.go("/settings/directory")
    tom.sound(everywhere=True)
    tom.press("Make a token")
    assert tom.page.locator("main output").first.inner_text().startswith("casework_scim_")
    tom.sound()
    tom.go("/settings/directory")
    tom.reads_no("casework_scim_")
    tom.press("End it")
    tom.sound()


def _trail(tom: Somebody) -> None:
    """Given the role for it, on the same page as everybody."""
    tom.go("/people")
    tom.sound()
    tom.page.locator("main").get_by_role("link", name="Tom Reyes").click()
    tom.sound()
    tom.choose("Role", "auditor")
    tom.press("Give the role")
    tom.go("/audit")
    tom.reads("imported the directory", "changed their password")
    tom.sound(everywhere=True)
    tom.go("/audit?since=never", 422)
    tom.sound()
    tom.go("/audit?case=ER-2026-000000")
    tom.reads("Nothing on the trail fits.")
    tom.sound()


def _another_key(tom: Somebody) -> None:
    """What is kept about him says so to him; and he takes another key, now that there is a lead who can admit it."""
    tom.follow("What is kept about you")
    tom.go("/me/renewal")
    if "/step-up" in tom.page.url:
        step_up(tom)
    tom.fill("New password", PASSWORD)
    tom.fill("The same again", PASSWORD)
    tom.press("Go on")
    tom.heading("Write this down")
    code = tom.region("Your recovery code").get_by_role("status").inner_text()
    tom.phone = Phone(tom.region("Your phone").locator("code").inner_text(), tom.origin)
    tom.sound(everywhere=True)
    tom.fill("Recovery code", code)
    tom.fill("Code from your phone", tom.phone.code())
    tom.press("Take the new key")
    tom.go("/people")
    tom.heading("You wait for a lead")
