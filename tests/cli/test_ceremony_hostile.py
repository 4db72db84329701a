"""What somebody could try around a ceremony who holds the server, the way of the papers, or an account."""

import json

import pytest
from sqlalchemy import delete, select, update

from casework import vault
from casework.db import utc_now
from casework.people import accounts, enrolment
from casework.people.models import Ceremony, Person
from casework.vault import Compartment, HolderKind, NoSeal, pairs, recovery
from casework.vault.models import CompartmentRow, PublicKey, Seal
from tests.people.staff import PASSWORD, Colleague

from .ceremony import PRESENT, Place, installation, narrative, place, tags

__all__ = ["place"]


def everything(place: Place) -> tuple[str, ...]:
    assert place.new is not None
    return "--for", place.new.email, "--every-case"


def new(place: Place) -> Colleague:
    assert place.new is not None
    return place.new


def still_shut(place: Place) -> None:
    with pytest.raises(NoSeal):
        narrative(new(place), place)


def test_another_key_in_the_request_is_heard_when_the_words_are_read(place: Place) -> None:
    """Whoever carries the paper puts their own public half into it, under the lead's name."""
    request = place.ask(*everything(place))
    document = json.loads(request.read_bytes())
    thief = vault.hpke.public_of(vault.hpke.new_private())
    document["to"][0][3] = thief.hex()
    request.write_text(json.dumps(document))
    with place.elsewhere(place.words(new(place)), *place.pair.shares[:2]):
        code, _, complaint = place.run("recovery", "use", str(request), *PRESENT, "--to", str(place.away / "answer"))
    assert (code, "nothing was opened" in complaint) == (2, True)
    assert not (place.away / "answer").exists()


def test_an_edited_request_that_was_answered_is_not_taken(place: Place) -> None:
    """Nobody compared the words: the server finds that it never asked so."""
    request = place.ask(*everything(place))
    document = json.loads(request.read_bytes())
    thief = vault.hpke.public_of(vault.hpke.new_private())
    document["to"][0][3] = thief.hex()
    request.write_text(json.dumps(document))
    answer = place.answer(request, "use", pairs.fingerprint(thief))
    code, _, complaint = place.run("recovery", "take", str(answer))
    assert (code, "was changed before it was answered" in complaint) == (2, True)
    still_shut(place)
    assert tags() == ["recovery:asked", "recovery:asked"]


def test_an_edited_answer_is_not_taken(place: Place) -> None:
    answer = place.answer(place.ask(*everything(place)), "use", place.words(new(place)))
    document = json.loads(answer.read_bytes())
    document["body"] = document["body"].replace("Ada Holt", "Eve Holt")
    answer.write_text(json.dumps(document))
    code, _, complaint = place.run("recovery", "take", str(answer))
    assert (code, "was changed" in complaint) == (2, True)
    still_shut(place)


def test_a_request_of_the_administrators_own_making_is_answered_for_nothing(place: Place) -> None:
    """Its row taken out of the database, or another's put in its place."""
    answer = place.answer(place.ask(*everything(place)), "use", place.words(new(place)))
    with installation() as database, database.transaction() as db:
        kept = db.scalars(select(Ceremony)).one()
        digest = kept.digest
        kept.digest = bytes(32)
    assert place.run("recovery", "take", str(answer))[0] == 2
    with installation() as database, database.transaction() as db:
        db.execute(update(Ceremony).values(digest=digest, lookup=bytes(16)))
    assert "never made" in place.run("recovery", "take", str(answer))[2]
    with installation() as database, database.transaction() as db:
        db.execute(delete(Ceremony))
    assert "never made" in place.run("recovery", "take", str(answer))[2]
    still_shut(place)


def test_whoever_enrolled_anew_or_was_suspended_meanwhile_is_let_in_by_nothing(place: Place) -> None:
    answer = place.answer(place.ask(*everything(place)), "use", place.words(new(place)))
    with installation() as database:
        with database.transaction() as db:
            accounts.suspend(db, db.get_one(Person, new(place).id))
        assert "suspended" in place.run("recovery", "take", str(answer))[2]
        with database.reading() as db:
            made = enrolment.prepare(vault.of(db), PASSWORD)
        with database.transaction() as db:
            person = db.get_one(Person, new(place).id)
            accounts.restore(db, person)
            enrolment.confirm(db, person, enrolment.begin(db, person, made, utc_now()), made.private, utc_now())
    assert place.run("recovery", "take", str(answer))[0] == 2
    still_shut(place)


