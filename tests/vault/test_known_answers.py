"""One frozen answer of every format: each later release opens what this one wrote.

`known/v1.json` is never written again. A format that changes gets a new version and a file of its own beside it.
"""

import json
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from casework import vault
from casework.audit import trail
from casework.audit.models import TrailEntry
from casework.cases.models import Note
from casework.db import Database
from casework.intake.models import ReportDraft
from casework.people.models import Person
from casework.vault import Compartment, Holder, HolderKind, Keyring, Room, Vault, pairs, seals
from casework.vault.models import PublicKey, Seal

pytestmark = pytest.mark.usefixtures("full_strength")
KNOWN = json.loads((Path(__file__).parent / "known" / "v1.json").read_text())
LINKS = json.loads((Path(__file__).parent / "known" / "links.json").read_text())
BOTH = json.loads((Path(__file__).parent / "known" / "both.json").read_text())
CASE, ROOM_ID, NOTE = 7, 70, 5


def known(name: str) -> bytes:
    return bytes.fromhex(KNOWN[name])


@pytest.fixture
def then() -> Vault:
    return Vault(Keyring.decode(json.dumps(KNOWN["keyring"]).encode()))


@pytest.fixture
def holder() -> Holder:
    return Holder(HolderKind.PERSON, 11, 1, known("private"))


@pytest.fixture
def session(database_url: str, then: Vault) -> Any:
    database = Database(database_url, {"vault": then})
    with database.reading() as db:
        yield db
    database.dispose()


def test_a_case_secret(then: Vault) -> None:
    assert vault.secrets.unwrap(then, CASE, known("case secret")) == known("S")


@pytest.mark.parametrize("form", ["hpke", "own"])
def test_a_seal(then: Vault, holder: Holder, form: str) -> None:
    target = seals.Target(CASE, ROOM_ID, Compartment.FILE, 0, 1)
    row = Seal(form=form, generation=1, sealed=known(f"seal {form}"))
    assert seals.open_(then, known("S"), target, holder, row) == known("CK")


def test_a_value_and_what_was_dropped(then: Vault) -> None:
    room = Room(then.instance, CASE, ROOM_ID, Compartment.FILE, 0, 1, {1: known("CK")})
    assert room.open(Note.text, NOTE, known("value")) == "A note, as it was written."
    assert room.open(Note.text, NOTE, known("dropped")) == "Put in by somebody who cannot read it."
    assert vault.room.commitment(known("CK")) == known("commitment")


def test_a_server_value_and_a_tag(session: Any) -> None:
    assert vault.field.open_(session, Person.email, NOTE, known("field")) == "mara@example.org"
    assert vault.field.index(session, "email", "Mara@example.org") == known("index")


def test_a_public_key_and_its_six_words(then: Vault) -> None:
    row = PublicKey(
        kind="person", owner=11, case_id=0, compartment_id=0, epoch=0, generation=1,
        public=known("public"), mac=known("public mac"), mac_version=1,
    )  # fmt: skip
    assert pairs.checked(then, row).key == known("public")
    assert pairs.fingerprint(known("public")) == KNOWN["fingerprint"]


def test_a_receipt(then: Vault) -> None:
    receipt = vault.receipts.derive(then, "7K3M-Q9TD-2XHP-VB4E")
    assert (receipt.lookup, receipt.private) == (known("receipt lookup"), known("receipt private"))


def test_a_link_that_outlives_an_account(then: Vault) -> None:
    assert vault.receipts.token_lookup(then, LINKS["token"]) == bytes.fromhex(LINKS["lookup"])
    wrapped = bytes.fromhex(LINKS["by token"])
    assert vault.receipts.open_by_token(then, LINKS["token"], (4, 1), wrapped) == known("private")


def test_what_a_link_and_a_code_open_together(then: Vault) -> None:
    both = vault.receipts.derive_both(then, BOTH["token"], BOTH["code"])
    assert (both.lookup.hex(), both.private.hex()) == (BOTH["lookup"], BOTH["private"])
    assert vault.receipts.code_of_form(then, BOTH["number"], "party") == BOTH["code of form"]


def test_a_password_and_a_recovery_code(then: Vault) -> None:
    key, verifier = vault.passwords.derive(then, "a password of long ago", bytes(16))
    assert verifier == known("verifier")
    assert vault.passwords.unwrap(then, key, (11, 1), "password", known("by password")) == known("private")
    code = vault.passwords.recovery_key(then, KNOWN["recovery code"])
    assert vault.passwords.unwrap(then, code, (11, 1), "recovery", known("by recovery code")) == known("private")


def test_a_printed_code_and_a_passkey(then: Vault) -> None:
    letters = vault.factors.normal(KNOWN["printed code"]) or ""
    assert vault.factors.code_tag(then, (11, 1), letters, 1) == known("printed tag")
    assert vault.factors.codes_of_form(then, "a form's number", (11, 1)) == KNOWN["printed of form"]
    assert (vault.factors.prf_salt(then), vault.factors.handle(then, 11)) == (
        known("prf salt"),
        known("passkey handle"),
    )
    opened = vault.factors.unwrap(then, bytes(range(32)), (11, 1), bytes(range(16)), known("by passkey"))
    assert opened == known("private")


def test_a_file(then: Vault) -> None:
    pieces = [known("file")[i : i + 777] for i in range(0, len(known("file")), 777)]
    assert b"".join(vault.files.decrypt(then, 3, known("file key"), pieces)) == b"a paper " * 4096


def test_a_letter(session: Any, holder: Holder) -> None:
    assert vault.letters.open_(session, holder, ReportDraft.written, 4, known("letter")) == "half a report"


def test_a_trail_entry(session: Any) -> None:
    at = datetime.fromisoformat(KNOWN["trail at"])
    entry = TrailEntry(
        id=1, chain=CASE, seq=2, at=at, actor_kind="person", actor_id=11, tag="note:added", ids='{"note":5}',
        key_version=1,
    )  # fmt: skip
    assert trail.mac_of(session, entry, bytes(32)) == known("trail mac")


def test_a_journal_line(then: Vault, tmp_path: Path) -> None:
    (tmp_path / "2026-11.journal").write_text(KNOWN["journal"] + "\n")
    [entry] = vault.journal.read(then, tmp_path)
    assert entry == vault.journal.Entry("2026-11-21T12:00:00+00:00", "seal-removed", {"case": 7, "holder": 11})


def test_an_export_and_the_shares_that_open_it(then: Vault) -> None:
    private = vault.recovery.join(KNOWN["shares"][:2])
    recovery = SimpleNamespace(private=private)
    assert vault.export.open_(KNOWN["export"].encode(), recovery) == then.keyring  # type: ignore[arg-type]
