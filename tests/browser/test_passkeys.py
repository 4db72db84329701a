"""Passkeys in a real browser, with an authenticator of Chromium's own making: added, used at each door, removed."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import CDPSession, expect

from tests.browser.checks import Watch
from tests.browser.colleagues import enrolled
from tests.browser.people import PASSWORD, Somebody, step_up
from tests.installation import Installation, found, served


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Browsers have passkeys for names, and for no bare numbers."""
    made = found(tmp_path_factory.mktemp("named") / "casework", host="localhost")
    with served(made):
        yield made


def device(who: Somebody, *, prf: bool = True) -> tuple[CDPSession, str]:
    """Something with passkeys in the machine they sit at; it knows them by their finger."""
    session = who.page.context.new_cdp_session(who.page)
    session.send("WebAuthn.enable")
    options: dict[str, Any] = {
        "protocol": "ctap2",
        "ctap2Version": "ctap2_1",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
        "hasPrf": prf,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, str(made["authenticatorId"])


def first_step(who: Somebody) -> None:
    who.press("Sign out")
    who.go("/sign-in")
    who.fill("E-mail", who.email)
    who.fill("Password", PASSWORD)
    who.press("Sign in")


def test_a_passkey_from_its_making_to_its_end(named: Installation, visitor: Callable[..., Watch]) -> None:
    tom = Somebody(visitor(), named.origin)
    enrolled(tom, named, "Tom Reyes")
    session, id_ = device(tom)
    _add(tom, session, id_)
    _second_factor(tom)
    _alone(tom)
    _again(tom)
    _remove(tom)


def _add(tom: Somebody, session: CDPSession, id_: str) -> None:
    tom.go("/me")
    tom.follow("Add a passkey")
    step_up(tom)
    tom.heading("Add a passkey")
    tom.sound(everywhere=True)
    tom.press("Make the passkey", 422)
    tom.reads("Give it a name")
    tom.sound()
    tom.fill("Name", "Laptop")
    tom.press("Make the passkey")
    tom.reads("The passkey is added.", "Laptop: stands for the code")
    kept = session.send("WebAuthn.getCredentials", {"authenticatorId": id_})["credentials"]
    assert len(kept) == 1
    tom.go("/me/passkeys/new")
    tom.fill("Name", "Laptop again")
    tom.page.get_by_role("button", name="Make the passkey").click()
    expect(tom.page.get_by_role("alert")).to_have_text("This device has a passkey for you already.")


def _second_factor(tom: Somebody) -> None:
    first_step(tom)
    tom.heading("Passkey, or code from your phone")
    tom.sound(everywhere=True)
    tom.press("Use a passkey")
    tom.go("/me")
    tom.page.get_by_role("link", name="Change it Laptop").click()
    tom.heading("Is it you?")
    tom.sound(everywhere=True)
    tom.fill("Password", PASSWORD)
    tom.press("Use a passkey instead of the code")
    tom.heading("Laptop")
    tom.sound(everywhere=True)
    tom.press("Let it open my key")
    tom.reads("It opens your key in place of the password")
    tom.sound()


def _alone(tom: Somebody) -> None:
    tom.press("Sign out")
    tom.go("/sign-in")
    tom.follow("Sign in with a passkey alone")
    tom.sound(everywhere=True)
    tom.press("Use a passkey")
    tom.go("/me")
    tom.heading("Tom Reyes")
    tom.reads("Laptop: signs in alone, last used")


def _again(tom: Somebody) -> None:
    """The passkey alone is enough to prove it again; and paper, for a day without it."""
    tom.go("/me/codes")
    tom.heading("Is it you?")
    tom.press("Use a passkey")
    tom.heading("Printed codes")
    tom.press("Make ten new codes")
    tom.heading("Your ten codes, this once")
    tom.sound(everywhere=True)
    code = tom.page.locator("ol.sheet code").first.inner_text()
    first_step(tom)
    tom.fill("Code", code)
    tom.press("Sign in")
    tom.go("/me")
    tom.reads("9 left")


def _remove(tom: Somebody) -> None:
    tom.page.get_by_role("link", name="Change it Laptop").click()
    tom.press("Use a passkey")
    tom.fill("Name", "Old laptop")
    tom.press("Save")
    tom.heading("Old laptop")
    tom.press("Remove Old laptop")
    tom.reads("The passkey is removed here")
    tom.press("Sign out")
    tom.go("/sign-in/passkey")
    tom.press("Use a passkey", 422)
    tom.reads("does not open anything here by itself")
    tom.sound()


def test_one_that_is_made_to_sign_in_alone_does_so_at_once(named: Installation, visitor: Callable[..., Watch]) -> None:
    beate = Somebody(visitor(), named.origin)
    enrolled(beate, named, "Beate Lorenz")
    device(beate)
    beate.go("/me/passkeys/new")
    step_up(beate)
    beate.fill("Name", "Laptop")
    beate.tick("Sign in with it alone")
    beate.press("Make the passkey")
    if beate.page.url.endswith("?alone=1"):  # where a device says its secret only when it signs
        beate.press("Let it open my key")
        beate.go("/me")
    beate.reads("Laptop: signs in alone")
    beate.press("Sign out")
    beate.go("/sign-in/passkey")
    beate.press("Use a passkey")
    beate.go("/me")
    beate.heading("Beate Lorenz")


def test_without_scripts_and_without_a_passkey_the_pages_say_what_to_do(
    named: Installation, visitor: Callable[..., Watch]
) -> None:
    ingrid = Somebody(visitor(scripts=False), named.origin)
    ingrid.go("/sign-in/passkey")
    ingrid.reads("This browser runs no scripts here", "type a code from your phone or a printed one")
    ingrid.sound()
    enrolled(ingrid, named, "Ingrid Dahl")
    ingrid.go("/me/passkeys/new")
    step_up(ingrid)
    ingrid.reads("Codes from your phone and printed codes work in every browser.")
    expect(ingrid.page.get_by_role("button", name="Make the passkey")).to_have_count(0)
    ingrid.sound()
    ingrid.go("/me/phone")
    ingrid.sound()
    stranger = Somebody(visitor(), named.origin)
    device(stranger)
    stranger.go("/sign-in/passkey")
    stranger.page.get_by_role("button", name="Use a passkey").click()
    expect(stranger.page.get_by_role("alert")).to_contain_text("The passkey was not used.")
    stranger.sound()


def test_at_a_bare_number_no_passkey_is_offered(installation: Installation, visitor: Callable[..., Watch]) -> None:
    somebody = Somebody(visitor(), installation.origin)
    somebody.go("/sign-in/passkey")
    somebody.reads("an address for which browsers have no passkeys")
    somebody.sound()
