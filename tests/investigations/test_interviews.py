"""Interviews by their pages: planned, warned, begun, noted while typing, ended, corrected."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any

from httpx import Response
from sqlalchemy import select, update

from casework.cases.actions import direction
from casework.cases.models import Case, Interview, InterviewAnswer
from casework.db import utc_now
from casework.people.models import UserSession
from tests.cases import doing
from tests.cases.pages.browser import Browser, text_of
from tests.whole.world import World

Browse = Callable[[str], Browser]
SAID = "MARKER-SAID He stood very close to me, on the stairs."


def plan(browser: Browser, **more: Any) -> str:
    """An interview with the respondent; its address."""
    party = doing.respondent(browser.world.cast)
    new = {"who": str(party), "role": "respondent", "interviewer": str(browser.actor.id), "kind": "harassment", **more}
    answer = browser.send("/interviews/new", **new)
    assert answer.status_code == 303, text_of(answer.text)[:1500]
    return str(answer.headers["location"])


def begun(browser: Browser, **more: Any) -> str:
    path = plan(browser, **more)
    answer = act(browser, path, "begin")
    assert answer.headers["location"] == f"{path}/notes"
    return path


MOMENT = {"on": "2026-11-20", "at": "09:10"}


def act(browser: Browser, path: str, verb: str, **typed: Any) -> Response:
    when = MOMENT if verb in ("warning", "rights", "invitation") else {}
    return browser.send(f"{path.removeprefix(browser.case)}/{verb}", **{**when, **typed})


def fields(page: str) -> list[tuple[str, str]]:
    """Of each question the id and the version of its notes."""
    return re.findall(r'name="shown\[\]" value="(\d+)">\s*<input type="hidden" name="version\[\]" value="(\d+)"', page)


def seen(page: str) -> str:
    return str(re.findall(r'name="seen" value="([^"]+)"', page)[0])


def typed(browser: Browser, path: str, answer: str, text: str, version: str, on_page: str) -> Response:
    """As the script sends it."""
    sent = {"shown[]": answer, "notes[]": text, "version[]": version, "seen": on_page}
    accept = {"accept": "application/json"}
    return browser.client.post(f"{path}/notes/{answer}", data=sent, headers=accept)


def turn(on_page: str, number: int) -> str:
    return f"{on_page.partition('-')[0]}-{number}"


def test_planned_begun_and_noted_field_by_field(world: World, browse: Browse) -> None:
    worker = browse("specialist")
    assert "Nobody is planned to be heard." in worker.page("/interviews")
    path = plan(worker, on="2026-11-30", at="14:30", place="Room 4", companion_as="union", companion="Ida Berg",
                arranged="A break each half hour")  # fmt: skip
    said = text_of(worker.page(path))
    for words in ("Room 4", "30 Nov 2026, 14:30", "Ida Berg", "A break each half hour"):
        assert words in said
    assert "From the questions that come with Casework" in said
    assert act(worker, path, "begin").status_code == 303
    page = worker.page(f"{path}/notes")
    (first, version), (second, _v), *_rest = fields(page)
    on_page = seen(page)
    answer = typed(worker, path, first, "He stood", version, on_page)
    assert (answer.status_code, answer.json()) == (200, {"version": 1})
    answer = typed(worker, path, first, SAID, "0", turn(on_page, 2))  # the first answer was lost on the way
    assert answer.json() == {"version": 2}
    assert typed(worker, path, first, "He stood", "0", turn(on_page, 1)).json() == {"version": 2}, "late, and dropped"
    typed(worker, path, second, "Line one\r\n  line two \n", "0", turn(on_page, 3))
    page = worker.page(f"{path}/notes")
    assert SAID in page
    assert "Line one\n  line two \n</textarea>" in page, "as typed"
    assert act(worker, path, "end").status_code == 303
    page = worker.page(path)
    assert SAID in page
    assert "held" in text_of(page)
    assert worker.get(f"{path}/notes").headers["location"] == f"{path}#questions"
    late = typed(worker, path, first, f"{SAID} And later", "2", turn(on_page, 4))
    assert late.status_code == 409
    assert "stays as it is" in late.json()["said"]


def test_without_scripts_a_button_saves_all_and_asks_a_question_more(world: World, browse: Browse) -> None:
    worker = browse("specialist")
    path = begun(worker)
    page = worker.page(f"{path}/notes")
    ids = fields(page)
    sent = {
        "shown[]": [one for one, _v in ids], "version[]": [v for _o, v in ids],
        "notes[]": [f"Note {n}" for n in range(len(ids))], "seen": seen(page),
        "question": "Who else was on the stairs?", "nonce": re.findall(r'name="nonce" value="([^"]+)"', page)[0],
    }  # fmt: skip
    refused = worker.client.post(f"{path}/notes", data=sent | {"question": "Who? " * 101})
    assert refused.status_code == 422
    assert "The question is too long: at most 500 characters." in refused.text
    assert f'value="{"Who? " * 100}Who?"' in refused.text, "nothing typed is lost"
    assert "Note 0</textarea>" in refused.text
    answer = worker.client.post(f"{path}/notes", data=sent)
    assert answer.headers["location"] == f"{path}/notes"
    assert worker.client.post(f"{path}/notes", data=sent).status_code == 303, "a second click"
    another = sent | {"question": "And who came up?"}
    assert worker.client.post(f"{path}/notes", data=another).status_code == 303, "stopped, and asked otherwise"
    page = worker.page(f"{path}/notes")
    assert [page.count(words) for words in ("Who else was on the stairs?", "And who came up?")] == [1, 1]
    assert f"Note {len(ids) - 1}" in page
    assert len(fields(page)) == len(ids) + 2


def test_two_who_type_under_one_question_see_both_texts(world: World, browse: Browse) -> None:
    worker, lead = browse("specialist"), browse("lead")
    path = begun(worker)
    mine, theirs = worker.page(f"{path}/notes"), lead.page(f"{path}/notes")
    (first, _v), *_rest = fields(mine)
    assert typed(lead, path, first, "What the lead heard", "0", seen(theirs)).status_code == 200
    answer = typed(worker, path, first, "What I heard", "0", seen(mine))
    assert answer.status_code == 409
    told = answer.json()
    assert (told["theirs"], told["by"], told["version"]) == ("What the lead heard", world.cast["lead"].name, 1)
    sent = {"shown[]": [first], "version[]": ["0"], "notes[]": ["What I heard"], "seen": seen(mine)}
    answer = worker.client.post(f"{path}/notes", data=sent)
    assert answer.status_code == 409
    assert "What the lead heard" in answer.text
    assert "What I heard\n" in answer.text.replace("</textarea>", "\n")
    again = {**sent, "version[]": ["1"], "seen": seen(answer.text), "join": first}
    assert worker.client.post(f"{path}/notes", data=again).status_code == 303
    assert "What the lead heard\nWhat I heard</textarea>" in worker.page(f"{path}/notes")


def test_a_text_that_came_after_the_session_comes_back_into_its_field(world: World, browse: Browse) -> None:
    worker = browse("specialist")
    path = begun(worker)
    page = worker.page(f"{path}/notes")
    (first, version), *_rest = fields(page)
    idle(world, worker)
    answer = typed(worker, path, first, SAID, version, seen(page))
    assert answer.status_code == 303
    assert "kept=1" in answer.headers["location"]
    back = browse("specialist")
    kept = back.client.get("/kept").text
    assert SAID in kept
    form = re.findall(r'action="([^"]+\?kept=\d+)"(.*?)</form>', kept, re.DOTALL)[0]
    sent = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form[1]))
    sent["notes[]"] = SAID
    answer = back.client.post(form[0], data=sent)
    assert answer.headers["location"] == f"{path}/notes#question-{first}"
    assert f"{SAID}</textarea>" in back.page(f"{path}/notes")
    assert back.client.get("/kept").status_code == 303, "nothing is kept twice"


def idle(world: World, worker: Browser) -> None:
    with world.database.transaction() as db:
        mine = update(UserSession).where(UserSession.person_id == worker.actor.id)
        db.execute(mine.values(seen_at=utc_now() - timedelta(minutes=31)))


def test_what_comes_after_the_end_is_offered_as_a_correction(world: World, browse: Browse) -> None:
    worker = browse("specialist")
    path = begun(worker)
    page = worker.page(f"{path}/notes")
    (first, version), *_rest = fields(page)
    typed(worker, path, first, "Early", version, seen(page))
    nothing = worker.client.post(f"{path}/notes/{first}", data={"seen": seen(page)})
    assert nothing.status_code == 400
    assert "too long" not in nothing.text
    act(worker, path, "end")
    sent = {"shown[]": first, "notes[]": "Early, and late", "version[]": "1", "seen": turn(seen(page), 2)}
    answer = worker.client.post(f"{path}/notes/{first}", data=sent)
    assert answer.status_code == 409
    assert "Early, and late" in answer.text
    address = f"/interviews/notes/{first}/correction"
    done = worker.send(address, page=answer.text, text="Early, and late", reason="It came late.")
    assert done.headers["location"] == f"{path}#question-{first}"
    said = text_of(worker.page(path))
    assert "Early, and late" in said
    assert "It came late." in said
    assert "What stood there before Early" in said


def test_while_counsel_directs_nothing_begins_before_the_warning(world: World, browse: Browse) -> None:
    direct(world, utc_now().date())
    worker = browse("specialist")
    path = plan(worker)
    page = text_of(worker.page(path))
    assert "Privileged and confidential" in page
    assert "Not yet: Counsel directs this case: read the warning out first" in page
    assert act(worker, path, "begin").status_code == 409
    aloud = worker.page(f"{path}/warning")
    assert "who acts for the organisation and not for you" in aloud
    assert act(worker, path, "warning", words="She asked what privileged means.").status_code == 303
    assert "She asked what privileged means." in worker.page(path)
    assert act(worker, path, "begin").status_code == 303
    assert "Privileged and confidential" in worker.page(f"{path}/notes")


def direct(world: World, day: date) -> None:
    with world.database.transaction() as db:
        case, lead = world.cast.case(db), world.cast["lead"]
        direction.direct(
            db, case, counsel_id=world.cast["counsel"].id, from_on=day, until_on=None, why="Advice.", by=lead
        )


def test_who_asks_for_a_representative_is_not_questioned_before_that_is_settled(world: World, browse: Browse) -> None:
    worker = browse("specialist")
    path = plan(worker)
    assert act(worker, path, "rights", what="granted", words="?").status_code == 422, "nobody asked"
    assert act(worker, path, "rights", what="asked", words="Asked for her steward.").status_code == 303
    assert "They asked for a representative: settle that first." in text_of(worker.page(path))
    assert act(worker, path, "begin").status_code == 409
    for what, words in (("offered", "To go on, or not."), ("without", "She wanted to go on.")):
        assert act(worker, path, "rights", what=what, words=words).status_code == 303
    assert act(worker, path, "begin").status_code == 303
    act(worker, path, "rights", what="asked", words="She asked again.")
    act(worker, path, "rights", what="ended", words="We stopped there.")
    assert act(worker, path, "end").status_code == 303, "nothing had to be noted"
    said = text_of(worker.page(path))
    for words in ("Asked for her steward.", "She wanted to go on.", "We stopped there."):
        assert words in said


def test_a_question_is_left_out_a_day_changes_and_somebody_declines(world: World, browse: Browse) -> None:
    worker = browse("specialist")
    path = plan(worker)
    assert act(worker, path, "invitation", words="By letter.").status_code == 409, "no day yet"
    page = worker.page(f"{path}/details")
    assert act(worker, path, "details", page=page, who=str(doing.respondent(world.cast)), role="respondent",
               interviewer=str(worker.actor.id), on="2026-12-01", at="").status_code == 422  # fmt: skip
    assert act(worker, path, "details", who=str(doing.respondent(world.cast)), role="respondent",
               interviewer=str(worker.actor.id), on="2026-12-01", at="09:00").status_code == 303  # fmt: skip
    [letter] = re.findall(r'href="([^"]+/letters/new[^"]+)"', worker.page(f"{path}/invitation"))
    assert "1 December 2026" in worker.page(unescape(letter)) or "1 Dec 2026" in worker.page(unescape(letter))
    assert act(worker, path, "invitation", words="By letter of today.").status_code == 303
    first = re.findall(r"/interviews/questions/(\d+)/leave-out", worker.page(path))[0]
    assert worker.send(f"/interviews/questions/{first}/leave-out").status_code == 303
    with world.database.reading() as db:
        assert db.get(InterviewAnswer, int(first)) is None
    assert act(worker, path, "decline", reason="").status_code == 422
    assert act(worker, path, "decline", reason="She wants to write instead.").status_code == 303
    assert act(worker, path, "begin").status_code == 409
    assert act(worker, path, "again", reason="She changed her mind.").status_code == 303
    assert "planned" in text_of(worker.page("/interviews"))


def test_notes_lie_in_the_file_and_nobody_else_saves_one(world: World, browse: Browse) -> None:
    worker = browse("specialist")
    path = begun(worker)
    page = worker.page(f"{path}/notes")
    (first, version), *_rest = fields(page)
    typed(worker, path, first, SAID, version, seen(page))
    for who in ("colleague", "removed", "party", "counsel"):
        assert typed(browse(who), path, first, "x", "1", turn(seen(page), 9)).status_code in (403, 404)
    with world.database.reading() as db:
        row = db.get_one(InterviewAnswer, int(first))
        assert row.notes is not None
        assert SAID.encode() not in row.notes
        other = db.scalars(select(Interview)).one()
        assert db.get_one(Case, other.case_id).version >= 1
    assert typed(worker, path, "12345", "x", "0", seen(page)).status_code == 404
    assert typed(worker, path, first, "x" * 60_001, "1", seen(page)).json()["said"].startswith("It is too long")
