"""What one party is given, and how they come to it: by link and code, into their own dialogue alone."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from casework import vault
from casework.access import Forbidden
from casework.audit.models import TrailEntry
from casework.cases.actions import given, letting_in, members, parties
from casework.cases.actions.letting_in import Ticket
from casework.cases.lifecycle import IllegalStep, giving
from casework.cases.models import Given, Message, Paper, Party, PartyGuest
from casework.cases.queries import given as queries
from casework.cases.queries import ways_in
from casework.db import utc_now
from casework.mail import Office
from casework.mail.models import Outbox
from casework.people import Actor, ActorKind
from casework.vault import Compartment, Holder, HolderKind, NoSeal, Vault, receipts
from tests.cast import Cast

from .doing import respondent, room


def let_in(cast: Cast, keys: Vault, nonce: str = "form 1", who: str = "specialist") -> tuple[int, Ticket]:
    """The respondent has a link and a code from now on."""
    ticket = letting_in.prepare(keys, nonce)
    with cast.database.transaction() as db:
        party = db.get_one(Party, respondent(cast))
        letting_in.let_in(db, cast.case(db), party, ticket, by=cast[who])
    return party.id, ticket


def guest(cast: Cast, ticket: Ticket) -> Actor:
    """Whoever types that code at that link; LookupError when it leads nowhere."""
    with cast.database.reading() as db:
        row = ways_in.by_both(db, ticket.both, utc_now())
    if row is None:
        raise LookupError
    return Actor(
        ActorKind.REPORTER, row.party_id, holder=Holder(HolderKind.REPORTER, row.id, 1, ticket.both.private)
    )  # fmt: skip


def give(cast: Cast, party_id: int, **more: Any) -> int:
    wanted: dict[str, Any] = {"kind": "evidence", "asks": "comment", "heading": "The rota", "text": "Page 3."}
    with cast.database.transaction() as db:
        case, by = cast.case(db), cast["specialist"]
        dialogue = room(db, by, case, Compartment.DIALOGUE, party_id)
        return given.give(db, case, dialogue, party_id=party_id, by=by, **wanted | more).id


def answer(cast: Cast, actor: Actor, id_: int, **said: Any) -> None:
    with cast.database.transaction() as db:
        dialogue = room(db, actor, cast.case(db), Compartment.DIALOGUE, actor.id)
        given.answer(db, db.get_one(Given, id_), dialogue, actor=actor, now=utc_now(), **said)


def test_given_opened_and_answered_in_their_own_dialogue(cast: Cast, keys: Vault) -> None:
    party_id, ticket = let_in(cast, keys)
    id_, them = give(cast, party_id, due_on=date(2026, 12, 1)), guest(cast, ticket)
    with cast.database.transaction() as db:
        [shown] = queries.of_party(db, room(db, them, cast.case(db), Compartment.DIALOGUE, party_id), party_id)
        assert (shown.heading, shown.text, shown.answer) == ("The rota", "Page 3.", None)
        assert (shown.state(date(2026, 12, 1)), shown.state(date(2026, 12, 2))) == ("waiting", "overdue")
        given.open_(db, db.get_one(Given, id_), them)
    answer(cast, them, id_, choice="comment", text="I was not on shift.")
    with cast.database.transaction() as db:
        mine = room(db, cast["specialist"], cast.case(db), Compartment.DIALOGUE, party_id)
        [shown] = queries.answered(db, mine, "evidence")
        assert shown.answer is not None
        assert (shown.answer.choice, shown.answer.text) == ("comment", "I was not on shift.")
        assert shown.state(date(2027, 1, 1)) == "answered"
        [line] = db.scalars(select(Message).where(Message.subject == party_id))
        assert "I was not on shift." in mine.open(Message.text, line.id, line.text)
        assert line.settled_at is None
        tags = list(
            db.scalars(select(TrailEntry.tag).where(TrailEntry.tag.startswith("given:")).order_by(TrailEntry.seq))
        )
        assert tags == ["given:given", "given:opened", "given:answered"]


def test_their_key_opens_their_dialogue_and_no_other_room(cast: Cast, keys: Vault) -> None:
    party_id, ticket = let_in(cast, keys)
    them = guest(cast, ticket)
    assert them.holder is not None
    reporter = cast["reporter"]
    with cast.database.reading() as db:
        assert set(vault.rooms.enter_all(db, them.holder, cast.case_id)) == {(Compartment.DIALOGUE, party_id)}
    theirs = give(cast, reporter.id)
    with pytest.raises(Forbidden), cast.database.transaction() as db:
        given.open_(db, db.get_one(Given, theirs), them)
    with pytest.raises(NoSeal), cast.database.reading() as db:
        room(db, reporter, cast.case(db), Compartment.DIALOGUE, party_id)


@pytest.mark.parametrize(
    ("asks", "said", "why"),
    [
        ("comment", {"choice": "comment", "text": " "}, given.EMPTY),
        ("comment", {"choice": "signed", "name": "Jo"}, "Choose one of the answers."),
        ("signature", {"choice": "signed"}, given.NAMELESS),
        ("signature", {"choice": "corrected", "name": "Jo"}, given.EMPTY),
        ("consent", {"choice": ""}, "Choose one of the answers."),
        ("questions", {"choice": "answered", "answers": {"How is it?": " "}}, given.EMPTY),
        ("nothing", {"choice": "received"}, "Choose one of the answers."),
    ],
)
def test_what_is_no_answer_is_refused_in_words(asks: str, said: dict[str, Any], why: str) -> None:
    row = Given(asks=asks)
    full = {"text": "", "name": "", "answers": {}} | said
    assert given.refusal(row, **full) == why


def test_it_is_answered_once_and_both_texts_stay(cast: Cast, keys: Vault) -> None:
    party_id, ticket = let_in(cast, keys)
    them = guest(cast, ticket)
    signed, back = give(cast, party_id, kind="statement", asks="signature"), give(cast, party_id)
    answer(cast, them, signed, choice="corrected", text="It was Tuesday.", name="Jo Berg")
    for id_, why in ((signed, given.TWICE), (back, given.GONE)):
        if id_ == back:
            with cast.database.transaction() as db:
                given.withdraw(db, cast.case(db), db.get_one(Given, back), by=cast["specialist"])
        with pytest.raises(IllegalStep) as refused:
            answer(cast, them, id_, choice="signed", name="Jo Berg")
        assert refused.value.reasons[0].message == why
    with pytest.raises(IllegalStep), cast.database.transaction() as db:
        given.withdraw(db, cast.case(db), db.get_one(Given, signed), by=cast["specialist"])
    with cast.database.reading() as db:
        own = room(db, them, cast.case(db), Compartment.DIALOGUE, party_id)
        shown = {one.id: one for one in queries.of_party(db, own, party_id)}
    assert shown[signed].text == "Page 3."
    assert shown[signed].answer == queries.Answer("corrected", "It was Tuesday.", "Jo Berg", {})
    assert shown[back].state(date(2026, 12, 1)) == "withdrawn"


def test_a_new_way_in_ends_the_one_before_and_no_receipt(cast: Cast, keys: Vault) -> None:
    _party_id, first = let_in(cast, keys)
    known = guest(cast, first)
    _, second = let_in(cast, keys, "form 2")
    with pytest.raises(LookupError):
        guest(cast, first)
    with pytest.raises(NoSeal), cast.database.reading() as db:
        room(db, known, cast.case(db), Compartment.DIALOGUE, known.id)
    with cast.database.reading() as db:
        room(db, guest(cast, second), cast.case(db), Compartment.DIALOGUE, known.id)
    with cast.database.transaction() as db:
        reporter = db.get_one(Party, cast["reporter"].id)
        letting_in.let_in(db, cast.case(db), reporter, letting_in.prepare(keys, "form 3"), by=cast["specialist"])
    with cast.database.reading() as db:
        room(db, cast["reporter"], cast.case(db), Compartment.DIALOGUE, reporter.id)


def _ended(cast: Cast, party: Party, db: Any) -> None:
    parties.end(db, cast.case(db), party, by=cast["specialist"], version=cast.case(db).version)


def _shut(cast: Cast, party: Party, db: Any) -> None:
    letting_in.shut(db, cast.case(db), party, by=cast["specialist"])


@pytest.mark.parametrize("how", [_ended, _shut])
def test_a_way_in_ends(cast: Cast, keys: Vault, how: Callable[..., None]) -> None:
    party_id, ticket = let_in(cast, keys)
    them = guest(cast, ticket)
    with cast.database.transaction() as db:
        how(cast, db.get_one(Party, party_id), db)
    with pytest.raises(LookupError):
        guest(cast, ticket)
    with pytest.raises(NoSeal), cast.database.reading() as db:
        room(db, them, cast.case(db), Compartment.DIALOGUE, party_id)
    with cast.database.reading() as db:
        last = utc_now() + timedelta(days=181)
        assert ways_in.of_guest(db, db.scalars(select(PartyGuest.id)).one(), last) is None


def test_the_link_is_mailed_and_the_code_is_not(cast: Cast, keys: Vault) -> None:
    cast.database.carry(mail=Office("https://cases.example.org"))
    ticket = letting_in.prepare(keys, "form 1")
    with cast.database.transaction() as db:
        party = db.get_one(Party, respondent(cast))
        letting_in.let_in(db, cast.case(db), party, ticket, by=cast["specialist"], address="viktor@home.example")
    with cast.database.reading() as db:
        [mail] = db.scalars(select(Outbox).where(Outbox.notice == "link to answer by"))
        body = vault.field.open_(db, Outbox.body, mail.id, mail.body or b"")
    assert f"https://cases.example.org/answer/{ticket.token}" in body
    assert not any(word in body for word in (ticket.code, cast.number, "Viktor"))


def test_nothing_is_sealed_to_a_way_in_whose_time_is_over(cast: Cast, keys: Vault) -> None:
    party_id, ticket = let_in(cast, keys)
    them, later = guest(cast, ticket), utc_now() + timedelta(days=181)
    assert letting_in.sweep(cast.database, utc_now()) == 0
    assert [letting_in.sweep(cast.database, later) for _ in range(2)] == [1, 0]
    with pytest.raises(NoSeal), cast.database.reading() as db:
        room(db, them, cast.case(db), Compartment.DIALOGUE, party_id)


def test_only_who_reads_their_dialogue_lets_them_in(cast: Cast, keys: Vault) -> None:
    let_in(cast, keys)
    for who in ("colleague", "removed", "administrator", "party"):
        with pytest.raises(Forbidden):
            let_in(cast, keys, "form 2", who)
    with cast.database.reading() as db:
        case = cast.case(db)
        assert cast["lead"].id in members.reading(db, case, Compartment.DIALOGUE, respondent(cast))


def test_a_paper_of_another_room_is_given_to_nobody(cast: Cast, keys: Vault) -> None:
    party_id, _ticket = let_in(cast, keys)
    with cast.database.transaction() as db:
        paper = Paper(
            id=9, case_id=cast.case_id, position=1, room="file", file_id=9, file_key=b"k", name=b"n", type="pdf",
            size=1, at=utc_now(),
        )  # fmt: skip
        db.add(paper)
    with pytest.raises(ValueError, match="does not lie in their dialogue"):
        give(cast, party_id, paper_id=9)
    with pytest.raises(ValueError, match="not their dialogue"), cast.database.transaction() as db:
        case, by = cast.case(db), cast["specialist"]
        other = room(db, by, case, Compartment.DIALOGUE, cast["reporter"].id)
        given.give(db, case, other, party_id=party_id, kind="letter", asks="nothing", heading="A", by=by)


def test_every_choice_has_its_words() -> None:
    assert giving.CHOICES.keys() == {"nothing", "receipt", "comment", "signature", "consent", "questions"}
    assert receipts.CODE == 8
