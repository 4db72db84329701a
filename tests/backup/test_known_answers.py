"""One frozen backup's manifest and the journal beside it: each later release reads what this one wrote.

`known/v1.json` is never written again; it is under the keyring of `tests/vault/known/v1.json`.
"""

import json
from pathlib import Path

import pytest

from casework.backup import manifest
from casework.backup.manifest import Damaged, Manifest
from casework.vault import Keyring, Unreadable, Vault, journal

HERE = Path(__file__).parent
KNOWN = json.loads((HERE / "known" / "v1.json").read_text())
KEYRING = json.loads((HERE.parent / "vault" / "known" / "v1.json").read_text())["keyring"]


@pytest.fixture
def then(tmp_path: Path) -> Vault:
    folder = tmp_path / "journal"
    folder.mkdir()
    for name, lines in KNOWN["journal"].items():
        (folder / name).write_text(lines)
    (tmp_path / manifest.NAME).write_text(json.dumps(KNOWN["manifest"], indent=1))
    (tmp_path / manifest.SUMS).write_text(KNOWN["sums"])
    return Vault(Keyring.decode(json.dumps(KEYRING).encode()), journal=folder)


def test_a_journal_of_two_months(then: Vault) -> None:
    assert then.journal is not None
    assert [(entry.at, entry.kind, entry.ids) for entry in journal.read(then, then.journal)] == [
        ("2026-11-22T12:00:00+00:00", "generation", {"person": 11, "generation": 2}),
        (
            "2026-11-22T12:00:00+00:00",
            "seal-removed",
            {"case": 7, "compartment": 70, "holder": 11, "kind": "person", "epoch": 3},
        ),
        ("2026-12-01T12:00:00+00:00", "case-destroyed", {"case": 7}),
    ]


def test_a_manifest_and_its_sums(then: Vault, tmp_path: Path) -> None:
    found = Manifest.read(tmp_path)
    found.check(then)
    assert (found.keks, found.files, found.migration, found.journal.file) == ([1], 1, "0001", "2026-12.journal")
    assert then.journal is not None
    assert journal.reaches(then.journal, found.journal)
    assert list(manifest.sums(tmp_path, found.sums)) == [
        ("casework.db", "ab" * 32),
        ("files/00/01/0001000000000001", "cd" * 32),
    ]


@pytest.mark.parametrize("field", sorted(KNOWN["manifest"].keys() - {"mac", "format"}))
def test_each_thing_that_a_manifest_says_is_under_its_code(then: Vault, tmp_path: Path, field: str) -> None:
    other = {str: "x", int: 7, list: [9], dict: {"file": "x", "size": 1, "tag": "x"}}
    document = {**KNOWN["manifest"], field: other[type(KNOWN["manifest"][field])]}
    (tmp_path / manifest.NAME).write_text(json.dumps(document))
    with pytest.raises((Damaged, Unreadable), match=r"manifest\.json was changed|no version 7"):
        Manifest.read(tmp_path).check(then)
