"""What was said becomes a statement: drawn from the notes, given, corrected and signed, or not; both texts stay."""

from collections.abc import Callable

import pytest
from litestar.datastructures import FormMultiDict
from sqlalchemy import select

from casework.cases.actions import given
from casework.cases.lifecycle import giving
from casework.cases.models import Given, Interview, InterviewStatement
from casework.cases.queries import searching
from casework.cases.queries.given import GivenShown
from casework.db import utc_now
from casework.intake.forms import form_of
from casework.vault import Compartment, Vault
from casework.web.forms import Typed
from tests.cases import doing
from tests.cases.pages.browser import Browser, text_of
from tests.cases.test_given import guest, let_in
from tests.whole.world import World

from .test_interviews import SAID, act, begun, fields, seen, typed

Browse = Callable[[str], Browser]
OURS = "I saw him on the stairs on Monday. He said nothing."


def held(worker: Browser) -> str:
    """An interview that is over, with one thing noted."""
    path = begun(worker)
    page = worker.page(f"{path}/notes")
    (first, version), *_rest = fields(page)
    typed(worker, path, first, SAID, version, seen(page))
    assert act(worker, path, "end").status_code == 303
    return path


def given_to_them(worker: Browser, how: str = "link") -> str:
    path = held(worker)
    assert act(worker, path, "statement", text=OURS).status_code == 303
    assert act(worker, path, "statement/hand", how=how, heading="Your statement").status_code == 303
    return path


def answers(world: World, keys: Vault, choice: str, text: str = "", name: str = "Viktor Hale") -> None:
    """The respondent, by link and code."""
    _party, ticket = let_in(world.cast, keys)
    actor = guest(world.cast, ticket)
    with world.database.transaction() as db:
        row = db.scalars(select(Given)).one()
        room = doing.room(db, actor, world.cast.case(db), Compartment.DIALOGUE, row.party_id)
        given.answer(db, row, room, choice=choice, text=text, name=name, actor=actor, now=utc_now())


def test_drawn_from_the_notes_corrected_by_them_and_signed_with_both_texts_kept(
    world: World, browse: Browse, keys: Vault
) -> None:
    worker = browse("specialist")
    path = held(worker)
    page = worker.page(f"{path}/statement")
    assert SAID in page
    assert page.index("Is there anything you need before we begin?") < page.index(SAID)
    assert act(worker, path, "statement/hand", how="link", heading="x").status_code == 409, "none is drawn up"
    assert act(worker, path, "statement", text=OURS).status_code == 303
    assert act(worker, path, "statement", text="Late", version="0").status_code == 409, "somebody was quicker"
    assert act(worker, path, "statement/hand", how="link", heading="Your statement").status_code == 303
    assert act(worker, path, "statement", text="Changed").status_code == 409, "they have it"
    assert act(worker, path, "statement/answer").status_code == 409, "not answered yet"
    answers(world, keys, "corrected", OURS.replace("Monday", "Tuesday"))
    assert "they have answered" in text_of(worker.page("/interviews"))
    desk = worker.page("/desk")
    assert "A statement came back: take it in" in text_of(desk)
    assert f'href="{path}"' in desk
    assert "statement came back" not in text_of(browse("lead").page("/desk")), "who conducts it"
    shown = worker.page(f"{path}/statement/answer")
    assert "Taken out: Monday" in text_of(shown).replace(" Monday", " Monday")
    assert act(worker, path, "statement/answer").status_code == 303
    assert "statement came back" not in text_of(worker.page("/desk"))
    page = worker.page(path)
    said = text_of(page)
    assert "corrected and signed" in said
    assert "Put in: Tuesday" in said
    assert "Viktor Hale" in said
    with world.database.reading() as db:
        row = db.scalars(select(InterviewStatement)).one()
        room = doing.room(db, worker.actor, world.cast.case(db))
        ours = room.open(InterviewStatement.text, row.id, row.text)
        assert row.theirs is not None
        theirs = room.open(InterviewStatement.theirs, row.id, row.theirs)
    assert (ours, theirs) == (OURS, OURS.replace("Monday", "Tuesday"))
    assert act(worker, path, "statement/another", reason="She remembered more.").status_code == 303
    assert "Draw up the statement" in text_of(worker.page(path))


