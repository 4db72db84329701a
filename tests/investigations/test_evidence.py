"""The evidence log: what enters it, what it says of an allegation, through whose hands it went, and that it is what it
was."""

import hashlib
import re
from collections.abc import Callable
from typing import Any

import pytest
from httpx import Response
from sqlalchemy import select, update

from casework import vault
from casework.audit.models import TrailEntry
from casework.cases.actions import given, privilege
from casework.cases.models import (
    Evidence,
    EvidenceChange,
    EvidenceCustody,
    EvidencePoint,
    Given,
    Interview,
    InterviewStatement,
    Paper,
    Told,
)
from casework.db import new_id, utc_now
from casework.files.keeping import keep
from casework.investigations.routes import evidence_giving
from casework.vault import Compartment
from tests.cases.doing import allege
from tests.cases.pages.browser import Browser, hidden, text_of
from tests.cases.pages.test_papers import stored
from tests.cast import Cast

Browse = Callable[[str], Browser]
WORDS = b"MARKER-EV1 On Friday the rota was on the board.\n" * 40
SAID = {
    "kind": "paper", "what": "MARKER-EV2 The rota of May", "from_party": "", "source": "the foreman's office",
    "arose_on": "2026-05-04", "arose": "", "obtained_on": "2026-05-20", "how": "MARKER-EV3 It was asked for.",
    "paper": "", "message": "", "allegation": "", "direction": "", "why": "",
}  # fmt: skip
HANDED = {
    "giver": "The foreman", "taker": "Ines", "on": "2026-05-20", "at": "09:30", "why": "To be copied",
    "place": "Cabinet 4, envelope 12",
}  # fmt: skip


@pytest.fixture
def ines(browse: Browse, cast: Cast) -> Browser:
    """On a case with one allegation."""
    allege(cast)
    return browse("specialist")


def enter(browser: Browser, file: tuple[str, bytes] = ("", b""), **typed: str) -> Response:
    address = f"{browser.case}/evidence/new"
    sent = {**hidden(browser.page("/evidence/new"), address), **SAID, **typed}
    return browser.client.post(address, data=sent, files=[("files", file)])


def entered(browser: Browser, file: tuple[str, bytes] = ("", b""), **typed: str) -> str:
    """Its address on the case."""
    answer = enter(browser, file, **typed)
    assert answer.status_code == 303, text_of(answer.text)[:1500]
    return answer.headers["location"].removeprefix(browser.case)


def offered(browser: Browser, name: str) -> list[str]:
    found = re.search(rf'(?s)name="{name}".*?</select>', browser.page("/evidence/new"))
    assert found
    return re.findall(r'<option value="(\d+)"', found[0])


def test_a_file_enters_with_its_hash_and_is_read_again(ines: Browser) -> None:
    [about] = offered(ines, "allegation")
    entry = entered(ines, ("rota.txt", WORDS), allegation=about, direction="against", why="MARKER-EV4 not on shift")
    page = ines.page(entry)
    said = ("MARKER-EV2", "the foreman's office", "MARKER-EV3", "4 May 2026", "Against the allegation", "MARKER-EV4")
    assert all(words in text_of(page) for words in said)
    assert hashlib.sha256(WORDS).hexdigest() in page
    assert ines.send(f"{entry}/check", page).status_code == 303
    assert ines.send(f"{entry}/check", page).status_code == 303, "what was sent twice is done once"
    assert text_of(ines.page(entry)).count("Read again: it is what was entered.") == 2, "said, and in what was done"
    assert "Evidence log: 1 entry" in text_of(ines.page())
    _other_octets(ines)
    ines.send(f"{entry}/check", ines.page(entry))
    assert "Read again: it is damaged, and could not be read." in text_of(ines.page(entry))
    _another_file(ines)
    ines.send(f"{entry}/check", ines.page(entry))
    assert "Read again: it is not what was entered." in text_of(ines.page(entry))
    with ines.world.database.reading() as db:
        checks = select(TrailEntry.ids).where(TrailEntry.tag == "evidence:checked").order_by(TrailEntry.seq)
        found = re.findall(r'"found":"(\w+)"', " ".join(db.scalars(checks)))
        assert found == ["same", "unreadable", "other"]


def _paper(browser: Browser) -> Paper:
    with browser.world.database.reading() as db:
        return db.scalars(select(Paper).join(Evidence, Evidence.paper_id == Paper.id)).one()


def _other_octets(browser: Browser) -> None:
    path = stored(browser).path(_paper(browser).file_id)
    kept = path.read_bytes()
    path.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))


def _another_file(browser: Browser) -> None:
    """Whoever holds the keys and can write the database puts another file in its place, sealed as it should be."""
    paper, world = _paper(browser), browser.world
    file_id, key = keep(world.keys, stored(browser), WORDS.upper())
    with world.database.transaction() as db:
        assert browser.actor.holder is not None
        room = vault.rooms.enter(db, browser.actor.holder, paper.case_id, Compartment.FILE)
        sealed = room.seal_bytes(Paper.file_key, paper.id, key)
        db.execute(update(Paper).where(Paper.id == paper.id).values(file_id=file_id, file_key=sealed))


