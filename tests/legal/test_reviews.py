"""What counsel is asked, and who can read it: by the verbs, and by the keys."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import delete

from casework.access import Forbidden, walls
from casework.cases.actions import members, notes, reminding, restriction
from casework.cases.actions.newcomers import NewParty
from casework.cases.lifecycle import IllegalStep
from casework.cases.models import Note, Review
from casework.cases.queries import record, visible
from casework.db import utc_now
from casework.legal.actions import reviews
from casework.legal.queries import reviews as queries
from casework.mail import Notice, Office
from casework.mail.models import Outbox
from casework.people import Role
from casework.vault import Compartment, NoSeal
from tests.cases import doing
from tests.cast import Cast, one_person, person
from tests.legal import reviewing as counsel
from tests.mail.reading import waiting


def found(cast: Cast, who: str, review_id: int) -> bool:
    with cast.database.reading() as db:
        return queries.find(db, cast[who], review_id) is not None


def test_counsel_reads_what_was_handed_over_and_no_more_of_the_case(cast: Cast) -> None:
    with cast.database.transaction() as db:
        notes.add(db, cast.case(db), class_="internal", text="CANARY-AWAY nothing for counsel", by=cast["specialist"])
        told = notes.add(
            db, cast.case(db), class_="internal", text="The hearing was on 3 November.", by=cast["specialist"]
        )
        wanted = [("note", told.id)]
    review = counsel.ask(cast, wanted=wanted)
    assert counsel.readers(cast, review) == {"lead", "specialist", "counsel"}
    assert found(cast, "counsel", review)
    shown = counsel.opened(cast, "counsel", review)
    assert [item.text for item in shown.newest.items] == [counsel.LETTER, "The hearing was on 3 November."]
    assert "CANARY" not in repr(shown)
    with cast.database.reading() as db:
        assert record.load(db, cast["counsel"], cast.number) is None
        assert visible.find(db, cast["counsel"], cast.number) is None
        held = queries.matter_of(db, cast.case(db), review).holders[cast["counsel"].id]
    assert held == {Compartment.REVIEW}
    for who in ("colleague", "removed", "eap", "administrator", "auditor", "alternate", "party", "interviewer"):
        assert not found(cast, who, review), who
        with pytest.raises(NoSeal):
            counsel.opened(cast, who, review)


def test_what_changes_in_the_file_afterwards_is_not_what_counsel_was_asked(cast: Cast) -> None:
    with cast.database.transaction() as db:
        note = notes.add(db, cast.case(db), class_="internal", text="As it was.", by=cast["specialist"]).id
    review = counsel.ask(cast, wanted=[("note", note)])
    with cast.database.transaction() as db:
        row = db.get_one(Note, note)
        notes.correct(db, cast.case(db), row, text="As it is.", reason="A slip.", by=cast["specialist"], version=1)
    assert counsel.opened(cast, "counsel", review).newest.items[1].text == "As it was."


def test_counsel_says_first_that_they_have_no_conflict_then_comments_and_returns(cast: Cast) -> None:
    review = counsel.ask(cast)
    with pytest.raises((Forbidden, IllegalStep)):
        counsel.answer(cast, review)
    counsel.open_(cast, review)
    assert counsel.state(cast, review) == ("in review", 1)
    counsel.comment(cast, review, 2, "Which day was agreed?")
    with pytest.raises(IllegalStep):
        counsel.answer(cast, review, "return")
    counsel.answer(cast, review, "return", "The date is wrong.")
    shown = counsel.opened(cast, "specialist", review)
    [comment] = shown.newest.items[0].paragraphs[1].comments
    assert (comment.text, comment.by) == ("Which day was agreed?", cast["counsel"].id)
    assert (shown.newest.answer, shown.newest.words) == ("returned", "The date is wrong.")


def test_a_return_is_answered_by_a_round_that_marks_what_changed(cast: Cast) -> None:
    review = counsel.ask(cast)
    counsel.open_(cast, review)
    counsel.comment(cast, review, 2, "Which day?")
    counsel.answer(cast, review, "return", "The date.")
    counsel.again(cast, review, counsel.LETTER.replace("30 November", "31 December"))
    assert counsel.state(cast, review) == ("in review", 2)  # the names are those that counsel was free of
    new, old = counsel.opened(cast, "counsel", review).rounds
    assert [part.changed for part in new.items[0].paragraphs] == [False, True, False]
    assert [part.text for part in old.items[0].paragraphs] == counsel.LETTER.split("\n\n")
    assert old.items[0].paragraphs[1].comments
    counsel.answer(cast, review)
    assert counsel.state(cast, review) == ("approved", 2)
    with pytest.raises(IllegalStep):
        counsel.answer(cast, review, "decline", "No.")
    with pytest.raises(IllegalStep):
        counsel.withdraw(cast, review)


def test_a_new_name_is_shown_before_the_next_round_opens(cast: Cast) -> None:
    review = counsel.ask(cast)
    counsel.open_(cast, review)
    counsel.answer(cast, review, "return", "Who heard it?")
    doing.add_party(cast, NewParty("witness", "Ruth Okafor"))
    doing.declare(cast, "specialist")
    counsel.again(cast, review, counsel.LETTER)
    assert counsel.state(cast, review) == ("asked", 2)
    with pytest.raises((Forbidden, IllegalStep)):
        counsel.answer(cast, review)
    counsel.open_(cast, review)
    counsel.answer(cast, review)


def test_a_conflict_ends_the_key_and_the_review_goes_to_other_counsel(cast: Cast) -> None:
    review = counsel.ask(cast)
    counsel.open_(cast, review, conflict=True)
    assert not found(cast, "counsel", review)
    assert counsel.readers(cast, review) == {"lead", "specialist"}
    with cast.database.reading() as db:
        [line] = queries.news(db, cast["specialist"], utc_now())
        assert (line.id, line.mine) == (review, True)
        assert queries.waiting(db, cast["counsel"]) == []
    counsel.other_counsel(cast)
    with pytest.raises(Forbidden):
        counsel.hand_over(cast, review, "counsel", who="lead")
    counsel.hand_over(cast, review, "partner", who="lead")
    counsel.open_(cast, review, "partner")
    counsel.answer(cast, review, who="partner")
    assert counsel.state(cast, review) == ("approved", 1)


def test_a_hand_over_moves_the_key_and_asks_the_next_for_a_conflict(cast: Cast) -> None:
    counsel.other_counsel(cast)
    review = counsel.ask(cast)
    counsel.open_(cast, review)
    counsel.hand_over(cast, review, "partner")
    assert counsel.readers(cast, review) == {"lead", "specialist", "partner"}
    assert counsel.state(cast, review) == ("in review", 1)
    with pytest.raises(Forbidden):
        counsel.answer(cast, review, who="partner")
    counsel.open_(cast, review, "partner")
    counsel.answer(cast, review, who="partner")
    with pytest.raises(NoSeal):
        counsel.opened(cast, "counsel", review)


def test_who_holds_another_room_alone_does_not_keep_a_review_that_went_on(cast: Cast) -> None:
    """Counsel reads what is privileged, and is on the case by it; not what is no longer theirs to answer."""
    with cast.database.transaction() as db:
        notes.add(db, cast.case(db), class_="privileged", text="For counsel.", by=cast["specialist"])
    counsel.other_counsel(cast)
    first, second = counsel.ask(cast), counsel.ask(cast)
    counsel.hand_over(cast, first, "partner", who="lead")
    counsel.withdraw(cast, second)
    for review in (first, second):
        assert "counsel" not in counsel.readers(cast, review)
        assert not found(cast, "counsel", review)


def test_a_wall_that_comes_later_takes_the_review_away_too(cast: Cast) -> None:
    review = counsel.ask(cast)
    with cast.database.transaction() as db:
        walls.raise_one(db, cast.case_id, cast["counsel"].id, walls.NAMED, by=cast["lead"])
    assert not found(cast, "counsel", review)
    assert "counsel" not in counsel.readers(cast, review)
    with cast.database.reading() as db:
        assert [line.id for line in queries.news(db, cast["specialist"], utc_now())] == [review]


def test_who_is_removed_reads_its_reviews_no_more_and_who_comes_reads_them_by_a_tick_alone(cast: Cast) -> None:
    review = counsel.ask(cast)
    doing.add_member(cast, "colleague")
    assert not found(cast, "colleague", review)
    assert all(one.compartment is not Compartment.REVIEW for one in doing.shown(cast, "colleague").readers)
    assert doing.shown(cast, "colleague").legal.reviews == ()
    doing.add_member(cast, "colleague", (Compartment.FILE, 0), (Compartment.REVIEW, review))
    assert found(cast, "colleague", review)
    assert [one.id for one in doing.shown(cast, "colleague").legal.reviews] == [review]
    with cast.database.transaction() as db:
        members.remove(db, cast.case(db), cast["colleague"].id, by=cast["lead"])
    assert not found(cast, "colleague", review)
    assert "colleague" not in counsel.readers(cast, review)


def test_nobody_is_asked_who_is_walled_off_or_is_no_counsel(cast: Cast) -> None:
    for who in ("colleague", "alternate"):
        with pytest.raises(Forbidden):
            counsel.ask(cast, to=who)
    with cast.database.transaction() as db:
        walls.raise_one(db, cast.case_id, cast["counsel"].id, walls.NAMED, by=cast["lead"])
    with pytest.raises(Forbidden):
        counsel.ask(cast)


def test_nobody_answers_what_they_asked_by_a_second_account_of_theirs(cast: Cast) -> None:
    """Nor by way of other counsel, who gives it on to them."""
    with cast.database.transaction() as db:
        cast.actors["other"] = person(db, "other", Role.COUNSEL)
    one_person(cast.database, cast["specialist"].id, cast["counsel"].id)
    with pytest.raises(Forbidden):
        counsel.ask(cast)
    review = counsel.ask(cast, to="other")
    counsel.open_(cast, review, "other")
    with cast.database.transaction() as db:
        row = counsel.the(db, review)
        with pytest.raises(Forbidden):
            reviews.hand_over(db, row, counsel.of(db, cast, "other", row), cast["counsel"].id, why="", by=cast["other"])


def test_of_a_restricted_case_a_specialist_hands_nothing_on(cast: Cast) -> None:
    with cast.database.transaction() as db:
        stay = {cast["lead"].id, cast["specialist"].id}
        restriction.restrict(db, cast.case(db), to=stay, why="The board asks for it.", by=cast["lead"])
    with pytest.raises(Forbidden):
        counsel.ask(cast)
    review = counsel.ask(cast, who="lead")
    counsel.open_(cast, review)
    counsel.answer(cast, review, "return", "The date.")
    counsel.again(cast, review, counsel.LETTER)


def test_a_withdrawn_review_is_nobody_elses_to_answer(cast: Cast) -> None:
    review = counsel.ask(cast)
    counsel.withdraw(cast, review)
    assert not found(cast, "counsel", review)
    assert found(cast, "specialist", review)


def test_counsel_is_reminded_two_days_before_and_on_the_day_and_the_mail_says_nothing(cast: Cast) -> None:
    cast.database.carry(mail=Office("https://cases.example.org"))
    review = counsel.ask(cast, question="MARKER-RV9")
    for days, told in ((3, 0), (2, 1), (2, 0), (1, 0), (0, 1)):
        reminding.remind(cast.database, datetime.combine(counsel.DUE - timedelta(days), time(11), UTC))
        mine = [one for one in waiting(cast.database, Notice.DEADLINE.value) if one.person_id == cast["counsel"].id]
        assert len(mine) == told, days
        with cast.database.transaction() as db:
            db.execute(delete(Outbox).where(Outbox.notice == Notice.DEADLINE.value))
    [asked] = waiting(cast.database, Notice.REVIEW_ASKED.value)
    assert asked.person_id == cast["counsel"].id
    assert all(word not in asked.body for word in ("MARKER", cast.number, "Specialist", str(review)))


def test_what_does_not_lie_in_the_file_cannot_be_handed_over(cast: Cast) -> None:
    with cast.database.transaction() as db:
        secret = notes.add(db, cast.case(db), class_="privileged", text="CANARY", by=cast["specialist"]).id
    review = counsel.ask(cast, wanted=[("note", secret), ("paper", 1), ("finding", 2), ("report", 3)])
    assert len(counsel.opened(cast, "lead", review).newest.items) == 1


def test_the_queue_has_the_soonest_first_and_says_how_the_question_begins(cast: Cast) -> None:
    later = counsel.ask(cast, due_on=counsel.DUE.replace(day=20), question="Second?")
    first = counsel.ask(cast, question="First?\nAnd more.")
    counsel.open_(cast, first)
    with cast.database.reading() as db:
        lines = queries.waiting(db, cast["counsel"])
        assert [(line.id, line.asked) for line in lines] == [(first, "First?"), (later, "")]  # not opened: names first
        assert queries.waiting(db, cast["specialist"]) == []
        assert queries.waiting(db, replace(cast["counsel"], admitted=False)) == []
        assert {line.id for line in queries.asked(db, cast["specialist"])} == {first, later}
        assert db.get_one(Review, first).counsel_id == cast["counsel"].id
