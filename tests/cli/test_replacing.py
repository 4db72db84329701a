"""Another recovery key: a keeper of cards left, or cards are lost. What was there follows, and the earlier one ends."""

import re
from pathlib import Path

import pytest
from sqlalchemy import func, select

from casework import vault
from casework.mail import Notice
from casework.mail.models import Outbox
from casework.people import Role
from casework.settings import Settings
from casework.vault import Compartment, Holder, HolderKind, NoSeal, Unreadable, pairs, recovery, rekeying, succession
from casework.vault.models import CompartmentRow, Seal
from tests.backup.conftest import pg_programs
from tests.databases import Databases
from tests.people.staff import enrolled

from .ceremony import PRESENT, TEXT, Place, installation, narrative, place, tags

__all__ = ["place"]


def words_of(pair: recovery.NewPair) -> str:
    return pairs.fingerprint(recovery.decode_public(pair.public))


def replaced(place: Place, monkeypatch: pytest.MonkeyPatch, *typed: str, key: str = "") -> tuple[int, str, str]:
    """Enter `place.next` on the server, with what is typed from its cards."""
    with monkeypatch.context() as there:
        lines = iter(typed)
        there.setattr("builtins.input", lambda _: next(lines))
        return place.run("recovery", "replace", key or NEXT.public, *PRESENT)


NEXT = recovery.new()


def holder(pair: recovery.NewPair, generation: int) -> Holder:
    private = recovery.join(list(pair.shares[:2]))
    return Holder(HolderKind.RECOVERY, vault.RECOVERY_ID, generation, private)


def opens(who: Holder, place: Place) -> set[int]:
    """Epochs of the case's file that a pair opens."""
    with installation() as database, database.reading() as db:
        found = vault.rooms.enter_all(db, who, place.case_id)
        return set(found[Compartment.FILE, 0].keys) if (Compartment.FILE, 0) in found else set()


def ill(place: Place) -> str:
    """The check's line of rooms that wait for the newest recovery key."""
    _, told, _ = place.run("check")
    return next((line for line in told.splitlines() if "earlier recovery key alone" in line), "")


