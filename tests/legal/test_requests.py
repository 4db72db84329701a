"""What somebody asks about their own data: sealed, searched for by each holder, redacted, answered."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from httpx import Response
from sqlalchemy import select

from casework import vault
from casework.access import Forbidden, Hidden, policy
from casework.access.relations import EMPLOYEE
from casework.access.rules import Verdict
from casework.audit.models import TrailEntry
from casework.cases.actions import notes
from casework.cases.actions.newcomers import NewParty
from casework.cases.lifecycle import IllegalStep
from casework.db import utc_now
from casework.legal.actions import answering, officers, requests, searching
from casework.legal.actions.requests import New
from casework.legal.actions.searching import Cut, Found, Wanted
from casework.legal.models import RequestAnswer, SearchHit, SearchTask, SubjectRequest
from casework.legal.queries import requests as shown
from casework.people import Role
from casework.people.models import Person
from casework.vault import Compartment, NoSeal
from tests.cases import doing
from tests.cases.pages.browser import Browser, text_of
from tests.cast import Cast, employee, one_person

TODAY = utc_now().date()
ASKED = New("Viktor Hale", "viktor@home.example", "What do you keep about me?", received_on=TODAY, number="P-1")


@pytest.fixture
def house(cast: Cast) -> Cast:
    """With a note on the case that names its respondent and a witness."""
    doing.add_party(cast, NewParty("witness", "Imani Brooks"))
    doing.declare(cast, "lead", "specialist")
    with cast.database.transaction() as db:
        words = "MARK-N1: Imani Brooks saw Viktor Hale. IMANI  BROOKS, he said."
        notes.add(db, cast.case(db), class_="internal", text=words, by=cast["specialist"])
    return cast


def entered(cast: Cast, new: New = ASKED, who: str = "dpo") -> int:
    cast.actors["standing in"] = replace(cast["alternate"], stands_in=frozenset({Role.DPO}))
    with cast.database.transaction() as db:
        return requests.enter(db, new, by=cast[who]).id


def does(cast: Cast, verb: Callable[..., object], id_: int, *more: object, who: str = "dpo") -> None:
    with cast.database.transaction() as db:
        verb(db, db.get_one(SubjectRequest, id_), *more, by=cast[who])


def searched(cast: Cast) -> int:
    id_ = entered(cast)
    does(cast, requests.check, id_, "By the photo on their badge.", TODAY)
    due = TODAY + timedelta(days=10)
    does(cast, searching.ask, id_, Wanted("Viktor Hale", ("Viktor Hale", "P-1")), [cast["counsel"].id], due)
    return id_


def tasks(cast: Cast) -> dict[str, int]:
    names = {actor.id: name for name, actor in cast.staff.items()}
    with cast.database.reading() as db:
        return {names[task.person_id]: task.id for task in db.scalars(select(SearchTask))}


def test_whoever_works_a_case_of_theirs_is_asked_and_nobody_who_is_walled_or_is_themselves(house: Cast) -> None:
    searched(house)
    assert set(tasks(house)) == {"lead", "specialist", "counsel", "eap", "interviewer"}


def test_who_is_asked_reads_what_to_search_for_and_nothing_else(house: Cast) -> None:
    id_ = searched(house)
    with house.database.reading() as db:
        for name in ("lead", "specialist", "counsel", "eap"):
            holder = house[name].holder
            assert holder is not None
            assert set(vault.rooms.enter_all(db, holder, id_)) == {(Compartment.SEARCH, 0)}
            assert [one.terms for one in shown.searches(db, house[name])] == [("Viktor Hale", "P-1")]
            assert shown.held(db, house[name]) == []
        for name in ("colleague", "administrator", "auditor", "alternate", "party"):
            holder = house[name].holder
            assert holder is not None
            assert vault.rooms.enter_all(db, holder, id_) == {}


def test_an_officer_who_asks_for_their_own_data_is_answered_by_an_alternate(house: Cast) -> None:
    own = replace(ASKED, name="Dpo Example", contact="dpo@example.org", number="")
    id_ = entered(house, own, who="alternate")
    does(house, requests.check, id_, "Known in the house.", TODAY, who="alternate")
    with pytest.raises(Hidden):
        does(house, requests.move, id_, "compile")


def test_it_is_about_every_account_of_whoever_asks(house: Cast) -> None:
    """One of another line of the directory too, which is the same person's."""
    with house.database.transaction() as db:
        employee(db, "P-7", "D. Officer")
        employee(db, "P-8", "D. Officer", same_as="P-7")
    one_person(house.database, house["dpo"].id, house["lead"].id, number="P-8")
    with house.database.reading() as db:
        about = requests.themselves(db, vault.field.index(db, EMPLOYEE, "P-7"), "Somebody", "")
    assert about == {house["dpo"].id, house["lead"].id}