def test_a_file_of_a_form_that_was_not_right_is_not_sent_twice(ines: Browser) -> None:
    answer = enter(ines, ("rota.txt", WORDS), source="", how="", arose_on="2026-05-21", direction="for")
    words = text_of(answer.text)
    assert answer.status_code == 422
    assert "Choose somebody, or say in words from whom it is." in words
    assert "It was obtained before it came to be." in words
    assert "Choose the allegation and which way it points, or neither of the two." in words
    assert "it need not be sent again" in words
    assert re.search(r'<option value="\d+" selected>rota.txt', answer.text)
    assert 'value="MARKER-EV2 The rota of May"' in answer.text
    sent = {**hidden(answer.text, f"{ines.case}/evidence/new"), **SAID, "paper": offered(ines, "paper")[-1]}
    assert ines.client.post(f"{ines.case}/evidence/new", data=sent, files=[("files", ("", b""))]).status_code == 303
    assert hashlib.sha256(WORDS).hexdigest() in ines.page(re.findall(r"/evidence/\d+", ines.page("/evidence"))[0])
    refused = enter(ines, ("run.exe", b"MZ\x90\x00" + bytes(500)))
    assert refused.status_code == 422
    assert "run.exe: " in text_of(refused.text)
    both = enter(ines, ("rota.txt", WORDS), paper=offered(ines, "paper")[-1])
    assert "An entry is about one thing" in text_of(both.text)


def test_what_is_said_is_corrected_added_to_and_set_aside_and_nothing_is_lost(ines: Browser) -> None:
    entry = entered(ines, kind="object", what="MARKER-EV5 A glove")
    [about] = offered(ines, "allegation")
    shown = ines.page(f"{entry}/correction")
    typed = {**SAID, "kind": "object", "what": "MARKER-EV6 A left glove", "reason": "MARKER-EV7 which one"}
    assert ines.send(f"{entry}/correction", shown, **typed).status_code == 303
    assert ines.send(f"{entry}/correction", **{**typed, "reason": ""}).status_code == 422
    late = ines.send(f"{entry}/correction", re.sub(r'(name="nonce" value=")[^"]*', r"\g<1>another", shown), **typed)
    assert late.status_code == 409, "somebody else was quicker"
    for way, why in (
        ("for", "MARKER-EV8 found"),
        ("neither", "MARKER-EV9 anybody's"),
        ("back", "MARKER-EV10 no"),
    ):
        assert ines.send(f"{entry}/points", allegation=about, direction=way, why=why).status_code == 303
    assert ines.send(f"{entry}/custody", **HANDED).status_code == 303
    assert 'value="Ines"' in ines.page(f"{entry}/custody"), "whoever had it last hands it on"
    assert ines.send(f"{entry}/custody", **{**HANDED, "on": "2099-01-01"}).status_code == 422
    page = text_of(ines.page(entry))
    assert "MARKER-EV6 A left glove" in page
    assert re.search(r"Corrected\. .*MARKER-EV7 which one .*Before: object; MARKER-EV5 A glove", page)
    assert re.search(r"Nothing is written down yet.*Taken back .* MARKER-EV10 .* MARKER-EV9 .* MARKER-EV8", page)
    assert re.search(r"From The foreman to Ines To be copied Lies since: Cabinet 4, envelope 12", page)
    assert ines.send(f"{entry}/aside", reason="MARKER-EV11 not ours").status_code == 303
    assert "MARKER-EV11 not ours" in text_of(ines.page("/evidence"))
    assert "Evidence log: 1" not in text_of(ines.page()), "what is set aside is not counted"
    again = ines.send(f"{entry}/aside", reason="Again.")
    assert again.status_code == 409
    assert "It is set aside already." in text_of(again.text)
    assert ines.send(f"{entry}/return", reason="MARKER-EV12 it is").status_code == 303
    assert "Set aside" not in text_of(ines.page("/evidence"))
    with ines.world.database.reading() as db:
        sealed = [
            value
            for model in (Evidence, EvidencePoint, EvidenceCustody, EvidenceChange)
            for row in db.execute(select(model.__table__)).all()
            for value in row
        ]
    assert not any(b"MARKER" in value or b"glove" in value for value in sealed if isinstance(value, bytes))
    assert not any("MARKER" in value for value in sealed if isinstance(value, str))


