"""The papers of a ceremony, and everything that somebody could do to them on their way."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework import vault
from casework.db import Database
from casework.vault import Compartment, Holder, HolderKind, Keyring, Unreadable, Vault, ceremony, pairs, seals
from casework.vault.ceremony import Purpose, Recipient, Request, Wanted
from casework.vault.models import Seal
from casework.vault.pairs import PublicHalf

KNOWN = json.loads((Path(__file__).parent / "known" / "ceremony.json").read_text())
FIRST = json.loads((Path(__file__).parent / "known" / "v1.json").read_text())
AT, PRESENT, PERSON = "2026-11-22T09:00:00+00:00", ("Ada Holt", "Ben Ruiz"), 11


def test_a_frozen_request_is_answered_and_a_frozen_answer_is_taken() -> None:
    then = Vault(Keyring.decode(json.dumps(FIRST["keyring"]).encode()))
    private = vault.recovery.join(FIRST["shares"][1:])
    request = ceremony.read(KNOWN["request"].encode())
    for document in (KNOWN["answer"].encode(), ceremony.answer(request, private, PRESENT, AT)[0]):
        found = ceremony.check(then, document, 1)
        assert (found.request, found.digest, found.present, found.shut) == (request.id, request.digest, PRESENT, 0)
        [one] = found.given
        target = seals.Target(7, 70, Compartment.FILE, 0, 1)
        context = seals.bound(then.instance, target, HolderKind.PERSON, PERSON, 1)
        assert vault.hpke.decrypt(bytes.fromhex(FIRST["private"]), context, one.inner).hex() == FIRST["CK"]


@pytest.fixture
def private() -> bytes:
    return vault.hpke.new_private()


@pytest.fixture
def half(database: Database, private: bytes) -> PublicHalf:
    with database.transaction() as db:
        return pairs.publish(db, HolderKind.RECOVERY, vault.EAP_RECOVERY_ID, vault.hpke.public_of(private))


def wanted(keys: Vault, half: PublicHalf, case: int = 7, compartment: int = 70, epoch: int = 1) -> Wanted:
    """A room's key as recovery holds it."""
    key, target = bytes([case, epoch]) * 16, seals.Target(case, compartment, Compartment.FILE, 0, epoch)
    context = seals.bound(keys.instance, target, half.kind, half.owner, half.generation)
    inner = vault.hpke.encrypt(half.key, context, key)
    return Wanted(target, vault.room.commitment(key), inner, (PERSON,))


def asked(keys: Vault, half: PublicHalf, *seals_: Wanted) -> tuple[Request, bytes]:
    """The request, and the person's private half."""
    own = vault.hpke.new_private()
    to = Recipient(PERSON, 1, "Noor", vault.hpke.public_of(own))
    return ceremony.ask(keys, half, Purpose.USE, AT, [to], seals_ or [wanted(keys, half)]), own


def test_what_comes_back_opens_for_the_person_and_for_nobody_else(
    database: Database, keys: Vault, half: PublicHalf, private: bytes
) -> None:
    request, own = asked(keys, half)
    document, shut = ceremony.answer(ceremony.read(ceremony.encode(request)), private, PRESENT, AT)
    [one] = ceremony.check(keys, document, 1).given
    with database.transaction() as db:
        to = pairs.publish(db, HolderKind.PERSON, PERSON, request.to[0].public)
    target, secret = request.wanted[0].target, bytes(32)
    row = Seal(form="hpke", generation=1, sealed=seals.dress(keys, secret, target, to, one.inner))
    holder = Holder(HolderKind.PERSON, PERSON, 1, own)
    assert shut == 0
    assert seals.open_(keys, secret, target, holder, row) == bytes([7, 1]) * 16
    for wrong in (replace(holder, private=private), replace(holder, id=12), replace(holder, generation=2)):
        with pytest.raises(Unreadable):
            seals.open_(keys, secret, target, wrong, row)


def test_other_cards_answer_nothing(keys: Vault, half: PublicHalf) -> None:
    with pytest.raises(Unreadable, match="another recovery key"):
        ceremony.answer(asked(keys, half)[0], vault.hpke.new_private(), PRESENT, AT)


