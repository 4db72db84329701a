"""Who a confidential reporter is: shut to everybody until they agree or a duty is named, and until they were told."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from casework import vault
from casework.access import Forbidden, policy
from casework.access.rules import Verdict
from casework.audit.models import TrailEntry
from casework.cases.actions import ceremony, disclosing, members, naming
from casework.cases.actions.disclosing import Wish
from casework.cases.actions.replacing import NotNow
from casework.cases.lifecycle import IllegalStep
from casework.cases.models import IdentityDisclosure, Message, Party
from casework.cases.queries import disclosing as shown
from casework.db import utc_now
from casework.people.models import Person
from casework.vault import Compartment, NoSeal
from tests.cases import doing
from tests.cases.pages.browser import Browser, text_of
from tests.cast import Cast

NAME, WHY = "Sanna Rask", "The tribunal wants to hear who saw it."
FILE = (Compartment.FILE, 0)


@pytest.fixture
def named(cast: Cast) -> Cast:
    """The reporter gave their name to those alone who may know it; counsel works the file, and not the identity."""
    reporter = cast["reporter"]
    with cast.database.transaction() as db:
        party = db.get_one(Party, reporter.id)
        naming.name_reporter(db, cast.case(db), party, by=reporter, mode="confidential", name=NAME, contact="06 1")
    doing.declare(cast, "lead", "specialist")
    doing.add_member(cast, "counsel", FILE, (Compartment.DIALOGUE, reporter.id))
    return cast


def ask(cast: Cast, who: str = "specialist", wish: Wish | None = None) -> int:
    with cast.database.transaction() as db:
        party = db.get_one(Party, cast["reporter"].id)
        wanted = wish or Wish("staff", WHY, "Counsel Example", cast["counsel"].id)
        return disclosing.ask(db, cast.case(db), party, wanted, by=cast[who]).id


def does(cast: Cast, verb: Callable[..., object], id_: int, *more: object, who: str = "lead", **named: object) -> None:
    with cast.database.transaction() as db:
        verb(db, cast.case(db), db.get_one(IdentityDisclosure, id_), *more, by=cast[who], **named)


def state(cast: Cast, id_: int) -> str:
    with cast.database.reading() as db:
        return db.get_one(IdentityDisclosure, id_).state


def give(cast: Cast, who: str, by: str = "lead") -> None:
    with cast.database.transaction() as db:
        rooms = [(Compartment.IDENTITY, cast["reporter"].id)]
        members.add(db, cast.case(db), cast[who].id, by=cast[by], rooms=rooms)


def knows(cast: Cast, who: str) -> bool:
    with cast.database.reading() as db:
        party = db.get_one(Party, cast["reporter"].id)
        try:
            room = doing.room(db, cast[who], cast.case(db), Compartment.IDENTITY, party.id)
        except NoSeal:
            return False
        assert party.name is not None
        return room.open(Party.name, party.id, party.name) == NAME


def test_counsel_learns_it_only_once_the_reporter_agreed_and_was_told(named: Cast) -> None:
    id_ = ask(named)
    for verb, words, after in (
        (None, (), "asked"),
        (disclosing.ask_reporter, (WHY,), "consent asked"),
        (disclosing.answer, None, "agreed"),
        (disclosing.tell_reporter, ("Counsel is shown your name on Monday.",), "told"),
    ):
        with pytest.raises(Forbidden):
            give(named, "counsel")
        if verb is disclosing.answer:
            does(named, verb, id_, who="reporter", agree=True)
        elif verb is not None:
            does(named, verb, id_, *(words or ()))
        assert state(named, id_) == (after if verb else "asked")
    assert not knows(named, "counsel")
    give(named, "counsel")
    assert knows(named, "counsel")
    assert state(named, id_) == "disclosed"
    with named.database.reading() as db:
        said = db.scalars(select(Message).where(Message.topic == "disclosure")).one()
        talk = doing.room(db, named["reporter"], named.case(db), Compartment.DIALOGUE, said.subject)
        assert talk.open(Message.text, said.id, said.text) == "Counsel is shown your name on Monday."
        tags = set(db.scalars(select(TrailEntry.tag).where(TrailEntry.chain == named.case_id)))
    assert {"identity:asked", "identity:question", "identity:answered", "identity:told", "identity:disclosed"} <= tags


def test_nobody_else_on_the_case_sees_that_something_was_asked(named: Cast) -> None:
    before = doing.shown(named, "specialist").case
    id_ = ask(named, "lead")
    does(named, disclosing.ask_reporter, id_, WHY)
    does(named, disclosing.answer, id_, who="reporter", agree=False)
    does(named, disclosing.end, id_, "They said no.")
    after = doing.shown(named, "specialist").case
    assert (after.changed_at, after.version) == (before.changed_at, before.version)


def test_recovery_gives_it_to_leads_and_alternates_alone(named: Cast) -> None:
    with named.database.transaction() as db:
        for who in ("specialist", "counsel", "alternate"):
            asked = ([db.get_one(Person, named[who].id)], [named.case_id], {Compartment.IDENTITY}, utc_now())
            if who == "alternate":
                assert ceremony.ask(db, vault.RECOVERY_ID, *asked)[0]
            else:
                with pytest.raises(NotNow, match="none of these rooms"):
                    ceremony.ask(db, vault.RECOVERY_ID, *asked)


def test_a_no_ends_it_unless_a_duty_is_named_and_a_yes_can_be_taken_back_until_it_is_shown(named: Cast) -> None:
    id_ = ask(named)
    does(named, disclosing.ask_reporter, id_, WHY)
    does(named, disclosing.answer, id_, who="reporter", agree=True)
    does(named, disclosing.tell_reporter, id_, "On Monday.")
    does(named, disclosing.answer, id_, who="reporter", agree=False)
    assert state(named, id_) == "not agreed"
    with pytest.raises(Forbidden):
        give(named, "counsel")
    does(named, disclosing.oblige, id_, {"name": "A court’s decision", "words": "7 C 1"})
    does(named, disclosing.tell_reporter, id_, "A court obliges us.")
    with pytest.raises(IllegalStep):
        does(named, disclosing.answer, id_, who="reporter", agree=False)
    give(named, "counsel")
    assert knows(named, "counsel")


def test_telling_can_wait_for_a_reason_and_is_owed_then(named: Cast) -> None:
    id_ = ask(named, "lead", Wish("court", WHY, "Court of Utrecht, 7 C 1", None, ("name",)))
    does(named, disclosing.oblige, id_, {"name": "Proceedings", "source": "art. 16(2)", "words": "7 C 1"})
    with pytest.raises(IllegalStep):
        does(named, disclosing.hand_over, id_, "Her name.", "letter", date(2026, 11, 4))
    does(named, disclosing.withhold, id_, "Evidence would go.", date(2026, 12, 1))
    does(named, disclosing.hand_over, id_, "Her name.", "letter", date(2026, 11, 4))
    assert state(named, id_) == "disclosed"
    with named.database.reading() as db:
        assert [row.id for row in shown.waiting(db, [named.case_id])] == [id_]
    does(named, disclosing.tell_reporter, id_, "The court was shown your name on 4 November.")
    with named.database.reading() as db:
        assert shown.waiting(db, [named.case_id]) == []
    with pytest.raises(IllegalStep):
        does(named, disclosing.tell_reporter, id_, "Once more.")


def test_nobody_is_asked_about_who_is_anonymous(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        ask(cast)


def test_a_yes_written_into_the_database_opens_nothing(named: Cast) -> None:
    id_ = ask(named)
    does(named, disclosing.ask_reporter, id_, WHY)
    with named.database.transaction() as db:
        row = db.get_one(IdentityDisclosure, id_)
        row.state, row.person_id = "told", named["counsel"].id
    with pytest.raises(IllegalStep):
        give(named, "counsel")
    assert not knows(named, "counsel")


@pytest.mark.parametrize("who", ["specialist", "counsel", "colleague", "administrator", "auditor"])
def test_without_rules_the_record_opens_for_nobody_who_does_not_know(
    named: Cast, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = ask(named, "lead")
    monkeypatch.setattr(policy, "judge", lambda *_: Verdict(True))
    monkeypatch.setattr(policy, "require", lambda *_: None)
    with named.database.reading() as db:
        holder = named[who].holder
        assert holder is not None
        rooms = vault.rooms.enter_all(db, holder, named.case_id)
        assert shown.known(db, named.case_id, rooms) == []
        assert shown.own(db, named.case_id, rooms, named[who]) == []
    with pytest.raises(NoSeal):
        does(named, disclosing.oblige, id_, {"name": "x"}, who=who)
    with pytest.raises((NoSeal, Forbidden)):
        does(named, disclosing.answer, id_, who=who, agree=True)


def test_who_works_the_case_sees_their_own_request_and_where_it_stands(
    named: Cast, browse: Callable[[str], Browser]
) -> None:
    worker, lead, counsel = browse("specialist"), browse("lead"), browse("counsel")
    party = named["reporter"].id
    path = f"/disclosures/new/{party}"
    worker.done(path, kind="staff", person=str(named["counsel"].id), why="MARKED-WHY")
    page = worker.page("/disclosures")
    assert "Asked for" in text_of(page)
    assert "MARKED-WHY" not in page
    with named.database.reading() as db:
        id_ = db.scalars(select(IdentityDisclosure.id)).one()
    assert worker.get(f"{worker.case}/disclosures/{id_}").status_code == 404
    assert "Asked for" not in counsel.page("/disclosures")
    one = f"/disclosures/{id_}"
    assert "MARKED-WHY" in lead.page(one)
    assert one in lead.page("/desk")
    assert one not in worker.page("/desk")
    assert lead.send(f"{one}/consent", words="").status_code == 422
    lead.done(f"{one}/consent", words="They prepare the hearing.")
    assert "The reporter is asked" in text_of(lead.page(one))
    assert worker.client.post(f"{worker.case}{one}/consent", data={"nonce": "x", "words": "y"}).status_code == 403
    handing = lead.sure().page(f"/identity/{party}/disclosure")
    assert "Counsel Example" not in handing
    lead.done(f"{one}/duty", ground="proceedings", words="The order of 2 November.")
    lead.done(f"{one}/later", why="They would warn others.", review_on="2027-01-15")
    assert "Counsel Example" in lead.page(f"/identity/{party}/disclosure")
    lead.done(f"/identity/{party}/disclosure", person=str(named["counsel"].id), why="As ordered.")
    assert knows(named, "counsel")
    assert "still to be told" in text_of(lead.page(one))
    assert NAME in counsel.page(f"/identity/{party}")
    lead.done(f"{one}/telling", words="The court was shown who you are.")
    assert "still to be told" not in text_of(lead.page(one))
    assert worker.send(f"{one}/withdrawal").status_code == 409


def test_the_reporter_answers_on_their_own_page(named: Cast, browse: Callable[[str], Browser]) -> None:
    id_ = ask(named)
    client = browse("lead").world.client()
    client.post("/follow", data={"receipt": named.receipt})
    path = f"/follow/disclosures/{id_}"
    assert client.get(path).status_code == 404, "it was not put to them yet"
    does(named, disclosing.ask_reporter, id_, "They prepare the hearing.")
    assert path in client.get("/follow").text
    said = text_of(client.get(path).text)
    assert "Counsel Example" in said
    assert "cannot be undone" in said
    assert "They prepare the hearing." in said
    assert client.get(f"/follow/disclosures/{id_ + 1}").status_code == 404
    assert client.post(path, data={}).status_code == 422
    assert state(named, id_) == "consent asked"
    assert client.post(path, data={"answer": "yes"}).headers["location"] == "/follow"
    assert state(named, id_) == "agreed"
    assert "It was not shown yet" in text_of(client.get("/follow").text)
    assert client.post(path, data={"answer": "yes"}).status_code == 409
    assert client.post(path, data={"answer": "no"}).status_code == 303
    assert state(named, id_) == "not agreed"
    stranger = browse("lead").world.client()
    assert "receipt" in stranger.get(path).text
    stranger.post(path, data={"answer": "yes"})
    assert state(named, id_) == "not agreed"


def test_another_lead_is_told_with_a_record_and_without_a_question(named: Cast) -> None:
    with named.database.transaction() as db:
        other = named["alternate"]
        rooms = [FILE, (Compartment.IDENTITY, named["reporter"].id)]
        members.add(db, named.case(db), other.id, by=named["lead"], rooms=rooms, why="Stands in next week.")
    with named.database.reading() as db:
        lead = named["lead"]
        assert lead.holder is not None
        [one] = shown.known(db, named.case_id, vault.rooms.enter_all(db, lead.holder, named.case_id))
    assert (one.state, one.ground["kind"], one.asked["why"]) == ("disclosed", "work", "Stands in next week.")
