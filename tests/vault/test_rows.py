"""Rows that decide who is sealed to: checked under the version of the key that they were written with."""

from dataclasses import replace

import pytest

from casework import vault
from casework.db import Database
from casework.vault import Unreadable, Vault

PARTS = (7, "lead", 3)


def test_a_row_written_before_the_root_moved_on_still_counts(database: Database, keys: Vault) -> None:
    with database.reading() as db:
        before = vault.rows.mac(db, "role", *PARTS)
        keys.keyring = replace(keys.keyring, version=2)
        after = vault.rows.mac(db, "role", *PARTS)
        assert before != after
        for kept in (before, after):
            vault.rows.check(db, kept, "role", *PARTS)


@pytest.mark.parametrize("at", [0, 1, 2, 33])
def test_a_flipped_bit_does_not_count(database: Database, at: int) -> None:
    with database.reading() as db:
        kept = bytearray(vault.rows.mac(db, "role", *PARTS))
        kept[at] ^= 1
        for wrong in (bytes(kept), bytes(kept[:at]), b""):
            with pytest.raises(Unreadable):
                vault.rows.check(db, wrong, "role", *PARTS)


@pytest.mark.parametrize("parts", [(8, "lead", 3), (7, "lead"), (7, "lead", "3")])
def test_another_row_does_not_count(database: Database, parts: tuple[str | int, ...]) -> None:
    with database.reading() as db:
        kept = vault.rows.mac(db, "role", *PARTS)
        for label, said in (("role", parts), ("route", PARTS)):
            with pytest.raises(Unreadable):
                vault.rows.check(db, kept, label, *said)