def test_a_new_key_is_entered_by_two_people_who_have_its_cards_and_everybody_is_told(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASEWORK_MAIL", "smtp://localhost:2525")
    monkeypatch.setenv("CASEWORK_MAIL_FROM", "casework@example.org")
    with installation() as database:
        ann = enrolled(database, "Ann", Role.AUDITOR)
    lone = place.run("recovery", "replace", NEXT.public, "--present", "Ada Holt", "--present", " ada holt ")
    assert (lone[0], "Two people" in lone[2]) == (2, True)
    assert replaced(place, monkeypatch, words_of(place.pair))[0] == 2, "the words of another key"
    assert replaced(place, monkeypatch, words_of(place.pair), key=place.pair.public)[0] == 2, "the one that is there"
    assert tags() == []
    code, told, complaint = replaced(place, monkeypatch, words_of(NEXT))
    assert code == 0, complaint
    assert "1 rooms follow" in told
    assert tags() == ["recovery:replaced"]
    with installation() as database, database.reading() as db:
        assert pairs.recovery(db).generation == 2
        mails = {row.person_id for row in db.scalars(select(Outbox).where(Outbox.notice == Notice.RECOVERY.value))}
        assert place.old is not None
        assert mails == {place.old.id, ann.id}
    _, _, warned = place.run("keys", "export", "--to", str(place.away / "sealed"))
    with place.elsewhere(*NEXT.shares[1:]):
        code, _, warned = place.run("recovery", "open", str(place.away / "sealed"), "--to", str(place.away / "keyring"))
    assert code == 0, warned


def test_what_somebody_opens_follows_and_what_nobody_opened_is_counted(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert place.old is not None
    assert place.new is not None
    with installation() as database, database.transaction() as db:
        counsels = [pairs.current(db, HolderKind.PERSON, place.new.id)]
        vault.rooms.build(db, place.case_id, Compartment.PRIVILEGED, to=counsels)
    assert replaced(place, monkeypatch, words_of(NEXT))[0] == 0
    assert "2 of 2 rooms" in ill(place)
    assert opens(holder(NEXT, 2), place) == set()
    with installation() as database:
        with database.transaction() as db:  # as their page does with its line on the trail
            vault.rooms.enter(db, place.old.holder, place.case_id, Compartment.FILE)
        assert opens(holder(NEXT, 2), place) == {1}
        assert opens(holder(place.pair, 1), place) == set()
        rekeying.follow_recovery(database, place.old.holder)
        assert "1 of 2 rooms" in ill(place)
        rekeying.follow_recovery(database, place.new.holder)  # as after signing in
    assert ill(place) == ""
    with installation() as database, database.reading() as db:
        assert succession.lagging(db) == {}
        assert db.scalar(select(func.count()).where(Seal.holder_kind == "recovery", Seal.generation == 1)) == 0
        assert len(vault.rooms.enter_all(db, holder(NEXT, 2), place.case_id)) == 2
    assert narrative(place.old, place) == TEXT


def test_a_room_gets_its_next_key_for_the_newest_pair_with_nobody_signed_in(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert place.new is not None
    assert replaced(place, monkeypatch, words_of(NEXT))[0] == 0
    with installation() as database, database.transaction() as db:
        row = db.scalars(select(CompartmentRow).where(CompartmentRow.name == "file")).one()
        vault.rooms.renew(db, row, 2)
    assert opens(holder(NEXT, 2), place) == {2}
    assert "1 of 1 rooms" in ill(place), "its first key is the earlier pair's alone"


def test_the_earlier_cards_seal_everything_to_the_new_ones_and_end(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert place.old is not None
    assert replaced(place, monkeypatch, words_of(NEXT))[0] == 0
    code, _, complaint = place.run(
        "recovery", "ask", "--for", place.old.email, "--every-case", "--to", str(place.away / "n")
    )
    assert (code, "holds none" in complaint) == (2, True), "the new cards open nothing yet"
    request = place.ask("--renew")
    with place.elsewhere(words_of(place.pair), *place.pair.shares[1:]):
        refused = place.run("recovery", "use", str(request), *PRESENT, "--to", str(place.away / "never"))
    assert (refused[0], (place.away / "never").exists()) == (2, False), "words of another key"
    answer = place.answer(request, "use", words_of(NEXT))
    for _ in range(2):  # the same paper twice changes nothing
        code, told, complaint = place.run("recovery", "take", str(answer))
        if not _:
            assert code == 0, complaint
            assert "1 cases are sealed to the newest recovery key" in told
    assert opens(holder(NEXT, 2), place) == {1, 2}
    assert opens(holder(place.pair, 1), place) == set()
    assert narrative(place.old, place) == TEXT
    assert ill(place) == ""
    assert tags() == ["recovery:replaced", "recovery:asked", "recovery:ended"]
    code, _, complaint = place.run("recovery", "ask", "--renew", "--to", str(place.away / "none"))
    assert (code, "No room waits" in complaint) == (2, True)


def test_an_answer_for_a_key_that_was_replaced_again_is_not_taken(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    third = recovery.new()
    assert replaced(place, monkeypatch, words_of(NEXT))[0] == 0
    answer = place.answer(place.ask("--renew"), "use", words_of(NEXT))
    assert replaced(place, monkeypatch, words_of(third), key=third.public)[0] == 0
    code, _, complaint = place.run("recovery", "take", str(answer))
    assert (code, "Another recovery key" in complaint) == (2, True)
    assert opens(holder(third, 3), place) == opens(holder(NEXT, 2), place) == set()
    again = place.answer(place.ask("--renew"), "use", words_of(third))
    assert place.run("recovery", "take", str(again))[0] == 0
    assert opens(holder(third, 3), place) == {1, 2}


def test_a_seal_that_was_put_in_from_outside_is_not_renewed(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever writes the database would have the next key sealed to a pair of theirs, or garbage believed."""
    assert place.old is not None
    with installation() as database, database.transaction() as db:
        seal = db.scalars(
            select(Seal)
            .join(CompartmentRow, CompartmentRow.id == Seal.compartment_id)
            .where(Seal.holder_kind == "recovery", CompartmentRow.name == "file")
        ).one()
        seal.sealed = seal.sealed[:-1] + bytes([seal.sealed[-1] ^ 1])
    assert replaced(place, monkeypatch, words_of(NEXT))[0] == 0
    with installation() as database:
        rekeying.follow_recovery(database, place.old.holder)
    assert "1 of 1 rooms" in ill(place)


def test_a_backup_from_before_is_brought_to_the_new_key(
    place: Place, tmp_path: Path, databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert place.old is not None
    monkeypatch.setenv("CASEWORK_PG_PROGRAMS", str(pg_programs()))
    was = Settings.from_environment()
    assert place.run("backup", str(tmp_path / "backup"))[0] == 0
    assert replaced(place, monkeypatch, words_of(NEXT))[0] == 0
    with installation() as database, database.transaction() as db:  # its journal line comes after the new key's
        vault.rooms.remove(db, place.case_id, Compartment.FILE, HolderKind.PERSON, place.old.id)
    monkeypatch.setenv("CASEWORK_DIR", str(tmp_path / "anew"))
    monkeypatch.setenv("CASEWORK_DATABASE_URL", databases.empty())
    monkeypatch.setenv("CASEWORK_KEYRING", str(was.keyring))
    monkeypatch.setenv("CASEWORK_JOURNAL", str(was.journal))
    code, told, complaint = place.run("restore", str(tmp_path / "backup"))
    assert code == 0, complaint
    assert re.search(r"generation|seal-removed", told)
    with installation() as database, database.reading() as db:
        assert pairs.recovery(db).generation == 2
    assert opens(holder(NEXT, 2), place) == {2}
    with pytest.raises((NoSeal, Unreadable)):
        narrative(place.old, place)
