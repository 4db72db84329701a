"""What a reporter does with their receipt, and what a staff member does for them."""

import pytest
from sqlalchemy import select

from casework import vault
from casework.access import Forbidden
from casework.access.models import Wall
from casework.cases.actions import members, messages, naming, opening, parties
from casework.cases.actions.newcomers import NewReporter
from casework.cases.models import Message, Party
from casework.cases.queries.routing import Readers
from casework.people import Actor, ActorKind
from casework.vault import Compartment, Holder, HolderKind
from tests.cases import doing
from tests.cast import RECEIVED, Cast


def give_name(cast: Cast, mode: str, name: str, readers: set[int] | None = None) -> None:
    with cast.database.transaction() as db:
        party = db.get_one(Party, cast["reporter"].id)
        naming.name_reporter(
            db, cast.case(db), party, by=cast["reporter"], mode=mode, name=name, contact="+31 6", readers=readers
        )


def named(cast: Cast, who: str) -> str | None:
    party = doing.shown(cast, who).party(cast["reporter"].id)
    assert party is not None
    return party.name


def test_a_name_goes_to_the_identity_first_and_to_the_file_only_when_the_reporter_says_so(cast: Cast) -> None:
    give_name(cast, "confidential", "Noor Jansen")
    doing.declare(cast, "lead", "specialist")
    assert (named(cast, "lead"), named(cast, "specialist")) == ("Noor Jansen", None)
    give_name(cast, "named", "Noor Jansen")
    doing.declare(cast, "lead", "specialist")
    assert (named(cast, "lead"), named(cast, "specialist")) == ("Noor Jansen", "Noor Jansen")


def test_a_name_that_was_given_is_not_taken_back(cast: Cast) -> None:
    give_name(cast, "named", "Noor Jansen")
    for mode in ("anonymous", "confidential", "named"):
        with pytest.raises(Forbidden, match="cannot be taken back"):
            give_name(cast, mode, "Nobody")


def test_a_name_goes_to_the_chosen_readers_alone(cast: Cast) -> None:
    with cast.database.transaction() as db:
        identity = Compartment.IDENTITY, cast["reporter"].id
        rooms = [(Compartment.FILE, 0), identity]
        members.add(db, cast.case(db), cast["alternate"].id, by=cast["lead"], rooms=rooms)
    with pytest.raises(Forbidden, match="at least one"):
        give_name(cast, "confidential", "Noor Jansen", {cast["specialist"].id})
    give_name(cast, "confidential", "Noor Jansen", {cast["alternate"].id})
    doing.declare(cast, "lead", "alternate")
    assert (named(cast, "lead"), named(cast, "alternate")) == (None, "Noor Jansen")


def test_a_reporter_whose_name_is_staffs_walls_that_person_off(cast: Cast) -> None:
    give_name(cast, "named", "Specialist Example")
    with cast.database.reading() as db:
        wall = db.scalars(select(Wall).where(Wall.person_id == cast["specialist"].id)).one()
    assert wall.cause == "named"


def test_nobody_names_somebody_else(cast: Cast) -> None:
    with cast.database.transaction() as db:
        party = db.get_one(Party, cast["reporter"].id)
        for name in ("lead", "specialist", "stranger"):
            with pytest.raises(Forbidden):
                naming.name_reporter(db, cast.case(db), party, by=cast[name], mode="named", name="Noor")


def test_a_message_waits_until_it_is_answered_or_needs_no_answer(cast: Cast) -> None:
    doing.say(cast, "It was after.", who="reporter")
    assert waiting(cast) == ["It was after."]
    doing.say(cast, "Thank you. When was that?")
    assert waiting(cast) == []
    doing.say(cast, "In September.", who="reporter")
    with cast.database.transaction() as db:
        (message,) = messages.waiting(db, cast.case_id)
        messages.settle(db, cast.case(db), message, by=cast["specialist"])
    assert waiting(cast) == []


def waiting(cast: Cast) -> list[str]:
    with cast.database.transaction() as db:
        room = doing.room(db, cast["lead"], cast.case(db), Compartment.DIALOGUE, cast["reporter"].id)
        return [room.open(Message.text, row.id, row.text) for row in messages.waiting(db, cast.case_id)]


def test_the_first_answer_acknowledges_and_feedback_ends_its_clock(cast: Cast) -> None:
    assert [due.what for due in doing.shown(cast, "lead").clocks] == [
        "Triage",
        "Acknowledge the report",
        "Tell them that their data is processed",
        "Give feedback",
    ]
    doing.say(cast, "We have your report.")
    assert "Acknowledge the report" not in [due.what for due in doing.shown(cast, "lead").clocks]
    doing.say(cast, "This is what we did.", topic="feedback")
    assert [due.what for due in doing.shown(cast, "lead").clocks] == [
        "Triage",
        "Tell them that their data is processed",
    ]


def test_what_was_told_on_the_phone_lies_in_the_tellers_dialogue_and_a_receipt_opens_it(cast: Cast) -> None:
    with cast.database.transaction() as db:
        opened = opening.open_case(
            db, kind="harassment", channel="phone", site_id=cast.site_id, title="", narrative="They said so.",
            readers=Readers((cast["lead"].id,), (cast["lead"].id,)), by=cast["specialist"], received_at=RECEIVED,
            reporter=NewReporter("named", "Noor Jansen", "+31 6"),
        )  # fmt: skip
        assert opened.party is not None
        cast.case_id, cast.number, party_id = opened.case.id, opened.case.number, opened.party.id
    doing.declare(cast, "specialist", "lead")
    with cast.database.reading() as db:
        receipt = vault.receipts.derive(vault.of(db), vault.receipts.make())
    with cast.database.transaction() as db:
        party = db.get_one(Party, party_id)
        parties.make_receipt(db, cast.case(db), party, receipt, by=cast["specialist"])
        with pytest.raises(Forbidden, match="a receipt already"):
            parties.make_receipt(db, cast.case(db), party, receipt, by=cast["specialist"])
    reporter = Actor(ActorKind.REPORTER, party_id, holder=Holder(HolderKind.REPORTER, party_id, 1, receipt.private))
    with cast.database.transaction() as db:
        case = cast.case(db)
        room = doing.room(db, reporter, case, Compartment.DIALOGUE, party_id)
        (row,) = db.scalars(select(Message).where(Message.case_id == case.id)).all()
        assert room.open(Message.text, row.id, row.text) == "They said so."
        naming.confirm(db, case, db.get_one(Party, party_id), by=reporter)
    shown = doing.shown(cast, "specialist").party(party_id)
    assert shown is not None
    assert shown.confirmed_at is not None
