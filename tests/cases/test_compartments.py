"""Rooms hold where rules do not: with every rule stubbed to “allow”, the compartment tier still does not open."""

import pytest
from sqlalchemy import select

from casework import vault
from casework.access import Forbidden, policy
from casework.access.rules import Verdict
from casework.cases.actions import members, messages, notes, papers, parties
from casework.cases.actions.newcomers import NewParty
from casework.cases.models import Case, Paper, Party
from casework.cases.queries import record, visible
from casework.people import Actor, ActorKind
from casework.vault import Compartment, Holder, HolderKind, NoSeal
from tests.cases import doing
from tests.cast import SECRET, Cast

OUTSIDERS = ("colleague", "removed", "party", "counsel", "eap", "administrator", "auditor", "alternate")


@pytest.fixture
def no_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "judge", lambda *_: Verdict(True))
    monkeypatch.setattr(policy, "require", lambda *_: None)
    monkeypatch.setattr(visible, "visible_to", lambda _: select(Case))
    monkeypatch.setattr(visible, "find", lambda db, _, number: db.scalar(select(Case).where(Case.number == number)))


@pytest.mark.usefixtures("no_rules")
@pytest.mark.parametrize("name", OUTSIDERS)
def test_without_rules_nothing_sealed_opens(cast: Cast, name: str) -> None:
    doing.declare(cast, name)
    shown = doing.shown(cast, name)
    assert shown.rooms == {}
    assert (shown.title, shown.narrative, shown.particulars) == (None, None, [("place", None)])
    assert all(party.name is None for party in shown.parties)
    assert SECRET not in repr(shown)


@pytest.mark.usefixtures("no_rules")
@pytest.mark.parametrize("name", OUTSIDERS)
def test_without_rules_nothing_is_written_where_one_cannot_read(cast: Cast, name: str) -> None:
    with cast.database.transaction() as db:
        case = cast.case(db)
        with pytest.raises(NoSeal):
            notes.add(db, case, class_="internal", text="Let me in", by=cast[name])
        with pytest.raises(NoSeal):
            members.add(db, case, cast["colleague"].id, by=cast[name], rooms=[(Compartment.FILE, 0)])
        with pytest.raises(NoSeal):
            members.enter(db, case, cast[name], Compartment.DIALOGUE, cast["reporter"].id)


def second_complainant(cast: Cast) -> Actor:
    """A further complainant with a receipt, and with it a dialogue of their own."""
    id_ = doing.add_party(cast, NewParty("complainant", "Imani Brooks"))
    with cast.database.reading() as db:
        receipt = vault.receipts.derive(vault.of(db), vault.receipts.make())
    with cast.database.transaction() as db:
        parties.make_receipt(db, cast.case(db), db.get_one(Party, id_), receipt, by=cast["lead"])
    return Actor(ActorKind.REPORTER, id_, holder=Holder(HolderKind.REPORTER, id_, 1, receipt.private))


def test_two_complainants_share_no_room(cast: Cast) -> None:
    first, second = cast["reporter"], second_complainant(cast)
    with cast.database.transaction() as db:
        case = cast.case(db)
        for actor, other in ((first, second), (second, first)):
            assert actor.holder is not None
            rooms = vault.rooms.enter_all(db, actor.holder, case.id)
            assert set(rooms) == {(Compartment.DIALOGUE, actor.id)}
            for compartment in (Compartment.DIALOGUE, Compartment.IDENTITY):
                with pytest.raises(NoSeal):
                    vault.rooms.enter(db, actor.holder, case.id, compartment, other.id)
            said = messages.send(db, case, rooms[Compartment.DIALOGUE, actor.id], text=f"I am {actor.id}", by=actor)
            assert rooms[Compartment.DIALOGUE, actor.id].open(type(said).text, said.id, said.text) == f"I am {actor.id}"


def test_a_reporter_speaks_in_no_dialogue_but_their_own(cast: Cast) -> None:
    second = second_complainant(cast)
    with cast.database.transaction() as db:
        case = cast.case(db)
        theirs = doing.room(db, cast["lead"], case, Compartment.DIALOGUE, second.id)
        with pytest.raises(Forbidden):
            messages.send(db, case, theirs, text="Hello", by=cast["reporter"])


def test_a_released_original_is_read_by_the_file_and_no_longer_by_the_identity_alone(cast: Cast) -> None:
    key = vault.files.new_key()
    with cast.database.transaction() as db:
        case, party_id = cast.case(db), cast["reporter"].id
        identity = doing.room(db, cast["lead"], case, Compartment.IDENTITY, party_id)
        paper = papers.add(
            db, case, identity, file_id=7, key=key, name="Rota Jansen.docx", type="application/msword", size=9,
            by=cast["lead"], from_party=party_id,
        )  # fmt: skip
        number = paper.id
    assert doing.shown(cast, "specialist").papers[0].sealed_away
    with cast.database.transaction() as db:
        case = cast.case(db)
        paper = db.get_one(Paper, number)
        with pytest.raises(Forbidden):
            papers.release(
                db, case, doing.room(db, cast["specialist"], case), identity, paper, by=cast["specialist"]
            )  # fmt: skip
        file = doing.room(db, cast["lead"], case)
        papers.release(db, case, file, identity, paper, by=cast["lead"], name="Paper 1")
    with cast.database.transaction() as db:
        case, paper = cast.case(db), db.get_one(Paper, number)
        file = doing.room(db, cast["specialist"], case)
        assert file.open_bytes(Paper.file_key, paper.id, paper.file_key) == key
    assert [p.name for p in doing.shown(cast, "specialist").papers] == ["Paper 1"]


def test_a_damaged_text_leaves_the_rest_readable(cast: Cast) -> None:
    with cast.database.transaction() as db:
        case = cast.case(db)
        note = notes.add(db, case, class_="internal", text="First", by=cast["lead"])
        notes.add(db, case, class_="internal", text="Second", by=cast["lead"])
        note.text = note.text[:-1] + bytes([note.text[-1] ^ 1])
    with cast.database.reading() as db:
        shown = record.load(db, cast["lead"], cast.number)
    assert shown is not None
    assert [(line.text, line.damaged) for line in shown.timeline] == [("Second", False), (None, True)]
    assert shown.narrative == SECRET
