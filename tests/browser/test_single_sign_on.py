"""Single sign-on in a real browser, with a real provider: for the first time, again, and the key taken back."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from tests.browser.checks import Watch
from tests.browser.people import PASSWORD, Phone, Somebody
from tests.installation import Installation, found, served
from tests.sso.provider import SECRET, Provider, running


@pytest.fixture(scope="module")
def trusting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Installation, Provider]]:
    """An installation that trusts a provider on this machine."""
    made = found(tmp_path_factory.mktemp("trusting") / "casework")
    with running(f"{made.origin}/sso/callback") as provider:
        trusted = {
            "CASEWORK_OIDC_ISSUER": provider.issuer,
            "CASEWORK_OIDC_CLIENT_ID": "casework",
            "CASEWORK_OIDC_CLIENT_SECRET": SECRET,
            "CASEWORK_OIDC_LABEL": "the house account",
        }
        there = replace(made, environment={**made.environment, **trusted})
        with served(there):
            yield there, provider


def test_from_the_link_to_a_key_of_ones_own(
    trusting: tuple[Installation, Provider], visitor: Callable[..., Watch], scripts: bool
) -> None:
    place, provider = trusting
    name = "Tom Reyes" if scripts else "Ingrid Dahl"
    provider.signs_in(name)
    who = Somebody(visitor(scripts=scripts), place.origin)
    who.go(place.links[name])
    who.email = who.page.get_by_label("E-mail").input_value()
    who.sound(everywhere=True)
    who.follow("Use the house account")
    who.go("/me/key")
    who.reads("You sign in elsewhere, so the server keeps your key")
    who.sound(everywhere=True)
    _again(who)
    _take_back(who)


def _again(who: Somebody) -> None:
    who.press("Sign out")
    who.sound(everywhere=True)
    who.follow("Sign in with the house account")
    assert "/sign-in" not in who.page.url
    who.go("/me")
    who.reads("kept by the server")
    who.sound()


def _take_back(who: Somebody) -> None:
    who.go("/me/key")
    who.follow("Choose a password")
    who.heading("Is it you?")
    who.sound(everywhere=True)
    who.follow("Prove it with the house account")
    who.heading("Make the key your own")
    who.sound(everywhere=True)
    who.fill("New password", PASSWORD)
    who.fill("The same again", PASSWORD)
    who.press("Go on")
    recovery = who.region("Your recovery code").get_by_role("status").inner_text()
    who.phone = Phone(who.region("Your phone").locator("code").inner_text(), who.origin)
    who.sound(everywhere=True)
    who.fill("Recovery code", recovery)
    who.fill("Code from your phone", who.phone.code())
    who.press("Take the key back")
    who.reads("The key is yours alone.", "you alone")
    who.sound()
    who.press("Sign out")
    who.go(who.origin + "/sso/start", 403)
    who.reads("Nobody here is known by this sign-in.")
    who.sound(everywhere=True)
