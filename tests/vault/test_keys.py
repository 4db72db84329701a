"""Keyring, receipts, passwords, recovery, export, journal, files: each does the one thing that it promises."""

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework import vault
from casework.db import Database
from casework.people.models import Person
from casework.vault import Holder, HolderKind, Keyring, KeyringError, Unreadable, Vault, files, receipts
from casework.vault import keyring as keyrings

MIB = 1 << 20


def test_a_keyring_is_its_owners_alone_and_never_written_over(tmp_path: Path) -> None:
    path, made = tmp_path / "keyring.json", Keyring.new()
    keyrings.write(path, made)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert keyrings.read(path) == made
    with pytest.raises(KeyringError, match="never written over"):
        keyrings.write(path, made)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_keyring_that_others_may_read_is_refused_with_the_cure(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "keyring.json"
    keyrings.write(path, Keyring.new())
    path.chmod(mode)
    with pytest.raises(KeyringError, match="chmod 600"):
        keyrings.read(path)


def test_a_keyring_that_is_missing_or_damaged_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(KeyringError, match="casework init"):
        keyrings.read(tmp_path / "none")
    short = replace(Keyring.new(), instance=b"too short").encode()
    for data in (b"", b"{}", b'{"format": "casework keyring 1"}', Keyring.new().encode()[:-40], short):
        with pytest.raises(KeyringError):
            Keyring.decode(data)


def test_the_keyring_does_not_print_its_secrets(keys: Vault) -> None:
    shown = repr(keys.keyring)
    assert keys.keyring.root.hex() not in shown
    assert repr(keys.keyring.root) not in shown


def test_a_new_kek_is_read_from_the_file_when_it_turns_up(tmp_path: Path) -> None:
    path, first = tmp_path / "keyring.json", Keyring.new()
    keyrings.write(path, first)
    running = Vault.load(path)
    more = Keyring(first.instance, first.root, 1, {**first.keks, 2: os.urandom(32)}, {**first.made, 2: first.made[1]})
    path.unlink()
    keyrings.write(path, more)
    assert running.kek(2) == more.keks[2]
    with pytest.raises(Unreadable):
        running.kek(3)


@given(st.data())
@settings(max_examples=10)
def test_a_receipt_is_read_back_however_it_is_typed(data: st.DataObject) -> None:
    text = receipts.make()
    typed = data.draw(st.sampled_from([text.lower(), text.replace("-", ""), text.replace("-", " "), f" {text} "]))
    alike = typed.replace("0", data.draw(st.sampled_from("0oO"))).replace("1", data.draw(st.sampled_from("1iIlL")))
    assert receipts.normal(alike) == text.replace("-", "")


@pytest.mark.parametrize("text", ["", "7K3M", "7K3M-Q9TD-2XHP-VB4", "7K3M-Q9TD-2XHP-VB4EE", "7K3M-Q9TD-2XHP-VB4U"])
def test_what_is_no_receipt_is_told_so(text: str) -> None:
    with pytest.raises(receipts.Malformed, match="16 letters"):
        receipts.normal(text)


def test_a_link_opens_its_own_half_here_and_after_the_root_changed(keys: Vault) -> None:
    token, private = receipts.new_token(), os.urandom(32)
    wrapped = receipts.wrap_by_token(keys, token, (5, 1), private)
    later = Vault(keys.keyring.renewed())
    assert receipts.open_by_token(later, token, (5, 1), wrapped) == private
    assert receipts.wrap_by_token(later, token, (5, 1), private)[:4] == wrapped[:4], "it is under the lasting key"
    elsewhere = Vault(Keyring(os.urandom(16), keys.keyring.root, 1, keys.keyring.keks))
    for known, typed, owner in (
        (keys, receipts.new_token(), (5, 1)), (keys, token, (6, 1)), (keys, token, (5, 2)), (elsewhere, token, (5, 1)),
    ):  # fmt: skip
        with pytest.raises(Unreadable):
            receipts.open_by_token(known, typed, owner, wrapped)


def test_receipts_are_the_installations_own(keys: Vault) -> None:
    text = receipts.make()
    assert receipts.derive(keys, text) == receipts.derive(keys, text.lower())
    assert receipts.derive(keys, text).lookup != receipts.derive(Vault(Keyring.new()), text).lookup


def test_a_password_opens_its_owners_half_and_no_other(keys: Vault) -> None:
    salt, private = vault.passwords.new_salt(), vault.hpke.new_private()
    key, verifier = vault.passwords.derive(keys, "a long enough password", salt)
    wrapped = vault.passwords.wrap(keys, key, (1, 1), "password", private)
    again, same = vault.passwords.derive(keys, "a long enough password", salt)
    assert vault.passwords.matches(same, verifier)
    assert vault.passwords.unwrap(keys, again, (1, 1), "password", wrapped) == private
    for owner, use in (((2, 1), "password"), ((1, 2), "password"), ((1, 1), "session")):
        with pytest.raises(Unreadable):
            vault.passwords.unwrap(keys, key, owner, use, wrapped)
    assert not vault.passwords.matches(vault.passwords.derive(keys, "another password", salt)[1], verifier)


def test_a_recovery_code_is_typed_back_in_any_case(keys: Vault) -> None:
    code = vault.passwords.new_recovery_code()
    assert vault.passwords.recovery_key(keys, code) == vault.passwords.recovery_key(keys, code.lower().replace("-", ""))
    with pytest.raises(Unreadable):
        vault.passwords.recovery_key(keys, code[:-1])


def test_two_of_three_shares_open_an_export_and_one_does_not(database: Database, keys: Vault) -> None:
    pair = vault.recovery.new()
    public = vault.recovery.decode_public(pair.public)
    with database.transaction() as db:
        half = vault.pairs.publish(db, HolderKind.RECOVERY, vault.RECOVERY_ID, public, generation=2)
    document = vault.export.seal(keys.keyring, half)
    for two in ((0, 1), (0, 2), (1, 2)):
        private = vault.recovery.join([pair.shares[i] for i in two])
        holder = Holder(HolderKind.RECOVERY, vault.RECOVERY_ID, 2, private)
        assert vault.export.open_(document, holder) == keys.keyring
    with pytest.raises(Unreadable):
        vault.recovery.join([pair.shares[0]])
    with pytest.raises(Unreadable):
        vault.export.open_(document, Holder(HolderKind.RECOVERY, 1, 2, vault.hpke.new_private()))
    with pytest.raises(ValueError, match="casework-recovery-1"):
        vault.recovery.decode_public("deadbeef")


def test_server_values_stay_in_their_place_and_die_with_the_case(database: Database) -> None:
    with database.transaction() as db:
        vault.rooms.found_case(db, 7)
        vault.rooms.found_case(db, 8)
        sealed = vault.field.seal(db, Person.email, 5, "a@b.example", case=7)
        assert vault.field.open_(db, Person.email, 5, sealed, case=7) == "a@b.example"
        for row, case in ((6, 7), (5, 8), (5, None)):
            with pytest.raises(Unreadable):
                vault.field.open_(db, Person.email, row, sealed, case=case)
        vault.secrets.destroy(db, 7)
        with pytest.raises(Unreadable):
            vault.field.open_(db, Person.email, 5, sealed, case=7)


def test_the_same_address_gives_the_same_tag_whatever_its_case(database: Database) -> None:
    with database.reading() as db:
        assert vault.field.index(db, "email", "A@b.example ") == vault.field.index(db, "email", "a@B.example")
        assert vault.field.index(db, "email", "a@b.example") != vault.field.index(db, "employee", "a@b.example")


@given(st.binary(max_size=70_000), st.integers(1, 20_000))
@settings(max_examples=25)
def test_files_come_back_in_whatever_pieces_they_came(data: bytes, piece: int) -> None:
    keys, key = Vault(Keyring.new()), files.new_key()
    writer = files.Encryptor(keys, 3, key)
    stored, room = b"", bytearray(files.most(piece))
    for start in range(0, len(data), piece):
        part = data[start : start + piece]
        if start % 2:
            stored += writer.update(part)
        else:
            with memoryview(room) as view, view[: files.most(len(part))] as place:
                stored += bytes(view[: writer.update_into(part, place)])
    stored += writer.finish()
    assert len(stored) == files.sealed_size(len(data))
    chunks = [stored[i : i + piece] for i in range(0, len(stored), piece)]
    assert b"".join(files.decrypt(keys, 3, key, chunks)) == data


def test_files_cut_swapped_or_flipped_are_refused(keys: Vault) -> None:
    key, data = files.new_key(), os.urandom(100_000)
    writer = files.Encryptor(keys, 3, key)
    stored = writer.update(data) + writer.finish()
    chunk = 16384 + 16
    broken = [
        stored[: len(stored) - 1],
        stored[:chunk],
        stored[: len(stored) // 2],
        stored[:50_000] + bytes([stored[50_000] ^ 1]) + stored[50_001:],
        stored[:-1] + bytes([stored[-1] ^ 1]),
        bytes([stored[0] ^ 1]) + stored[1:],
        stored + b"x",
        b"",
    ]
    for changed in broken:
        with pytest.raises(Unreadable):
            b"".join(files.decrypt(keys, 3, key, [changed]))
    for file_id, wrong in ((4, key), (3, files.new_key())):
        with pytest.raises(Unreadable):
            b"".join(files.decrypt(keys, file_id, wrong, [stored]))


def test_the_journal_is_read_back_and_a_changed_line_refused(keys: Vault, tmp_path: Path) -> None:
    vault.journal.write(keys, "seal-removed", case=1, holder=2)
    vault.journal.write(keys, "case-destroyed", case=3)
    folder = tmp_path / "journal"
    assert [(e.kind, e.ids) for e in vault.journal.read(keys, folder)] == [
        ("seal-removed", {"case": 1, "holder": 2}),
        ("case-destroyed", {"case": 3}),
    ]
    [path] = folder.iterdir()
    path.write_text(path.read_text().replace('"case":3', '"case":4'))
    with pytest.raises(Unreadable):
        list(vault.journal.read(keys, folder))


def test_the_journal_says_nothing_of_what_was_rolled_back(database: Database, tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), database.transaction() as db:
        vault.journal.note(db, "case-destroyed", case=3)
        _ = 1 / 0
    assert not (tmp_path / "journal").exists()