def test_the_statement_of_an_interview_enters_by_its_number_alone(ines: Browser, cast: Cast) -> None:
    with cast.database.transaction() as db:
        assert ines.actor.holder is not None
        room = vault.rooms.enter(db, ines.actor.holder, cast.case_id, Compartment.FILE)
        about, now = {"case_id": cast.case_id, "position": 1}, utc_now()
        heard = Interview(
            id=new_id(), role="witness", state="held", state_since=now, planned_by=1, planned_at=now, **about
        )  # fmt: skip
        db.add(heard)
        db.flush()
        id_ = new_id()
        text = room.seal(InterviewStatement.text, id_, "MARKER-EI1 what she said")
        db.add(InterviewStatement(id=id_, interview_id=heard.id, text=text, by=1, at=utc_now(), **about))
    offer = ines.page(f"/evidence/new?statement={id_}")
    assert f'href="{ines.case}/interviews/{heard.id}"' in offer
    assert re.search(r'value="statement" checked', offer)
    entry = entered(ines, kind="statement", statement=str(id_))
    page = ines.page(entry)
    assert f'href="{ines.case}/interviews/{heard.id}"' in page
    assert "MARKER-EI1" not in page
    assert enter(ines, kind="statement", statement="7").status_code == 409


def test_the_log_is_asked_for_by_allegation_direction_and_kind(ines: Browser, browse: Browse) -> None:
    [about] = offered(ines, "allegation")
    entered(ines, what="MARKER-EA", allegation=about, direction="for", why="Because.")
    entered(ines, what="MARKER-EB", kind="object", allegation=about, direction="against", why="Because.")
    entered(ines, what="MARKER-EC", kind="object")
    queries = (
        "", "kind=object", f"allegation={about}", "direction=against", "kind=paper&direction=against", "kind=x",
    )  # fmt: skip
    seen = {query: re.findall(r"MARKER-E[ABC]", text_of(ines.page(f"/evidence?{query}"))) for query in queries}
    a, b, c = "MARKER-EA", "MARKER-EB", "MARKER-EC"
    assert list(seen.values()) == [[a, b, c], [b, c], [a, b], [b], [], [a, b, c]]
    assert "No entry fits." in text_of(ines.page("/evidence?kind=recording"))
    assert browse("colleague").get(f"{ines.case}/evidence").status_code == 404
    assert browse("lead").get(f"{ines.case}/evidence").status_code == 200


def test_evidence_is_given_to_somebody_who_comments_on_it_in_their_own_dialogue(ines: Browser, cast: Cast) -> None:
    entry = entered(ines, ("rota.txt", WORDS))
    party = next(id_ for id_ in offered_to(ines, entry) if id_ == str(cast["reporter"].id))
    page = ines.page(f"{entry}/giving")
    assert ines.send(f"{entry}/giving", page, party="", heading="", text="").status_code == 422
    typed = {"party": party, "heading": "MARKER-EG1 A rota", "text": "MARKER-EG2 What do you say?", "copy": "1"}
    sent = {**hidden(page, f"{ines.case}{entry}/giving"), **typed, "due_on": "2099-01-01"}
    for _ in range(2):
        assert ines.client.post(f"{ines.case}{entry}/giving", data=sent).status_code == 303
    assert re.search(r"What was said to it .*not opened yet", text_of(ines.page(entry)))
    with cast.database.transaction() as db:
        row, about = db.scalars(select(Given)).one(), db.scalars(select(Evidence)).one()
        paper, told = db.get_one(Paper, row.paper_id), db.scalars(select(Told)).one()
        assert (row.about_id, row.asks, paper.room, paper.subject) == (about.id, "comment", "dialogue", int(party))
        assert (told.about, told.party_id, paper.id == about.paper_id) == ("evidence", int(party), False)
        reporter = cast["reporter"]
        assert reporter.holder is not None
        room = vault.rooms.enter(db, reporter.holder, row.case_id, Compartment.DIALOGUE, int(party))
        given.answer(db, row, room, choice="comment", text="MARKER-EG3 It is old.", actor=reporter, now=utc_now())
        with pytest.raises(vault.NoSeal):
            vault.rooms.enter(db, reporter.holder, row.case_id, Compartment.FILE)
    assert "MARKER-EG3 It is old." in text_of(ines.page(entry))
    ines.send(f"{entry}/aside", reason="Old.")
    assert ines.get(f"{ines.case}{entry}/giving").status_code == 404


def test_what_became_privileged_while_it_was_copied_is_given_to_nobody(
    ines: Browser, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = entered(ines, ("rota.txt", WORDS))
    page, copied = ines.page(f"{entry}/giving"), evidence_giving._copied

    def meanwhile(*args: Any) -> Any:
        with cast.database.transaction() as db:
            paper = db.scalars(select(Paper)).one()
            privilege.mark(db, cast.case(db), paper, why="", by=cast["specialist"])
        return copied(*args)

    monkeypatch.setattr(evidence_giving, "_copied", meanwhile)
    typed = {"party": str(cast["reporter"].id), "heading": "A rota", "text": "MARKER-EG4", "copy": "1"}
    sent = {**hidden(page, f"{ines.case}{entry}/giving"), **typed, "due_on": "2099-01-01"}
    assert ines.client.post(f"{ines.case}{entry}/giving", data=sent).status_code in (404, 409)
    with cast.database.reading() as db:
        assert not db.scalars(select(Given)).all()


def offered_to(browser: Browser, entry: str) -> list[str]:
    found = re.search(r'(?s)name="party".*?</select>', browser.page(f"{entry}/giving"))
    assert found
    return re.findall(r'<option value="(\d+)"', found[0])
