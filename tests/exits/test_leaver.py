"""The leaver: in by link or code, answering in their own time, sending once, saying no."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from casework import vault
from casework.db import utc_now
from casework.exits.actions import questionnaires
from casework.exits.models import Exit, ExitAnswers, ExitDraft, ExitGuest, ExitTally, Questionnaire
from casework.exits.questionnaires import answering, ready
from casework.exits.routes.door import UNKNOWN
from casework.exits.spoken import SPOKEN, preferred, sentences
from casework.people import guests as stays
from casework.people.models import GuestSession
from casework.settings import shared
from casework.vault import Compartment, receipts
from casework.web.assets import static

from .leaver import SAME, Invited, Phones
from .people import House
from .test_interview import read

SECRET = "MARKER-7Q1 he shouted at everybody"


def count(house: House, table: type) -> int:
    with house.database.reading() as db:
        return db.scalar(select(func.count()).select_from(table)) or 0


def test_by_link_from_the_first_page_to_the_answers_in_the_interviewers_room(
    house: House, phone: Phones, invited: Invited
) -> None:
    exit_, link, _ = invited
    mine = phone(link)
    first = mine.get()
    assert first.status_code == 200
    assert "we may have to act on it" in first.text
    assert "Interviewer Example" in first.text, "who reads it, by name"
    assert "Boss Example" not in first.text, "an interviewer in the line does not"
    assert first.headers["referrer-policy"] == "strict-origin"
    assert first.headers["cache-control"] == "no-store"
    assert not first.cookies, "a link needs no cookie"
    shown = mine.questions().seen
    assert "q-manager" in shown
    assert "q-manager-more" not in shown, "not asked yet"
    saved = mine.fill(manager="1", reason="unsaid")
    assert "Saved. Nobody can read it before you send it." in saved.text
    assert str(saved.url).endswith("#q-manager-more")
    with house.database.reading() as db:
        row = db.scalars(select(ExitDraft)).one()
    assert SECRET.encode() not in row.written
    assert mine.fill("send", manager_more=SECRET, concern="unsaid").status_code == 200
    assert read(house, exit_, "interviewer") == {
        "reason": ("unsaid",),
        "manager": ("1",),
        "manager-more": (SECRET,),
        "concern": ("unsaid",),
    }
    assert count(house, ExitDraft) == 0
    with house.database.reading() as db:
        tally = db.scalars(select(ExitTally)).one()
        said = vault.field.open_(db, ExitTally.coded, tally.id, tally.coded)
        state = db.get_one(Exit, exit_.id).state
    assert state == "completed"
    assert SECRET not in said
    assert '"manager": ["1"]' in said
    assert "concern" not in said, "what was not said is not counted"


def test_what_was_sent_is_shown_once_and_a_second_click_sends_nothing(
    house: House, phone: Phones, invited: Invited
) -> None:
    mine = phone(invited[1])
    sent = mine.fill("send", reason="unsaid", concern="no", keep=f"{SECRET}\n<b>two</b>")
    assert "Thank you. It is sent." in sent.text
    assert f"<p>{SECRET}</p><p>&lt;b&gt;two&lt;/b&gt;</p>" in sent.text
    assert "came twice" not in sent.text
    again = mine.post(f"{mine.base}/questions", mine.typed)
    assert again.status_code == 200
    assert "What came first is stored, once." in again.text
    assert (count(house, ExitAnswers), count(house, ExitTally)) == (1, 1)
    for path in ("", "/questions"):
        later = mine.get(path).text
        assert "Your answers are sent" in later
        assert SECRET not in later
    assert mine.post(f"{mine.base}/questions", mine.typed | {"then": "typing"}).status_code == 409
    assert count(house, ExitDraft) == 0, "what comes late from the page is not kept"


def test_the_code_leads_to_the_same_and_what_was_typed_outlives_its_half_hour(
    house: House, phone: Phones, invited: Invited
) -> None:
    _, link, code = invited
    phone(link).fill(pay="2", growth="5")
    mine = phone("/exit")
    assert "Type" not in mine.post("/exit", {"receipt": code.lower()}).text
    assert mine.client.cookies
    assert ("q-pay", "2") in mine.questions().found, "begun by the link, gone on by the code"
    mine.fill(keep=SECRET)
    with house.database.transaction() as db:
        db.execute(update(GuestSession).values(ends_at=utc_now() - timedelta(seconds=1)))
    late = mine.post("/exit/questions", mine.typed | {"q-change": "And this, typed while away"})
    assert "what you wrote is kept" in late.text
    assert "We know no questions" in mine.post("/exit", {"receipt": "0000-0000-0000-0000"}).text
    form = mine.typed | {"q-change": "And this, typed while away", "receipt": code}
    back = mine.post("/exit", form, follow=True)
    assert "And this, typed while away" in back.text
    assert SECRET in back.text


def test_wrong_codes_from_one_place_take_longer_and_the_page_says_so(phone: Phones, house: House) -> None:
    mine = phone("/exit")
    assert "16 letters" in mine.post("/exit", {"receipt": "abc"}).text
    for _ in range(3):
        assert mine.post("/exit", {"receipt": "0000-0000-0000-0000"}).status_code == 422
    assert "takes a few seconds longer" in mine.post("/exit", {"receipt": "0000-0000-0000-0000"}).text


def test_what_must_be_answered_is_named_and_nothing_typed_is_lost(phone: Phones, invited: Invited) -> None:
    mine = phone(invited[1])
    refused = mine.fill("send", change=SECRET)
    assert refused.status_code == 422
    assert 'href="#q-reason"' in refused.text
    assert 'href="#q-concern"' in refused.text
    assert SECRET in refused.text
    assert ("q-change", SECRET) in mine.questions().found, "and it is kept"
    assert mine.fill("send", reason="unsaid", concern="unsaid").status_code == 200


def test_without_scripts_a_question_that_an_answer_leads_to_is_seen_before_it_is_sent(
    house: House, phone: Phones, invited: Invited
) -> None:
    mine = phone(invited[1])
    more = mine.fill("send", reason="pay", concern="yes")
    assert "there is something more to answer" in more.text
    assert count(house, ExitAnswers) == 0
    assert mine.fill("send", account="").status_code == 200
    assert count(house, ExitAnswers) == 1, "it may be left out all the same"


def test_a_page_keeps_what_is_typed_and_says_when_it_cannot(phone: Phones, invited: Invited) -> None:
    mine = phone(invited[1])
    assert mine.fill("typing", keep=SECRET).status_code == 204
    assert ("q-keep", SECRET) in mine.questions().found
    assert mine.post("/exit/nothing-of-ours/questions", {"then": "typing"}).status_code == 409
    assert "<script" in mine.get("/questions").text
    assert "<script" not in mine.get().text


def test_in_the_language_that_they_choose(phone: Phones, invited: Invited) -> None:
    mine = phone(invited[1])
    german = mine.get(headers={"Accept-Language": "fr;q=0.5, de-AT, en;q=0.3"}).text
    assert '<html lang="de">' in german
    assert "Bevor Sie gehen" in german
    assert "Zu den Fragen" in german
    dutch = mine.post(f"{mine.base}/questions", {"speak": "nl", "q-pay": "3"}, follow=True).text
    assert '<html lang="nl">' in dutch
    assert "Voordat u gaat" in dutch
    assert ("q-pay", "3") in mine.questions().found, "changing the language loses nothing"
    assert "Voordat u gaat" in mine.get("/questions").text, "and it stays"


def test_saying_no_is_one_click_and_leaves_nothing(house: House, phone: Phones, invited: Invited) -> None:
    exit_, link, _ = invited
    mine = phone(link)
    mine.fill(keep=SECRET)
    assert mine.get("/decline").status_code == 405, "a mail scanner that follows links says no for nobody"
    assert "That is fine" in mine.post(f"{link}/decline", {}).text
    assert house.again(exit_).state == "declined"
    assert count(house, ExitDraft) == 0
    assert mine.get().status_code == 404


@pytest.mark.parametrize("how", ["run out", "another", "made up"])
def test_a_link_that_is_over_says_so_and_gives_back_what_was_written(
    house: House, phone: Phones, invited: Invited, how: str
) -> None:
    exit_, link, _ = invited
    mine = phone(link)
    mine.fill(keep="kept before")
    if how == "run out":
        with house.database.transaction() as db:
            db.execute(update(ExitGuest).values(ends_at=utc_now() - timedelta(seconds=1)))
    elif how == "another":
        house.invite(exit_, now=utc_now())
    else:
        mine.base = "/exit/AAAAAAAAAAAAAAAAAAAAAA"
    late = mine.post(f"{mine.base}/questions", mine.typed | {"q-keep": SECRET})
    assert late.status_code == 404
    assert "This link opens nothing any more" in late.text
    assert f"<p>{SECRET}</p>" in late.text
    assert "kept before" not in late.text
    assert mine.get("/questions").status_code == 404


def test_a_version_that_is_published_meanwhile_changes_nothing_for_who_has_begun(
    house: House, phone: Phones, invited: Invited
) -> None:
    exit_, link, _ = invited
    mine = phone(link)
    mine.fill(workload="1")
    mine.typed["version"] = ["9" * 19]
    assert mine.post(f"{link}/questions", mine.typed).status_code == 303, "no version of ours, and no fault either"
    with house.database.reading() as db:
        body = db.get_one(Questionnaire, house.questionnaire_id).body
    with house.database.transaction() as db:
        new = questionnaires.publish(
            db, body.replace('"workload"', '"work-amount"'), by=house["interviewer"], now=utc_now()
        )
    assert "q-workload" in mine.questions().seen
    assert mine.fill("send", reason="unsaid", concern="no").status_code == 200
    assert house.again(exit_).questionnaire_id == house.questionnaire_id
    other = house.planned(number="E-20")
    theirs = phone(house.invite(other, now=utc_now()).path)
    assert "q-work-amount" in theirs.questions().seen
    assert "q-workload" not in theirs.questions().seen
    assert new.version == 1


def test_a_stay_of_a_leaver_opens_no_other_door(house: House, phone: Phones, invited: Invited) -> None:
    mine = phone("/exit")
    mine.post("/exit", {"receipt": invited[2]})
    [cookie] = mine.client.cookies.jar
    assert cookie.value
    assert stays.find(house.database, cookie.value, "exit", utc_now()) is not None
    assert stays.find(house.database, cookie.value, "report", utc_now()) is None
    holder = stays.find(house.database, cookie.value, "exit", utc_now())
    assert holder is not None
    assert holder.holder is not None
    with house.database.reading() as db, pytest.raises(vault.NoSeal):
        vault.rooms.enter(db, holder.holder, invited[0].id, Compartment.INTERVIEW)


def test_nothing_is_taken_from_another_site(phone: Phones, invited: Invited) -> None:
    mine = phone(invited[1])
    strange = {**SAME, "Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
    for path in ("/questions", "/decline"):
        assert mine.client.post(invited[1] + path, data={"then": "send"}, headers=strange).status_code == 403


def test_every_sentence_of_their_pages_is_there_in_each_language() -> None:
    own = [f"exits/{name}" for name in ("begin", "questions", "_questions", "_readers", "sent", "sent_already")]
    own += ["exits/declined", "exits/gone", "exits/code", "ui/_care", "ui/_receipt_field", "layouts/public"]
    said = {UNKNOWN, answering.MISSING, answering.UNKNOWN, answering.TOO_LONG, str(receipts.Malformed.said)}
    for name in own:
        said |= set(re.findall(r'_\("([^"]+)"', (shared("templates") / f"{name}.html").read_text()))
    assert len(said) > 60
    for language in SPOKEN[1:]:
        known = sentences(language)
        assert said - known.keys() == set(), language
        for english, own_words in known.items():
            assert re.findall(r"%\(\w+\)s", english) == re.findall(r"%\(\w+\)s", own_words), english


def test_the_browsers_languages_are_tried_in_the_order_that_it_says() -> None:
    assert preferred("nb;q=0.5,de-AT, *;q=0.1, en;q=x, nl;q=0.9") == ["de-AT", "nl", "nb"]
    assert preferred("") == []


@pytest.mark.parametrize("language", SPOKEN)
def test_a_first_visit_is_small(phone: Phones, invited: Invited, language: str) -> None:
    """12 KB over the wire, with the stylesheet, the signs and the script."""
    mine = phone(invited[1])
    asked = {"Accept-Encoding": "gzip", "Accept-Language": language}
    files = [static(name) for name in ("public.css", "icons.svg", "leaving.js")]
    answers = [mine.get("/questions", headers=asked), *(mine.client.get(path, headers=asked) for path in files)]
    heads = [len(name) + len(value) + 4 for one in answers for name, value in one.headers.items()]
    assert sum(heads) + sum(int(one.headers["content-length"]) for one in answers) < 12 * 1024


def test_many_at_once_and_twice_each_lose_nothing(house: House, phone: Phones) -> None:
    links = [house.invite(house.planned(number=f"E-8{at}"), now=utc_now()).path for at in range(6)]
    form = {"then": "send", "q-reason": "unsaid", "q-concern": "no"}
    seen = {f"on-{question.id}": "1" for question in ready("voluntary").questions}

    def send(link: str) -> int:
        return int(phone(link).post(f"{link}/questions", form | seen | {"q-keep": link}).status_code)

    with ThreadPoolExecutor(6) as crowd:
        assert set(crowd.map(send, links * 2)) == {200}
    assert (count(house, ExitAnswers), count(house, ExitTally)) == (6, 6)
