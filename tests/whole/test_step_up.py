"""What asks once more who it is: each route that exports, grants, recovers, destroys, or changes how one signs in."""

import pytest
import time_machine

from casework.db import utc_now

from .test_routes_and_cast import filled, routes
from .world import World

ASKS = {
    "decides who can read": {
        "GET /cases/{number}/identity/{item}/disclosure",
        "POST /cases/{number}/identity/{item}/disclosure",
        "GET /cases/{number}/disclosures/{item}/handover",
        "POST /cases/{number}/disclosures/{item}/handover",
        "GET /cases/{number}/keys",
        "POST /cases/{number}/keys",
        "GET /cases/{number}/members",
        "POST /cases/{number}/members",
        "GET /cases/{number}/papers/{item}/release",
        "POST /cases/{number}/papers/{item}/release",
        "GET /people/{person_id}/access",
        "POST /people/{person_id}/access",
        "POST /people/{person_id}/access/preview",
        "POST /access/{grant_id}/slices",
        "GET /holds/{number}/colleagues",
        "POST /holds/{number}/colleagues",
        "GET /requests/colleagues",
        "POST /requests/colleagues",
        "GET /exits/colleagues",
        "POST /exits/colleagues",
        "GET /give-back/{person_id}",
        "POST /give-back/{person_id}",
        "POST /people/{person_id}/admission",
        "POST /people/{person_id}/roles",
        "POST /people/{person_id}/roles/{grant_id}/end",
        "POST /people/{person_id}/roles/declined",
        "GET /referrals/colleagues/{person_id}",
        "POST /referrals/colleagues/{person_id}",
        "GET /cases/{number}/privilege/members",
        "POST /cases/{number}/privilege/members",
        "POST /settings/keys",
        "GET /referrals/{number}/disclosures",
        "POST /referrals/{number}/disclosures",
        "GET /referrals/{number}/releases/{item}/disclosures",
        "POST /referrals/{number}/releases/{item}/disclosures",
        "POST /settings/directory/tokens",
        "POST /settings/directory/tokens/{token_id}/end",
        "POST /settings/routing",
        "POST /settings/routing/{route_id}/end",
        "POST /cases/walls/{wall_id}",
        "POST /people/{person_id}",
        "POST /people/directory/imports/{import_id}",
        "POST /people/directory/joined",
    },
    "takes it away": {
        "GET /cases/{number}/restriction",
        "POST /cases/{number}/restriction",
        "GET /cases/{number}/privilege/members/{item}/removal",
        "POST /cases/{number}/privilege/members/{item}/removal",
        "GET /holds/{number}/release",
        "POST /holds/{number}/release",
        "POST /handovers/{handover_id}/end",
        "POST /people/{person_id}/leaving",
        "POST /people/{person_id}/suspension",
        "POST /people/{person_id}/suspension/end",
    },
    "lets somebody in, or in again": {
        "GET /people/new",
        "POST /people",
        "GET /people/{person_id}/email",
        "POST /people/{person_id}/email",
        "POST /people/{person_id}/link",
    },
    "says all that is kept of somebody": {
        "GET /about-you/data",
        "GET /cases/{number}/chronology/document",
        "POST /cases/{number}/chronology/document",
        "GET /cases/{number}/export",
        "POST /cases/{number}/export",
        "GET /exports/{export_id}/file",
    },
    "destroys, or says when": {
        "GET /retention/destructions/new",
        "POST /retention/destructions",
        "POST /retention/destructions/{destruction_id}/decision",
        "POST /retention/destructions/{destruction_id}/slices",
        "GET /exits/retention/destructions/new",
        "POST /exits/retention/destructions",
        "POST /exits/retention/destructions/{destruction_id}/decision",
        "POST /exits/retention/destructions/{destruction_id}/slices",
        "GET /referrals/retention/destructions/new",
        "POST /referrals/retention/destructions",
        "POST /referrals/retention/destructions/{destruction_id}/decision",
        "POST /referrals/retention/destructions/{destruction_id}/slices",
        "POST /retention/schedule",
    },
    "changes how one signs in": {
        "GET /me/codes",
        "POST /me/codes",
        "GET /me/email",
        "POST /me/email",
        "GET /me/key/own",
        "POST /me/key/own",
        "POST /me/key/link",
        "GET /me/passkeys/new",
        "POST /me/passkeys",
        "GET /me/passkeys/{passkey_id}",
        "POST /me/passkeys/{passkey_id}/name",
        "POST /me/passkeys/{passkey_id}/opening",
        "POST /me/passkeys/{passkey_id}/opening/end",
        "POST /me/passkeys/{passkey_id}/removal",
        "GET /me/renewal",
        "POST /me/renewal",
        "POST /me/renewal/confirmation",
        "GET /me/password",
        "POST /me/password",
        "GET /me/phone",
        "POST /me/phone",
        "POST /me/phone/removal",
    },
}
"""A route that asks is placed here in the change that adds it, and so is one that should ask and would not."""
EVERY = set().union(*ASKS.values())


def test_these_routes_ask_and_no_others(shared_world: World) -> None:
    asking = {f"{method} {path}" for method, path, handler in routes(shared_world.app) if handler.opt.get("step_up")}
    assert asking == EVERY


def test_what_gives_exports_or_destroys_asks(shared_world: World) -> None:
    """By the last words of their addresses, so that a new one is not forgotten."""
    words = (
        "export",
        "members",
        "release",
        "disclosure",
        "admission",
        "routing",
        "roles",
        "destruction",
        "recovery",
        "passkeys",
        "leaving",
        "people",
    )
    silent = {
        f"{method} {path}"
        for method, path, handler in routes(shared_world.app)
        if method == "POST" and not handler.opt.get("step_up") and path.rpartition("/")[2] in words
    }
    assert silent == set()


WHOSE = {
    "/people": "administrator", "/settings/keys": "administrator", "/settings/directory": "administrator",
    "/exits": "interviewer", "/referrals": "eap", "/requests": "dpo", "/cases/{number}/privilege": "counsel",
}  # fmt: skip


@pytest.mark.parametrize("route", sorted(EVERY))
def test_whoever_took_a_session_over_is_sent_to_prove_it(shared_world: World, route: str) -> None:
    """With a session as it is after signing in, and with one whose proof is five minutes old."""
    method, _, path = route.partition(" ")
    address = filled(path, shared_world.cast.number)
    name = next((who for begins, who in WHOSE.items() if path.startswith(begins)), "lead")
    for who in (shared_world.cast[name], shared_world.cast["lead"]):
        stale = shared_world.client(who, sure=True)
        with time_machine.travel(utc_now().timestamp() + 301, tick=False):
            answers = [one.request(method, address) for one in (shared_world.client(who), stale)]
        places = {(answer.status_code, answer.headers.get("location", "").partition("?")[0]) for answer in answers}
        if places == {(303, "/step-up")}:
            return
        assert places == {(403, "")}, places
    raise AssertionError(f"neither {name} nor a lead was asked at {route}")
