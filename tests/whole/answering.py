"""A respondent who is let in by link and code, is given something of each kind, and answers by the pages: every word
carries the mark."""

import re
from html import unescape

from casework import vault
from casework.cases.actions import given, letting_in
from casework.cases.actions.letting_in import Ticket
from casework.cases.lifecycle import giving
from casework.cases.models import Party
from casework.vault import Compartment
from tests.cases.doing import respondent

from .world import World


def ticket(world: World) -> Ticket:
    return letting_in.prepare(world.keys, "canary")


def write(world: World, mark: str) -> None:
    made, party_id = ticket(world), respondent(world.cast)
    with world.database.transaction() as db:
        case, by = world.cast.case(db), world.cast["lead"]
        letting_in.let_in(db, case, db.get_one(Party, party_id), made, by=by)
        assert by.holder is not None
        dialogue = vault.rooms.enter(db, by.holder, case.id, Compartment.DIALOGUE, party_id)
        for asks in giving.CHOICES:
            given.give(
                db, case, dialogue, party_id=party_id, kind=giving.EVIDENCE, asks=asks, heading=mark, text=mark, by=by,
                questions=(mark,) if asks == giving.QUESTIONS else (),
            )  # fmt: skip
    client = world.client()
    client.follow_redirects = True
    side = client.post(made.path, data={"receipt": made.code}).text
    for path in dict.fromkeys(re.findall(r"/follow/given/\d+", side)):
        page = client.get(path).text
        hidden = {n: unescape(v) for n, v in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page)}
        choices = re.findall(r'type="radio"[^>]*name="choice" value="(\w+)"', page)
        said = {"text": mark, "name": mark, "question-0": mark, **({"choice": choices[0]} if choices else {})}
        assert client.post(path, data={**hidden, **said}).status_code in (200, 409)
    for path, field in (("/follow/time", "when"), ("/follow/companion", "who")):
        assert client.post(path, data={field: mark}).status_code == 200
    files = [("files", (f"{mark}.txt", mark.encode()))]
    assert client.post("/follow/messages", data={"message": mark}, files=files).status_code == 200
    assert mark in client.get("/follow").text
