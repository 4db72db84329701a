"""A letter from the first word to its reader's hands, as those who write it see it."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime

import pikepdf
import pytest
from sqlalchemy import select

from casework.audit.models import TrailEntry
from casework.cases.actions import declarations, direction, privilege
from casework.cases.models import Given, Hearing, Interview, Letter, Paper, PrivilegeClaim, Told
from casework.cases.queries import given as givens
from casework.cases.queries import searching
from casework.db import new_id, utc_now
from casework.vault import Compartment, Unreadable
from tests.cases.doing import respondent, room, shown
from tests.cases.pages.browser import Browser, text_of
from tests.cases.test_given import guest, let_in

from .written import HOSTILE, begun, filled, finished, pages_of, sent, witness, words_of

Browse = Callable[[str], Browser]
ALLEGED = f"On 2 October in the packing hall you are said to have MARKER-LT1 shouted. {HOSTILE}"
OPEN_TO = {"place_contact": "Phone 030 123", "place_answer_by": "2026-12-01"}


def uninformed(browser: Browser) -> int:
    facts = shown(browser.world.cast, "specialist").facts
    assert facts is not None
    return facts.uninformed


@pytest.fixture
def ines(browse: Browse) -> Browser:
    return browse("specialist")


def test_a_notice_from_the_first_word_to_told(ines: Browser) -> None:
    cast, viktor = ines.world.cast, respondent(ines.world.cast)
    witness(ines)
    assert uninformed(ines) == 1
    listed = text_of(ines.page("/letters"))
    assert "No letter was written yet." in listed
    assert "Viktor Hale" in listed
    page, typed = begun(ines, "allegations", viktor)
    assert "Dear Viktor Hale," in text_of(page)
    assert "place_sanction" not in typed
    assert "Still to be filled in: What is alleged" in text_of(page)
    for then in ("look", "save", "finish"):
        mistyped = sent(ines, typed, then, subject="{{7*7}} and {{daay}}", text="{{dear}} {{daay}} %(x)s {{")
        assert mistyped.status_code in (200, 422)
        assert "There is no place “daay” and “{{” in this letter." in text_of(mistyped.text)
    wrong = {**OPEN_TO, "place_allegations": f"{ALLEGED} Mara  QUIST saw it. You must not discuss this."}
    looked = sent(ines, typed, "look", **wrong)
    assert looked.status_code == 200
    assert "“Mara Quist”: this reader is told no names of others" in text_of(looked.text)
    refused = sent(ines, typed, "finish", **wrong, passed="It forbids nothing.")
    assert refused.status_code == 422
    assert "“Mara Quist”" in text_of(refused.text)
    kept = sent(ines, typed, "save", **wrong)
    assert kept.status_code == 303
    draft = kept.headers["location"]
    with ines.world.database.reading() as db:
        [row] = db.scalars(select(Letter))
        assert (row.state, row.party_id) == ("draft", viktor)
        assert b"MARKER" not in row.words
        assert not db.scalar(select(Told))
    typed = filled(ines, ines.page(draft))
    gagged = {"place_allegations": f"{ALLEGED} You must not discuss this."}
    refused = sent(ines, typed, "finish", **gagged)
    assert "would forbid to talk" in text_of(refused.text)
    assert "Directive (EU) 2019/1937 art. 24" in text_of(refused.text), "the law of the place is quoted first"
    for _ in range(2):  # sent twice, it is done once
        done = sent(ines, typed, "finish", **gagged, passed="MARKER-LT2 it quotes what they said.")
        assert done.headers["location"] == draft
    late = sent(ines, typed, "save", place_allegations="MARKER-LT3 and Sunday.")
    assert (late.status_code, "MARKER-LT3 and Sunday." in late.text) == (409, True)
    shown = text_of(ines.page(draft))
    assert "Finished, not handed over." in shown
    assert "MARKER-LT2" in shown
    later = ines.send(f"{draft.removeprefix(ines.case)}/handing", how="in person", on="2199-01-01")
    assert "That day is still to come." in text_of(later.text)
    ines.done(f"{draft.removeprefix(ines.case)}/handing", how="in person", on="2026-10-05")
    assert "Handed over on 5 Oct 2026, by you. In person." in text_of(ines.page(draft))
    assert uninformed(ines) == 0, "what the guard of the workflow looks at"
    with ines.world.database.reading() as db:
        [told] = db.scalars(select(Told))
        assert (told.party_id, told.about, told.how, told.told_on) == (
            viktor, "allegations", "in person", date(2026, 10, 5),
        )  # fmt: skip
        tags = db.scalars(select(TrailEntry.tag).where(TrailEntry.tag.startswith("letter:")).order_by(TrailEntry.seq))
        assert list(tags) == ["letter:written", "letter:finished", "letter:handed"]
    ines.done(f"{draft.removeprefix(ines.case)}/withdrawal", why="MARKER-LT3 the day was wrong.")
    with ines.world.database.reading() as db:
        [found] = [one for one in searching.load(db, cast["specialist"], cast.number).texts if one.label == "A letter"]
    for mark in ("MARKER-LT1", "MARKER-LT2", "MARKER-LT3", "Dear Viktor Hale,"):
        assert mark in found.text, "who asks for their own data is searched for in letters too"
    assert "MARKER-LT3" in text_of(ines.page(draft))
    anew, typed = begun(ines, "", 0, replaces=draft.rpartition("/")[2])
    assert "MARKER-LT1" in text_of(anew)
    assert cast.number in anew


def test_its_pages_read_as_they_were_written_and_say_nothing_else(ines: Browser) -> None:
    """Typst's signs are words; title, language, tags and bookmarks are right; nobody else is in it."""
    viktor, mara = respondent(ines.world.cast), witness(ines)
    assert mara
    subject = "About the matter #panic()"
    path = finished(ines, "allegations", viktor, **OPEN_TO, place_allegations=ALLEGED, subject=subject)
    pdf = pages_of(ines, path)
    said = words_of(pdf)
    assert "On 2 October in the packing hall you are said to have MARKER-LT1 shouted." in said
    assert HOSTILE in said
    assert "Dear Viktor Hale," in said
    assert "Tuesday, 1 Dec 2026" in said
    assert "Mara" not in said
    assert "pregnancy" not in said, "what was reported is not in it"
    with pikepdf.open(io.BytesIO(pdf)) as found:
        with found.open_metadata() as known:
            assert known["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
            assert known["dc:title"] == subject
            assert "dc:creator" not in known
        assert str(found.Root.Lang) == "en"
        assert "/Author" not in found.docinfo
        with found.open_outline() as outline:
            assert outline.root[0].title == subject
            assert [mark.title for mark in outline.root[0].children][:2] == ["What is alleged", "What you can do"]
    draft = sent(ines, begun(ines, "closing", mara)[1], "pdf", place_contact="Phone")
    assert draft.headers["content-disposition"].endswith("letter-draft.pdf")
    assert "Draft" in words_of(draft.content)


def test_into_their_own_dialogue_and_nowhere_else(ines: Browser) -> None:
    cast, viktor = ines.world.cast, respondent(ines.world.cast)
    decided = {"place_findings": "It happened.", "place_sanction": "MARKER-LT4 a written warning", **OPEN_TO}
    path = finished(ines, "decision", viktor, **decided).removeprefix(ines.case)
    ines.done(f"{path}/giving")
    assert "Not opened yet." in text_of(ines.page(path))
    assert ines.get(f"{ines.case}{path}/giving").status_code == 404, "it is given once"
    _, ticket = let_in(cast, ines.world.keys)
    them = guest(cast, ticket)
    with cast.database.reading() as db:
        theirs = room(db, them, cast.case(db), Compartment.DIALOGUE, viktor)
        [found] = givens.of_party(db, theirs, viktor)
        assert found.text is not None
        assert "MARKER-LT4 a written warning" in found.text
        assert (found.kind, found.asks) == ("letter", "comment"), "what they write to it can be an appeal"
        paper = db.get_one(Paper, found.paper_id)
        assert (paper.room, paper.subject) == ("dialogue", viktor)
        theirs.open_bytes(Paper.file_key, paper.id, paper.file_key)
        [told] = db.scalars(select(Told))
        assert (told.about, told.how, told.party_id) == ("outcome", "message", viktor)
        [letter] = db.scalars(select(Letter))
        assert letter.told_id == told.id
        first = db.get_one(Paper, letter.paper_id)
        assert first.file_id != paper.file_id
    ines.done(f"{path}/withdrawal", why="Wrong day.")
    with cast.database.reading() as db:
        assert db.scalars(select(Given)).one().withdrawn_at is not None


def test_who_reported_without_a_name_is_called_by_none(ines: Browser, browse: Browse) -> None:
    """Their letter lies in the file: it calls them by nothing, and refuses a name that somebody types."""
    reporter = ines.world.cast["reporter"].id
    page, typed = begun(ines, "outcome", reporter)
    assert "Good day," in text_of(page)
    assert "place_sanction" not in typed
    assert "place_action" in typed
    told = {"place_action": "He was given a final written warning.", "place_findings": "So it was.", **OPEN_TO}
    refused = sent(ines, typed, "finish", **told)
    assert "tells of a sanction" in text_of(refused.text)
    assert ines.get(f"{ines.case}/letters/new?kind=decision&party={reporter}").status_code == 404
    assert ines.get(f"{ines.case}/letters/new?kind=allegations&party={witness(ines)}").status_code == 404
    for who in ("colleague", "auditor", "eap"):
        assert browse(who).get(f"{ines.case}/letters").status_code in (403, 404)


def test_what_a_hearing_says_goes_to_its_own_person_alone(ines: Browser) -> None:
    """Day and place stand in the letter; nobody else's begins with them, nor with those of another case's row."""
    cast, viktor, mara = ines.world.cast, respondent(ines.world.cast), witness(ines)
    with cast.database.transaction() as db:
        case = cast.case(db)
        file, id_ = room(db, cast["specialist"], case, Compartment.FILE), new_id()
        at = datetime(2026, 12, 3, 13, 30, tzinfo=UTC)
        db.add(
            Hearing(
                id=id_, case_id=case.id, party_id=viktor, called_on=date(2026, 11, 22), first_at=at, starts_at=at,
                place=file.seal(Hearing.place, id_, "MARKER-LT6 Room 4"), by=cast["specialist"].id, at=at,
            )
        )  # fmt: skip
        lead, since = cast["lead"], date(2026, 1, 1)
        declarations.declare(db, case, by=lead, conflict=False)
        direction.direct(
            db, case, counsel_id=cast["counsel"].id, from_on=since, until_on=None, why="Advice.", by=lead
        )  # fmt: skip
    page, typed = begun(ines, "hearing", viktor, hearing=str(id_))
    assert "MARKER-LT6 Room 4" in text_of(page)
    assert typed["place_time"] == "14:30"
    for query in (
        f"kind=hearing&party={mara}&hearing={id_}",
        f"kind=hearing&hearing={id_ - 1}",
        "kind=hearing&party=9",
    ):
        assert ines.get(f"{ines.case}/letters/new?{query}").status_code == 404
    said = {"place_hearers": "Ines", "place_allegations": "Shouting.", "place_contact": "Phone"}
    path = sent(ines, typed, "finish", **said).headers["location"]
    assert "Privileged and confidential: prepared at the direction of counsel" in words_of(pages_of(ines, path))


def test_somebody_who_is_no_party_is_invited_and_has_no_dialogue(ines: Browser) -> None:
    cast = ines.world.cast
    with cast.database.transaction() as db:
        case, id_, now = cast.case(db), new_id(), utc_now()
        name = room(db, cast["specialist"], case, Compartment.FILE).seal(Interview.name, id_, "MARKER-LT7 Paul Vos")
        common = {"case_id": case.id, "position": 1, "state_since": now, "planned_at": now}
        db.add(Interview(id=id_, name=name, role="witness", planned_by=cast["specialist"].id, **common))
    assert f"letters/new?kind=interview&amp;interview={id_}" in ines.page("/letters")
    page = ines.page(f"/letters/new?kind=interview&interview={id_}")
    assert "Dear MARKER-LT7 Paul Vos," in text_of(page)
    typed = filled(ines, page)
    said = {"place_day": "2026-12-03", "place_time": "9:00", "place_place": "Room 4", "place_hearers": "Ines"}
    path = sent(ines, typed, "finish", **said, place_contact="Phone").headers["location"]
    assert "Dear MARKER-LT7 Paul Vos," in words_of(pages_of(ines, path))
    assert ines.get(f"{path}/giving").status_code == 404
    assert "/giving" not in ines.page(path)
    ines.done(f"{path.removeprefix(ines.case)}/handing", how="letter", on="2026-10-05")
    with cast.database.reading() as db:
        assert not db.scalars(select(Told)).all(), "who is told of the outcome is somebody on the case"


def test_asking_for_confidentiality_has_a_reason_and_an_end(ines: Browser) -> None:
    mara = witness(ines)
    _, typed = begun(ines, "free", mara)
    asks = {"text": "{{dear}}\n\nPlease keep this confidential.\n\n{{sender}}"}
    refused = text_of(sent(ines, typed, "finish", **asks, passed="Because.").text)
    assert "Give a reason and a day on which it ends" in refused
    half = sent(ines, typed, "finish", **asks, secret_until="2026-12-24")
    assert "Give both: a reason, and the day on which it ends." in text_of(half.text)
    path = sent(ines, typed, "finish", **asks, secret_until="2026-12-24", secret_why="two people are not heard yet")
    said = words_of(pages_of(ines, path.headers["location"]))
    assert "Until 24 Dec 2026 we ask you not to speak with others" in said
    assert "because: two people are not heard yet." in said
    assert "You remain free, now too, to speak about your pay" in said


def test_pages_that_become_privileged_take_the_words_of_their_letter_along(ines: Browser, browse: Browse) -> None:
    cast, mara = ines.world.cast, witness(ines)
    path = finished(ines, "free", mara, text="{{dear}}\n\nMARKER-LT9 as counsel says.\n\n{{sender}}")
    with cast.database.reading() as db:
        paper = db.scalars(select(Letter.paper_id)).one()
    assert shown(cast, "specialist").work.letters
    ines.done(f"/privilege/{paper}", why="")
    assert not shown(cast, "specialist").work.letters
    assert "MARKER-LT9" not in ines.page("/letters") + ines.page()
    for gone in (
        path,
        f"{path}/giving",
        f"{path}/withdrawal",
        f"{ines.case}/letters/new?replaces={path.split('/')[-1]}",
    ):
        assert ines.get(gone).status_code == 404
    with cast.database.transaction() as db:
        case, counsel = cast.case(db), cast["counsel"]
        row, file = db.scalars(select(Letter)).one(), room(db, cast["specialist"], case)
        for column, sealed in ((Letter.words, row.words), (Letter.printed, row.printed)):
            with pytest.raises(Unreadable):
                file.open(column, row.id, sealed or b"")
        declarations.declare(db, case, by=counsel, conflict=False)
        privilege.admit(db, case, cast["lead"].id, by=counsel)
        declarations.declare(db, case, by=cast["lead"], conflict=False)
    read = browse("lead").page(path.removeprefix(ines.case))
    assert "MARKER-LT9" in read
    assert "replaces=" not in read
    with cast.database.transaction() as db:
        claim = db.scalars(select(PrivilegeClaim)).one()
        privilege.refuse(db, cast.case(db), claim, reason="Facts.", by=cast["counsel"])
    assert "MARKER-LT9" in ines.page(path.removeprefix(ines.case))
