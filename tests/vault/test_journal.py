"""The journal: whole or refused, whoever writes it, and nothing sealed to a pair that it knows to be outdated."""

import os
import threading
from pathlib import Path

import pytest

from casework import vault
from casework.db import Database
from casework.vault import Holder, HolderKind, Unreadable, Vault, journal, pairs, rooms
from casework.vault.models import PublicKey


def written(keys: Vault) -> list[tuple[str, int]]:
    assert keys.journal is not None
    return [(entry.kind, entry.ids["case"]) for entry in journal.read(keys, keys.journal)]


def file_of(keys: Vault) -> Path:
    assert keys.journal is not None
    [path] = keys.journal.iterdir()
    return path


def test_lines_of_several_writers_follow_each_other(keys: Vault) -> None:
    def many(start: int) -> None:
        for number in range(start, start + 25):
            journal.write(keys, "case-destroyed", case=number)

    threads = [threading.Thread(target=many, args=(start,)) for start in (100, 200, 300)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(case for _, case in written(keys)) == [*range(100, 125), *range(200, 225), *range(300, 325)]


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_a_line_taken_out_is_missed_unless_it_was_the_last(keys: Vault, gone: int) -> None:
    for case in (1, 2, 3, 4):
        journal.write(keys, "case-destroyed", case=case)
    path = file_of(keys)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:gone] + lines[gone + 1 :]))
    with pytest.raises(Unreadable, match="taken out"):
        written(keys)


def test_two_lines_that_changed_places_are_refused(keys: Vault) -> None:
    for case in (1, 2, 3):
        journal.write(keys, "case-destroyed", case=case)
    path = file_of(keys)
    first, second, third = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(first + third + second)
    with pytest.raises(Unreadable):
        written(keys)


def test_a_month_taken_out_is_missed(keys: Vault) -> None:
    assert keys.journal is not None
    for month, case in (("2025-01", 1), ("2025-02", 2), ("2025-03", 3)):
        journal.write(keys, "case-destroyed", case=case)
        newest = max(keys.journal.iterdir())
        if case < 3:
            newest.rename(keys.journal / f"{month}.journal")
    names = journal.files(keys.journal)
    assert len(names) == 3
    (keys.journal / names[1]).unlink()
    with pytest.raises(Unreadable):
        written(keys)


@pytest.mark.parametrize("cut", [1, 30, 100])
def test_a_line_that_a_crash_cut_off_is_left_out_and_written_over(keys: Vault, cut: int) -> None:
    journal.write(keys, "case-destroyed", case=1)
    journal.write(keys, "case-destroyed", case=2)
    path = file_of(keys)
    path.write_bytes(path.read_bytes()[:-cut])
    assert written(keys) == [("case-destroyed", 1)]
    journal.write(keys, "case-destroyed", case=3)
    assert written(keys) == [("case-destroyed", 1), ("case-destroyed", 3)]


def test_nothing_half_stays_when_the_disk_is_full(keys: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    journal.write(keys, "case-destroyed", case=1)
    before = file_of(keys).read_bytes()
    put, calls = os.pwrite, list[int]()

    def full(handle: int, data: bytes, at: int) -> int:
        calls.append(at)
        if len(calls) == 1:
            return put(handle, data[:20], at)
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "pwrite", full)
        with pytest.raises(OSError, match="No space"):
            journal.write(keys, "case-destroyed", case=2)
    assert file_of(keys).read_bytes() == before
    journal.write(keys, "case-destroyed", case=3)
    assert written(keys) == [("case-destroyed", 1), ("case-destroyed", 3)]


def test_a_journal_of_another_installation_is_refused(keys: Vault) -> None:
    journal.write(Vault(vault.Keyring.new(), journal=keys.journal), "case-destroyed", case=1)
    with pytest.raises(Unreadable):
        written(keys)


def test_how_far_it_goes_is_found_again(keys: Vault) -> None:
    assert keys.journal is not None
    assert journal.end(keys.journal) == journal.Place()
    journal.write(keys, "case-destroyed", case=1)
    first = journal.end(keys.journal)
    journal.write(keys, "case-destroyed", case=2)
    assert journal.reaches(keys.journal, first)
    assert [entry.ids for _, entry in journal.follow(keys, keys.journal, first)] == [{"case": 2}]
    path = file_of(keys)
    whole = path.read_bytes()
    path.write_bytes(whole[: first.size - 1])
    assert not journal.reaches(keys.journal, first)
    path.write_bytes(b"0" * first.size)
    assert not journal.reaches(keys.journal, first)


def enrolled(database: Database, owner: int, generation: int) -> Holder:
    holder = Holder(HolderKind.PERSON, owner, generation, vault.hpke.new_private())
    with database.transaction() as db:
        pairs.publish(db, holder.kind, owner, vault.hpke.public_of(holder.private), generation=generation)
        journal.note(db, "generation", person=owner, generation=generation)
    return holder


def test_a_generation_rolled_back_in_the_database_receives_nothing(database: Database, keys: Vault) -> None:
    earlier = enrolled(database, 5, 1)
    with database.transaction() as db:
        rooms.found_case(db, 7)
        rooms.build(db, 7, vault.Compartment.FILE, to=[pairs.current(db, earlier.kind, 5)])
    enrolled(database, 5, 2)
    with database.transaction() as db:
        db.delete(db.query(PublicKey).filter_by(owner=5, generation=2).one())
    for reader in (keys, Vault(keys.keyring, journal=keys.journal)):  # a process that followed, and one that starts
        with Database(database.url, {"vault": reader}).reading() as db, pytest.raises(Unreadable, match="older"):
            pairs.current(db, HolderKind.PERSON, 5)


def test_with_a_journal_that_became_shorter_nothing_is_sealed(database: Database, keys: Vault) -> None:
    enrolled(database, 5, 1)
    enrolled(database, 6, 1)
    with database.reading() as db:
        pairs.current(db, HolderKind.PERSON, 5)
        path = file_of(keys)
        path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
        with pytest.raises(Unreadable, match="short"):
            pairs.current(db, HolderKind.PERSON, 5)
        path.unlink()
        with pytest.raises(Unreadable, match="gone"):
            pairs.current(db, HolderKind.PERSON, 5)


def test_every_act_that_a_backup_must_not_undo_is_noted(database: Database, keys: Vault) -> None:
    assert keys.journal is not None
    stays, goes = enrolled(database, 5, 1), enrolled(database, 6, 1)
    with database.transaction() as db:
        rooms.found_case(db, 7)
        rooms.build(db, 7, vault.Compartment.FILE, to=[pairs.current(db, h.kind, h.id) for h in (stays, goes)])
    with database.transaction() as db:
        rooms.remove_everywhere(db, 7, HolderKind.PERSON, 6)
    with database.transaction() as db:
        vault.secrets.destroy(db, 7)
    *_, removed, destroyed = journal.read(keys, keys.journal)
    assert (removed.kind, removed.ids["holder"], removed.ids["epoch"]) == ("seal-removed", 6, 2)
    assert (destroyed.kind, destroyed.ids) == ("case-destroyed", {"case": 7})
