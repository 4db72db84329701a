"""Letting somebody on a case in by link and code, giving them something, and reading what they say to it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from casework import vault
from casework.cases.actions import privilege
from casework.cases.models import Given, Paper, PartyGuest, Told
from casework.cases.queries import searching
from casework.cases.routes import giving
from casework.vault import Compartment
from tests.cases.doing import respondent
from tests.whole.world import World

from .browser import Browser, hidden, text_of

LINK = r'<p class="hash">https://cases.example.org(/answer/[\w-]{22})</p>'
CODE = r"<output[^>]*>([0-9A-Z]{4}-[0-9A-Z]{4})</output>"


def let_in(worker: Browser, party: int, page: str | None = None) -> tuple[str, str]:
    answer = worker.send(f"/parties/{party}/way-in", page, days="90")
    assert answer.status_code == 200, text_of(answer.text)[:500]
    return re.findall(LINK, answer.text)[0], re.findall(CODE, answer.text)[0]


def come_in(world: World, link: str, code: str) -> Any:
    client = world.client()
    client.follow_redirects = True
    return client, client.post(link, data={"receipt": code})


def test_a_link_and_a_code_are_shown_once_and_anew_they_end_the_earlier(
    browse: Callable[[str], Browser], world: World
) -> None:
    worker, party = browse("specialist"), respondent(world.cast)
    form = worker.page(f"/parties/{party}/way-in")
    first, again = let_in(worker, party, form), let_in(worker, party, form)
    assert first == again
    kept = worker.page(f"/parties/{party}/given")
    assert first[1] not in kept
    assert first[0] not in kept
    assert "Nobody has come by them yet." in kept
    assert "Your side of it" in come_in(world, *first)[1].text
    assert "They came by them first on" in worker.page(f"/parties/{party}/given")
    second = let_in(worker, party)
    assert come_in(world, *first)[1].status_code == 422
    assert come_in(world, second[0], first[1])[1].status_code == 422
    client, _ = come_in(world, *second)
    worker.done(f"/parties/{party}/way-in/end")
    assert "Your side of it" not in client.get("/follow").text
    with world.database.reading() as db:
        assert len(db.scalars(select(PartyGuest)).all()) == 2


def test_what_is_given_is_answered_and_read_on_the_case(browse: Callable[[str], Browser], world: World) -> None:
    worker, party = browse("specialist"), respondent(world.cast)
    typed = {"kind": "notice", "heading": "What is alleged", "text": "Remarks on 3 March.", "asks": "comment"}
    unfit = worker.send(f"/parties/{party}/give", **typed | {"text": "", "asks": "questions"})
    assert unfit.status_code == 422
    assert "Write the questions." in text_of(unfit.text)
    page = worker.page(f"/parties/{party}/give")
    for _ in range(2):
        assert worker.send(f"/parties/{party}/give", page, **typed, due_on="2026-01-02").status_code == 303
    assert "1 answer is overdue" in text_of(worker.page())
    client, side = come_in(world, *let_in(worker, party))
    path = re.findall(r'href="(/follow/given/\d+)"', side.text)[0]
    html = client.get(path).text
    said = {**hidden(html, path), "choice": "comment", "text": "I was on leave."}
    assert "I was on leave." in client.post(path, data=said).text
    for text in (worker.page(), worker.page(f"/parties/{party}/given")):
        assert "I was on leave." in text
    with world.database.reading() as db:
        texts = searching.load(db, world.cast["specialist"], world.cast.number).texts
    [searched] = [one.text for one in texts if one.label == searching.GIVEN]
    assert "Remarks on 3 March." in searched
    assert "I was on leave." in searched
    overview = text_of(worker.page("/parties"))
    assert "given 1, opened 1, answered 1" in overview
    assert "Needs no answer" in worker.page()
    with world.database.reading() as db:
        [row] = db.scalars(select(Told).where(Told.party_id == party))
        assert (row.about, row.was_told) == ("allegations", True)
        assert len(db.scalars(select(Given)).all()) == 1


def test_a_paper_of_the_file_is_given_as_a_copy_of_its_own(
    browse: Callable[[str], Browser], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker, party = browse("specialist"), respondent(world.cast)
    form = worker.page("/papers")
    files = [("files", ("rota.txt", b"mon tue"))]
    worker.client.post(
        worker.case + "/papers", data={**hidden(form, worker.case + "/papers"), "readers": "file"}, files=files
    )
    page = worker.page(f"/parties/{party}/give")
    [paper] = re.findall(r'<option value="(\d+)">rota.txt', page)
    typed = {"kind": "evidence", "heading": "The rota", "asks": "comment", "paper": paper}
    assert worker.send(f"/parties/{party}/give", page, **typed).status_code == 303
    client, side = come_in(world, *let_in(worker, party))
    path = re.findall(r'href="(/follow/given/\d+)"', side.text)[0]
    fetched = re.findall(r'href="(/follow/papers/\d+)"', client.get(path).text)[0]
    assert client.get(fetched).content == b"mon tue"
    assert client.get(f"/follow/papers/{paper}").status_code == 404
    with world.database.reading() as db:
        rooms = {row.room: row.file_id for row in db.scalars(select(Paper))}
        assert rooms.keys() == {"file", "dialogue"}
        assert rooms["file"] != rooms["dialogue"]
    page, copied = worker.page(f"/parties/{party}/give"), giving._copied

    def meanwhile(*args: Any) -> Any:
        with world.database.transaction() as db:
            privilege.mark(db, world.cast.case(db), db.get_one(Paper, int(paper)), why="", by=world.cast["specialist"])
        return copied(*args)

    monkeypatch.setattr(giving, "_copied", meanwhile)
    assert worker.send(f"/parties/{party}/give", page, **typed).status_code == 409
    with world.database.reading() as db:
        assert len(db.scalars(select(Given)).all()) == 1, "it became privileged meanwhile"


def test_what_was_given_by_mistake_is_taken_back_until_it_is_answered(
    browse: Callable[[str], Browser], world: World
) -> None:
    worker, party = browse("specialist"), respondent(world.cast)
    typed = {"kind": "other", "heading": "For somebody else", "text": "Oh.", "asks": "receipt"}
    worker.send(f"/parties/{party}/give", **typed)
    client, side = come_in(world, *let_in(worker, party))
    path = re.findall(r'href="(/follow/given/\d+)"', side.text)[0]
    assert client.get(path).status_code == 200
    id_ = path.rpartition("/")[2]
    worker.send(f"/given/{id_}/withdrawal", worker.page(f"/given/{id_}/withdrawal"))
    assert client.get(path).status_code == 404
    assert "For somebody else" not in client.get("/follow").text
    assert "taken back" in text_of(worker.page(f"/parties/{party}/given"))


def test_their_dialogue_is_theirs_and_of_those_on_the_case(browse: Callable[[str], Browser], world: World) -> None:
    worker, party = browse("specialist"), respondent(world.cast)
    let_in(worker, party)
    with world.database.reading() as db:
        readers = vault.readers.of_case(db, world.cast.case_id)
    kinds = sorted(one.kind.value for one in readers if (one.compartment, one.subject) == (Compartment.DIALOGUE, party))
    assert kinds == ["person", "person", "reporter"]
    for name in ("colleague", "removed", "administrator", "party"):
        for path in (f"/parties/{party}/given", f"/parties/{party}/give", f"/parties/{party}/way-in"):
            assert browse(name).get(worker.case + path).status_code == 404