@pytest.mark.parametrize(
    ("choice", "text", "state"), [("signed", "", "signed"), ("refused", "It is all wrong.", "not signed")]
)
def test_signed_as_it_stands_or_not_at_all(
    world: World, browse: Browse, keys: Vault, choice: str, text: str, state: str
) -> None:
    worker = browse("specialist")
    path = given_to_them(worker)
    answers(world, keys, choice, text)
    assert act(worker, path, "statement/back", reason="Oh.").status_code == 409, "what was said stays"
    assert act(worker, path, "statement/refused", reason="Oh.").status_code == 409
    assert act(worker, path, "statement/answer").status_code == 303
    with world.database.reading() as db:
        assert db.scalars(select(Interview.state)).one() == state
    assert (text or "signed") in text_of(worker.page(path))


def test_on_paper_for_somebody_without_a_page(world: World, browse: Browse) -> None:
    worker = browse("specialist")
    path = given_to_them(worker, "paper")
    sheet = text_of(worker.page(f"{path}/statement/print"))
    assert OURS in sheet
    assert "Place, day, name" in sheet
    assert act(worker, path, "statement/back", reason="A typing error.").status_code == 303
    assert act(worker, path, "statement", text=f"{OURS} Truly.").status_code == 303
    assert act(worker, path, "statement/hand", how="paper", heading="Theirs").status_code == 303
    done = act(
        worker, path, "statement/signed", result="corrected", name="Viktor Hale", on="2026-11-21", theirs="I saw him."
    )
    assert done.status_code == 303
    said = text_of(worker.page(path))
    assert "corrected and signed" in said
    assert "21 Nov 2026" in said
    with world.database.reading() as db:
        assert db.scalars(select(Given)).all() == []


def test_somebody_does_not_sign_before_they_are_given_it(world: World, browse: Browse) -> None:
    worker = browse("specialist")
    path = held(worker)
    assert act(worker, path, "statement/refused", reason="She left.").status_code == 409, "there is none"
    act(worker, path, "statement", text=OURS)
    assert act(worker, path, "statement/refused", reason="She left the country.").status_code == 303
    said = text_of(worker.page(path))
    assert "Why not: She left the country." in said
    assert "On record" in said


def put(text: str) -> GivenShown:
    now = utc_now()
    return GivenShown(1, 1, giving.STATEMENT, 1, giving.SIGNATURE, "Yours", text, [], None, now, 1, None, None, None,
                      None, None)  # fmt: skip


@pytest.mark.parametrize(
    ("choice", "text", "taken", "kept"),
    [
        ("signed", OURS, True, ""),
        ("signed", f"{OURS} Or so.", False, None),
        ("corrected", f"{OURS} Or so.", True, f"{OURS} Or so."),
        ("corrected", OURS, False, None),
        ("refused", OURS, True, ""),
    ],
)
def test_they_correct_their_statement_where_it_stands(choice: str, text: str, taken: bool, kept: str | None) -> None:
    assert form_of(put(OURS))["text"].data == OURS
    sent = FormMultiDict({"choice": choice, "text": text.replace("\n", "\r\n"), "name": "Viktor Hale"})
    form = form_of(put(OURS), Typed(sent))
    assert form.validate() is taken
    if taken:
        assert form.said["text"] == kept


def test_who_is_named_nowhere_in_the_file_is_not_named_there_by_what_they_sign_with(
    world: World, browse: Browse
) -> None:
    worker, reporter = browse("specialist"), world.cast["reporter"]
    path = begun(worker, who=str(reporter.id), role="complainant")
    page = worker.page(f"{path}/notes")
    typed(worker, path, fields(page)[0][0], SAID, "0", seen(page))
    act(worker, path, "end")
    act(worker, path, "statement", text=OURS)
    act(worker, path, "statement/hand", how="link", heading="Yours")
    assert "Of the person who reported" in text_of(worker.page(f"{path}/statement/print"))
    with world.database.transaction() as db:
        row = db.scalars(select(Given)).one()
        room = doing.room(db, reporter, world.cast.case(db), Compartment.DIALOGUE, reporter.id)
        given.answer(db, row, room, choice="signed", name="MARKER-NAME", actor=reporter, now=utc_now())
    assert act(worker, path, "statement/answer").status_code == 303
    page = worker.page(path)
    assert "MARKER-NAME" not in page
    assert "whom the file does not name" in page


def test_what_was_said_is_found_for_whoever_asks_what_is_kept_of_them(world: World, browse: Browse) -> None:
    worker = browse("specialist")
    path = held(worker)
    act(worker, path, "statement", text=OURS)
    with world.database.reading() as db:
        texts = [one.text for one in searching.load(db, worker.actor, world.cast.number).texts]
        nothing = searching.load(db, world.cast["colleague"], world.cast.number).texts
    assert any(SAID in text for text in texts)
    assert OURS in texts
    assert not nothing
