"""Nothing new is sealed to somebody suspended, or enrolled anew and not admitted; nobody is left alone with them."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from casework import vault
from casework.access import Forbidden, walls
from casework.cases.actions import members, naming, notes, parties
from casework.cases.actions.newcomers import NewParty
from casework.cases.models import Membership, Party
from casework.people.models import Person
from casework.vault import Compartment, HolderKind
from tests.cases.doing import add_party
from tests.cast import Cast


def suspend(cast: Cast, name: str) -> None:
    with cast.database.transaction() as db:
        db.execute(update(Person).where(Person.id == cast[name].id).values(state="suspended"))


def enrol_anew(cast: Cast, name: str) -> None:
    """Another pair under the same account; no lead has compared its words."""
    with cast.database.transaction() as db:
        public = vault.hpke.public_of(vault.hpke.new_private())
        vault.pairs.publish(db, HolderKind.PERSON, cast[name].id, public, generation=2)
        db.execute(update(Person).where(Person.id == cast[name].id).values(generation=2))


def readers_of_new_dialogue(cast: Cast) -> set[int]:
    """Those who get the rooms of a witness who is given a receipt now."""
    witness = add_party(cast, NewParty("witness", "Noor de Vries"))
    with cast.database.reading() as db:
        receipt = vault.receipts.derive(vault.of(db), vault.receipts.make())
    with cast.database.transaction() as db:
        parties.make_receipt(db, cast.case(db), db.get_one(Party, witness), receipt, by=cast["lead"])
    with cast.database.reading() as db:
        found = vault.readers.of_case(db, cast.case_id)
        return {r.holder_id for r in found if r.subject == witness and r.kind is HolderKind.PERSON}


@pytest.mark.parametrize("out", [suspend, enrol_anew])
def test_a_new_dialogue_goes_only_to_members_in_good_standing(cast: Cast, out: Callable[[Cast, str], None]) -> None:
    out(cast, "specialist")
    assert readers_of_new_dialogue(cast) == {cast["lead"].id}


def test_a_generation_put_back_by_hand_does_not_bring_the_unadmitted_key_in(cast: Cast) -> None:
    enrol_anew(cast, "colleague")
    with cast.database.transaction() as db:  # the row says what was admitted once, the key is the newer one
        db.execute(update(Person).where(Person.id == cast["colleague"].id).values(generation=1))
    with cast.database.transaction() as db, pytest.raises(LookupError):
        members.halves(db, [cast["colleague"].id])


def test_the_last_reader_who_can_sign_in_is_not_removed(cast: Cast) -> None:
    suspend(cast, "specialist")
    with cast.database.transaction() as db, pytest.raises(Forbidden, match="Nobody else"):
        members.remove(db, cast.case(db), cast["lead"].id, by=cast["lead"])
    with cast.database.transaction() as db:
        assert members.remove(db, cast.case(db), cast["specialist"].id, by=cast["lead"])


def test_who_held_only_the_identity_and_was_not_chosen_leaves_the_case(cast: Cast) -> None:
    party = cast["reporter"].id
    with cast.database.transaction() as db:
        case, room = cast.case(db), vault.rooms.enter(
            db, members.holder_of(cast["lead"]), cast.case_id, Compartment.IDENTITY, party
        )  # fmt: skip
        vault.rooms.admit(db, room, members.halves(db, [cast["alternate"].id])[cast["alternate"].id])
        members.join(db, case, cast["alternate"].id, by=cast["lead"], reads_file=False)
    with cast.database.transaction() as db:
        naming.name_reporter(
            db, cast.case(db), db.get_one(Party, party), by=cast["reporter"], mode="confidential", name="Lotte Smit",
            readers=[cast["lead"].id],
        )  # fmt: skip
    with cast.database.reading() as db:
        active = set(db.scalars(select(Membership.person_id).where(Membership.active)))
    assert cast["alternate"].id not in active
    assert cast["lead"].id in active


def test_a_room_whose_readers_are_gone_says_so(cast: Cast) -> None:
    def write(who: str, class_: str) -> None:
        with cast.database.transaction() as db:
            notes.add(db, cast.case(db), class_=class_, text="For few.", by=cast[who])

    write("specialist", notes.MEDICAL)
    write("specialist", notes.PRIVILEGED)
    with cast.database.transaction() as db:
        members.remove(db, cast.case(db), cast["specialist"].id, by=cast["lead"])
        walls.raise_one(db, cast.case_id, cast["counsel"].id, walls.DECLARED, by=cast["counsel"])
    with pytest.raises(Forbidden, match="Nobody is left"):
        write("lead", notes.MEDICAL)
    with pytest.raises(Forbidden, match="There is no counsel here"):  # not that there was
        write("lead", notes.PRIVILEGED)