def test_a_generation_that_was_rolled_back_is_asked_for_nothing(place: Place) -> None:
    """Somebody puts the database back to where a stolen key was the newest: the journal knows of a later one."""
    with installation() as database:
        with database.reading() as db:
            made = enrolment.prepare(vault.of(db), PASSWORD)
        with database.transaction() as db:
            person = db.get_one(Person, new(place).id)
            enrolment.confirm(db, person, enrolment.begin(db, person, made, utc_now()), made.private, utc_now())
        with database.transaction() as db:
            db.get_one(Person, new(place).id).generation = 1
            own = (PublicKey.kind == HolderKind.PERSON.value, PublicKey.owner == new(place).id)
            db.execute(delete(PublicKey).where(*own, PublicKey.generation == 2))
    code, _, complaint = place.run("recovery", "ask", *everything(place), "--to", str(place.away / "request"))
    assert (code, "older than the journal" in complaint) == (2, True)


def test_a_case_whose_keys_changed_meanwhile_stays_shut_until_it_is_asked_for_again(place: Place) -> None:
    """An old epoch's key opens what was there before, and is taken for nothing newer."""
    answer = place.answer(place.ask(*everything(place)), "use", place.words(new(place)))
    with installation() as database, database.transaction() as db:
        assert place.old is not None
        vault.rooms.remove(db, place.case_id, Compartment.FILE, HolderKind.PERSON, place.old.id)
    code, told, _ = place.run("recovery", "take", str(answer))
    assert (code, "ask again" in told) == (0, True)
    still_shut(place)
    again = place.answer(place.ask(*everything(place)), "use", place.words(new(place)))
    assert place.run("recovery", "take", str(again))[0] == 0
    assert narrative(new(place), place)


def test_recoverys_seals_swapped_between_rooms_are_left_out_and_hold_nobody_up(place: Place) -> None:
    with installation() as database, database.transaction() as db:
        for compartment in (Compartment.MEDICAL, Compartment.PRIVILEGED):
            vault.rooms.build(db, place.case_id, compartment, to=())
        named = select(Seal).join(CompartmentRow, CompartmentRow.id == Seal.compartment_id)
        own = named.where(Seal.holder_kind == HolderKind.RECOVERY.value, Seal.case_id == place.case_id)
        first, second = db.scalars(own.where(CompartmentRow.name != Compartment.MEDICAL.value)).all()
        first.sealed, second.sealed = second.sealed, first.sealed
    path, rooms = place.away / "request", ("--room", "file", "--room", "privileged", "--room", "medical")
    code, told, _ = place.run("recovery", "ask", *everything(place), *rooms, "--to", str(path))
    assert (code, "2 keys were changed" in told) == (0, True)
    assert [line[2] for line in json.loads(path.read_bytes())["seals"]] == ["medical"]


def test_a_public_half_swapped_in_the_database_is_in_no_request(place: Place) -> None:
    thief = vault.hpke.public_of(vault.hpke.new_private())
    with installation() as database, database.transaction() as db:
        db.execute(update(PublicKey).where(PublicKey.owner == new(place).id).values(public=thief))
    code, _, complaint = place.run("recovery", "ask", *everything(place), "--to", str(place.away / "request"))
    assert (code, "was changed" in complaint) == (2, True)


def test_an_answer_of_another_installations_cards_is_refused(place: Place) -> None:
    other, request = recovery.new(), place.ask("--test")
    document = json.loads(request.read_bytes())
    public = recovery.decode_public(other.public)
    document["public"] = public.hex()
    request.write_text(json.dumps(document))
    with place.elsewhere(*other.shares[:2]):
        assert place.run("recovery", "test", str(request), *PRESENT, "--to", str(place.away / "answer"))[0] == 2