def _copied(request: Request) -> Request:
    """The seal of another case in this one's place."""
    first, second = request.wanted[:2]
    return replace(request, wanted=(replace(first, inner=second.inner, commitment=second.commitment),))


def _old_epoch(request: Request) -> Request:
    """A room's earlier key, said to be its newest."""
    first, _, third = request.wanted
    return replace(request, wanted=(replace(first, inner=third.inner, commitment=third.commitment),))


def _rolled_back(request: Request) -> Request:
    return replace(request, generation=request.generation + 1, wanted=request.wanted[:1])


def _other_pair(request: Request) -> Request:
    return replace(request, pair=vault.RECOVERY_ID, wanted=request.wanted[:1])


def _other_instance(request: Request) -> Request:
    """A room's seal of another installation, in a request that is well formed."""
    return replace(request, wanted=(replace(request.wanted[0], inner=bytes(80)),))


@pytest.mark.parametrize("change", [_copied, _old_epoch, _rolled_back, _other_pair, _other_instance])
def test_a_seal_that_is_not_what_the_request_says_stays_shut(
    keys: Vault, half: PublicHalf, private: bytes, change: Callable[[Request], Request]
) -> None:
    request, _ = asked(keys, half, wanted(keys, half, epoch=2), wanted(keys, half, 8, 80), wanted(keys, half, epoch=1))
    document, shut = ceremony.answer(change(request), private, PRESENT, AT)
    found = ceremony.check(keys, document, 1)
    assert (shut, found.shut, found.given) == (1, 1, ())


@pytest.mark.parametrize("field", ["to", "seals", "purpose", "asked", "generation", "pair", "public"])
def test_an_edited_request_is_answered_for_nobody(keys: Vault, half: PublicHalf, private: bytes, field: str) -> None:
    """Whatever was changed on the way there is told apart on the way back, or is not answered at all."""
    request, _ = asked(keys, half)
    document = json.loads(ceremony.encode(request))
    thief = vault.hpke.public_of(vault.hpke.new_private()).hex()
    document[field] = {
        "to": [[PERSON, 1, "Noor", thief]], "seals": [], "purpose": "test", "asked": "2020-01-01", "generation": 2,
        "pair": 1, "public": thief,
    }[field]  # fmt: skip
    edited = ceremony.read(json.dumps(document).encode())
    try:
        answer, _ = ceremony.answer(edited, private, PRESENT, AT)
    except Unreadable:
        return
    assert ceremony.check(keys, answer, 1).digest != request.digest


@given(at=st.integers(0, 100_000), bit=st.integers(0, 6))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_changed_answer_is_refused_at_every_byte(at: int, bit: int) -> None:
    then, document = Vault(Keyring.decode(json.dumps(FIRST["keyring"]).encode())), bytearray(KNOWN["answer"].encode())
    document[at % len(document)] ^= 1 << bit
    whole = ceremony.check(then, KNOWN["answer"].encode(), 1)
    try:
        assert ceremony.check(then, bytes(document), 1) == whole, (
            "what stands around the words may change, they may not"
        )
    except Unreadable:
        return


def test_an_answer_is_of_no_use_for_another_request_or_installation(
    keys: Vault, half: PublicHalf, private: bytes
) -> None:
    first, second = asked(keys, half)[0], asked(keys, half)[0]
    answer = json.loads(ceremony.answer(first, private, PRESENT, AT)[0])
    moved = json.dumps({**answer, "request": second.id.hex()}).encode()
    for document, at in ((moved, keys), (json.dumps(answer).encode(), Vault(Keyring.new()))):
        with pytest.raises(Unreadable, match="was changed"):
            ceremony.check(at, document, 1)


@pytest.mark.parametrize(
    "document", [b"", b"{}", b"[]", b"null", b'{"format": "casework recovery request 2"}', b"\xff"]
)
def test_what_is_no_paper_of_a_ceremony_is_told_so(keys: Vault, document: Any) -> None:
    with pytest.raises(Unreadable, match="no recovery request"):
        ceremony.read(document)
    with pytest.raises(Unreadable, match="no answer"):
        ceremony.check(keys, document, 1)
