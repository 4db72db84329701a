"""Printed codes and what a passkey opens: read back however typed, bound to their owner, shut for everything else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.vault import Keyring, Unreadable, Vault, factors, hpke
from casework.vault.receipts import ALPHABET

OWNER = (11, 1)
LETTERS = st.text(ALPHABET, min_size=factors.LENGTH, max_size=factors.LENGTH)


@given(LETTERS, st.data())
@settings(max_examples=50)
def test_a_printed_code_is_read_back_however_it_is_typed(letters: str, data: st.DataObject) -> None:
    alike = {"0": "0oO", "1": "1iIlL"}
    typed = "".join(data.draw(st.sampled_from(alike.get(c, c + c.lower()))) for c in letters)
    between = data.draw(st.sampled_from(["", "-", " ", " – "]))
    assert factors.normal(f" {typed[:5]}{between}{typed[5:]} ") == letters


@given(st.text(max_size=40))
@settings(max_examples=100)
def test_anything_typed_is_a_code_or_is_not(typed: str) -> None:
    letters = factors.normal(typed)
    assert letters is None or (len(letters) == factors.LENGTH and set(letters) <= set(ALPHABET))


def test_ten_of_a_form_are_its_owners_and_the_installations_alone() -> None:
    here, there = Vault(Keyring.new()), Vault(Keyring.new())
    sheets = [
        factors.codes_of_form(here, "one", OWNER),
        factors.codes_of_form(here, "two", OWNER),
        factors.codes_of_form(here, "one", (12, 1)),
        factors.codes_of_form(here, "one", (11, 2)),
        factors.codes_of_form(there, "one", OWNER),
    ]
    assert len({code for sheet in sheets for code in sheet}) == 50
    assert factors.codes_of_form(here, "one", OWNER) == sheets[0]
    tag = factors.code_tag(here, OWNER, "7K3MQ9TD2X")
    assert tag != factors.code_tag(here, (11, 2), "7K3MQ9TD2X")
    assert tag != factors.code_tag(there, OWNER, "7K3MQ9TD2X")


def test_a_private_half_opens_for_its_own_passkey_and_secret_alone(keys: Vault) -> None:
    private, secret, credential = hpke.new_private(), bytes(range(32)), b"credential"
    wrapped = factors.wrap(keys, secret, OWNER, credential, private)
    assert factors.unwrap(keys, secret, OWNER, credential, wrapped) == private
    shut = [
        (keys, bytes(32), OWNER, credential),
        (keys, b"", OWNER, credential),
        (keys, secret, (12, 1), credential),
        (keys, secret, (11, 2), credential),
        (keys, secret, OWNER, b"another"),
        (Vault(Keyring.new()), secret, OWNER, credential),
    ]
    for vault_, prf, owner, of in shut:
        with pytest.raises(Unreadable):
            factors.unwrap(vault_, prf, owner, of, wrapped)
    for at in range(len(wrapped)):
        changed = wrapped[:at] + bytes([wrapped[at] ^ 1]) + wrapped[at + 1 :]
        with pytest.raises(Unreadable):
            factors.unwrap(keys, secret, OWNER, credential, changed)
