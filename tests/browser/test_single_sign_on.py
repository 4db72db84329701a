"""Single sign-on in a real browser, with a real provider: for the first time, again, and the key taken back; a room
barred to keys that the server keeps; and who has left, as the identity provider says."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import httpx
import pytest

from tests.browser.checks import Watch
from tests.browser.colleagues import enrolled, hired, routed
from tests.browser.people import PASSWORD, Phone, Somebody, step_up
from tests.browser.reporting import STORY
from tests.browser.test_two_people import send
from tests.browser.working import open_case
from tests.installation import Installation, found, served
from tests.scim.directory import PATCH, ROOT
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
    name = "Tom Reyes" if scripts else "Beate Lorenz"
    provider.signs_in(name)
    who = Somebody(visitor(scripts=scripts), place.origin)
    who.go(place.links[name])
    who.email = who.page.get_by_label("E-mail").input_value()
    who.sound(everywhere=True)
    who.follow("Use the house account")
    who.go("/me/key")
    who.reads("You sign in elsewhere, so the server keeps your key")
    _again(who)
    _take_back(who)


def _again(who: Somebody) -> None:
    who.press("Sign out")
    who.sound(everywhere=True)
    who.follow("Sign in with the house account")
    assert "/sign-in" not in who.page.url
    who.go("/me")
    who.reads("kept by the server")


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


def test_a_barred_room_ends_the_servers_keys_and_who_left_is_out_and_handed_over(
    trusting: tuple[Installation, Provider], visitor: Callable[..., Watch]
) -> None:
    place, provider = trusting
    lead, mara = Somebody(visitor(), place.origin), Somebody(visitor(scripts=False), place.origin)
    enrolled(lead, place, "Ingrid Dahl")
    hired(mara, place, "Mara Holt", lead=lead)
    routed(place, mara, lead=lead)
    send(Somebody(visitor(), place.origin))
    case = open_case(mara)
    _leave_the_key(mara, provider)
    _bar(lead, "Dialogue", losing="Mara Holt")
    mara.go(case)
    mara.reads(STORY)
    mara.reads("Dialogue", "Readable by 1 person and the reporter, confidential: Ingrid Dahl")
    mara.sound()
    _leaves_by_the_provider(place, mara)
    mara.go(case)
    mara.heading("Sign in")
    mara.go(place.origin + "/sso/start", 403)
    mara.reads("You are not signed in")
    lead.go("/handovers")
    lead.reads("Mara Holt", "has left, says the identity provider", "1 of their cases is yours too.")
    lead.sound()
    lead.follow("Mara Holt")
    lead.reads("has left, says the identity provider")
    lead.sound()


def _leave_the_key(who: Somebody, provider: Provider) -> None:
    """They sign in elsewhere from now on, and the server keeps their key."""
    provider.signs_in("Mara Holt")
    who.go("/me/key")
    who.press("Set it up")
    step_up(who)
    who.press("Set it up")
    who.sound()
    who.follow("Go to the house account")
    who.reads("You can sign in with the house account from now on.", "the server")
    who.sound()


def _bar(lead: Somebody, room: str, *, losing: str) -> None:
    """Asked who they are, told whose keys would end, and only then is it done."""
    lead.go("/settings/keys")
    lead.reads(losing)
    lead.sound(everywhere=True)
    lead.tick(room)
    lead.press("Save")
    step_up(lead)
    lead.reads("Keys that the server keeps")
    lead.reads("Keys that the server keeps", "dialogue")
    lead.sound()
    lead.press("Send it again")
    lead.heading("Whose keys would end")
    lead.reads("Nothing is saved yet.", room, losing, "Loses the key of 1 room")
    lead.sound(everywhere=True)
    lead.press("End them and save")
    lead.reads("Saved.")
    lead.sound()
    for _ in range(100):
        lead.go("/settings/keys")
        if not lead.page.get_by_text("in these minutes").count():
            break
    lead.reads_no("in these minutes", "Still reads")


def _leaves_by_the_provider(place: Installation, who: Somebody) -> None:
    """As a directory says it that speaks SCIM, with the token that the installation made for it."""
    token = place.casework("scim", "token").split()[-1]
    with httpx.Client(base_url=place.origin + ROOT, headers={"Authorization": f"Bearer {token}"}) as directory:
        [user] = directory.get("/Users", params={"filter": f'userName eq "{who.email}"'}).json()["Resources"]
        body = {"schemas": [PATCH], "Operations": [{"op": "replace", "value": {"active": False}}]}
        assert directory.patch(f"/Users/{user['id']}", json=body).json()["active"] is False