def test_hits_go_redacted_and_sealed_to_the_officer_who_gets_no_key_of_the_case(
    house: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = searched(house)
    found = [Found("A note of Imani Brooks", "Imani Brooks saw Viktor Hale. IMANI\nBROOKS said so.")]
    with house.database.transaction() as db:
        task = db.get_one(SearchTask, tasks(house)["specialist"])
        searching.hand_over(db, task, found, [Cut("Imani Brooks", "others")], by=house["specialist"])
        with pytest.raises(Hidden):
            searching.hand_over(db, task, found, [], by=house["lead"])
        searching.finish(db, task, by=house["specialist"])
        searching.finish(db, db.get_one(SearchTask, tasks(house)["eap"]), by=house["eap"])
    with house.database.reading() as db:
        row, by = db.get_one(SubjectRequest, id_), house["dpo"]
        one = shown.opened(db, row, by)
        [hit] = one.hits
        assert "Brooks" not in repr(hit).casefold().title()
        assert (hit.cuts, hit.by) == ({"others": 1}, "Specialist Example")
        assert hit.text is not None
        assert "saw Viktor Hale" in hit.text
        answers = {task.name: task.answer for task in one.tasks}
        assert answers["Specialist Example"] == "handed over"
        assert answers["Eap Example"] == "nothing found"
        monkeypatch.setattr(policy, "judge", lambda *_: Verdict(True))
        assert by.holder is not None
        assert vault.rooms.enter_all(db, by.holder, house.case_id) == {}
        sealed = db.scalars(select(SearchHit.text)).one()
        specialist = house["specialist"].holder
        assert specialist is not None
        with pytest.raises(NoSeal):
            vault.rooms.enter(db, specialist, id_, Compartment.REQUEST).open(SearchHit.text, hit.id, sealed)


def test_the_month_its_extension_and_the_end(house: Cast) -> None:
    id_ = entered(house)
    does(house, requests.unclear, id_, TODAY)
    does(house, requests.check, id_, "By phone, on the number of the directory.", TODAY)
    with pytest.raises(IllegalStep, match="told already"):
        for _ in range(2):
            does(house, requests.extend, id_, "Eleven cases and two sites.", TODAY)
    with house.database.reading() as db:
        row = db.get_one(SubjectRequest, id_)
        assert timedelta(88) < row.due_on - TODAY < timedelta(99)
    does(house, answering.write, id_, "Nothing was found.")
    does(house, answering.write, id_, "Nothing was found, by anybody.")
    with house.database.transaction() as db:
        rows = db.scalars(select(RequestAnswer).order_by(RequestAnswer.position)).all()
        assert [row.position for row in rows] == [1, 2]
        answering.sent(db, db.get_one(SubjectRequest, id_), rows[1], TODAY, "letter", by=house["dpo"])
    with pytest.raises(IllegalStep):
        does(house, answering.write, id_, "More.")


def test_whoever_it_is_about_works_it_never_and_alternates_only_while_there_is_no_officer(cast: Cast) -> None:
    with cast.database.transaction() as db:
        employee(db, "P-9", "Dpo Example")
        db.get_one(Person, cast["dpo"].id).employee_index = vault.field.index(db, EMPLOYEE, "P-9")
    own = New("Dpo Example", "x", "Mine.", received_on=TODAY, number="P-9")
    id_ = entered(cast, own)
    with cast.database.reading() as db:
        assert shown.held(db, cast["dpo"]) == []
        alternate = cast["alternate"].holder
        assert alternate is not None
        assert (Compartment.REQUEST, 0) in vault.rooms.enter_all(db, alternate, id_)
    with cast.database.transaction() as db, pytest.raises(Forbidden):
        requests.enter(db, ASKED, by=cast["lead"])


def test_who_was_asked_loses_the_key_when_it_ends_and_is_reminded_before(house: Cast) -> None:
    id_ = searched(house)
    searching.remind(house.database, utc_now() + timedelta(days=8))
    searching.remind(house.database, utc_now() + timedelta(days=9))
    with house.database.reading() as db:
        assert all(task.reminded_at for task in db.scalars(select(SearchTask)))
    does(house, requests.end, id_, "refuse", {"why": "Excessive.", "exemption": "GDPR art. 12(5)"})
    with house.database.reading() as db:
        for name in ("lead", "specialist", "counsel"):
            holder = house[name].holder
            assert holder is not None
            assert vault.rooms.enter_all(db, holder, id_) == {}
        assert shown.searches(db, house["lead"]) == []


def test_a_new_officer_gets_the_keys_of_before_from_who_stood_in(cast: Cast) -> None:
    with cast.database.transaction() as db:
        db.get_one(Person, cast["dpo"].id).state = "suspended"
    id_ = entered(cast, who="standing in")
    with cast.database.transaction() as db:
        db.get_one(Person, cast["dpo"].id).state = "active"
    with cast.database.transaction() as db:
        assert shown.held(db, cast["dpo"]) == []
        [(who, name, count)] = officers.waiting(db, cast["alternate"])
        assert (who, name, count) == (cast["dpo"].id, "Dpo Example", 1)
        with pytest.raises(Forbidden):
            officers.share(db, cast["lead"].id, by=cast["alternate"])
        assert officers.share(db, cast["dpo"].id, by=cast["alternate"]) == 1
    with cast.database.reading() as db:
        assert [one.name for one in shown.held(db, cast["dpo"])] == ["Viktor Hale"]
        assert db.get_one(SubjectRequest, id_).state == "received"


def ticked(answer: Response | str) -> list[str]:
    html = answer if isinstance(answer, str) else answer.text
    return re.findall(r'name="hit" value="([^"]+)"', html)


def nonce(html: str) -> str:
    return str(re.findall(r'name="nonce" value="([^"]+)"', html)[-1])


def test_from_the_letter_to_the_answer_on_pages(house: Cast, browse: Callable[[str], Browser]) -> None:
    dpo, worker = browse("dpo").client, browse("specialist").client
    form = dpo.get("/requests/new").text
    typed = {
        "nonce": nonce(form), "name": "Viktor Hale", "contact": "viktor@home.example", "number": "P-1",
        "came": "letter", "received_on": TODAY.isoformat(), "asks": "access", "words": "What do you keep?",
        "country": "NL",
    }  # fmt: skip
    assert dpo.post("/requests", data={**typed, "words": ""}).status_code == 422
    answer = dpo.post("/requests", data=typed)
    assert answer.status_code == 303, text_of(answer.text)
    path = answer.headers["location"]
    assert worker.get(path).status_code == 403
    assert browse("alternate").client.get(path).status_code == 404  # they work what is sealed to them

    def do(noun: str, **fields: object) -> str:
        html = dpo.get(f"{path}{noun}").text
        sent = {"nonce": nonce(html), "version": re.findall(r'name="version" value="(\d+)"', html)[0], **fields}
        for _click in range(2):
            found = dpo.post(f"{path}{noun}", data=sent)
            assert found.status_code == 303, text_of(found.text)
        return dpo.get(path).text

    do("/identity", how="By their badge.", on=TODAY.isoformat())
    due = (TODAY + timedelta(days=7)).isoformat()
    page = do("/searches", terms="Viktor Hale\nP-1", words="", due_on=due)
    assert "Specialist Example: not answered yet" in text_of(page)
    [search] = re.findall(r'href="(/requests/searches/\d+)"', worker.get("/requests/searches").text)
    assert search in worker.get("/desk").text
    assert path in dpo.get("/desk").text
    assert path not in worker.get("/desk").text
    assert browse("lead").client.get(search).status_code == 404
    listed = worker.get(search).text
    note = next(ref for ref in ticked(listed) if ".note-" in ref)
    assert worker.post(search, data={"nonce": nonce(listed), "then": "choose"}).status_code == 422
    names = worker.post(search, data={"nonce": nonce(listed), "then": "choose", "hit": note}).text
    assert 'value="Imani Brooks"' in names
    assert 'value="Viktor Hale"' not in names
    cut = {"hit-1": note, "words-1": "Imani Brooks", "why-1": "others", "words-2": "", "why-2": "others"}
    assert f'name="hit-1" value="{note}"' in names
    looked = worker.post(search, data={"nonce": nonce(names), "then": "look", **cut}).text
    assert "saw Viktor Hale" in looked
    assert "IMANI" not in looked
    assert worker.post(search, data={"nonce": nonce(looked), "then": "hand", **cut}).status_code == 303
    done = worker.get(search).text
    assert worker.post(search, data={"nonce": nonce(done), "then": "done"}).status_code == 303
    found = dpo.get(path).text
    assert "MARK-N1" in found
    assert "Brooks" not in found
    assert house.number not in found
    [hit] = re.findall(rf'href="({path}/hits/\d+)"', found)
    left = do(hit.removeprefix(path), exemption="others")
    assert "Left out of the answer" in left
    assert "MARK-N1" not in dpo.get(f"{path}/answers").text
    do("/answers", text="This is what is kept.")
    assert "This is what is kept." in dpo.get(f"{path}/answers/1").text
    [sending] = re.findall(rf'href="({path}/answers/\d+/sending)"', dpo.get(path).text)
    ended = do(sending.removeprefix(path), how="letter", on=TODAY.isoformat())
    assert "Answered" in text_of(ended)
    ways: dict[str, dict[str, object]] = {
        "/refusal": {"exemption": "others", "why": "MARK-E1 it is all of others."},
        "/withdrawal": {"why": "MARK-E2 never mind."},
    }
    for noun, fields in ways.items():
        entered = dpo.post("/requests", data={**typed, "nonce": nonce(dpo.get("/requests/new").text)})
        path = entered.headers["location"]
        assert str(fields["why"]) in do(noun, **fields)
    with house.database.reading() as db:
        tags = set(db.scalars(select(TrailEntry.tag)))
    assert {"request:entered", "request:read", "request:changed", "request:searched", "request:answered"} <= tags
    assert dpo.get("/requests/DR-2026-000000").status_code == 404
