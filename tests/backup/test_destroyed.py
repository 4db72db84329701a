"""What two people destroyed stays dead in yesterday's backup, and once its key is gone, in the raw backup too."""

import json
import zlib
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from casework import vault
from casework.audit import verify
from casework.cases.actions import destroying, remaining
from casework.cases.models import Case, Destroyed, DestroyedFor, Destruction, DestructionItem
from casework.cases.queries import destructions
from casework.cases.queries.kept_cases import CASES
from casework.cases.queries.visible import find
from casework.cases.routes.kept import words
from casework.db import Database, utc_now
from casework.files import Store
from casework.vault import OF_CASES, Compartment, Keyring, Unreadable, Vault, journal, rewrapping
from casework.vault.models import CaseSecret, Seal
from tests.cast import SECRET
from tests.legal.ended import another, close_of_cast

from .conftest import CONTENT, Drill, lines

WHY = "Three years are over."
HERE = Path(__file__).parent


def ask(drill: Drill, *ids: int) -> int:
    with drill.database.transaction() as db:
        [asked], _ = destroying.propose(db, CASES, ids, why=WHY, by=drill.cast["lead"])
        return asked.id


def agree(drill: Drill, asked: int) -> None:
    with drill.database.transaction() as db:
        destroying.decide(db, CASES, asked, agrees=True, by=drill.cast["alternate"])


def destroy(drill: Drill, asked: int) -> int:
    return destroying.go_on(drill.database, Store(drill.settings.files), CASES, asked)


def test_put_back_from_yesterday_it_is_destroyed_again_and_says_what_it_was(drill: Drill) -> None:
    """The backup knows nothing of it: neither that it was asked for, nor that it was agreed to."""
    case_id, paper = close_of_cast(drill.cast), drill.paper()
    other = another(drill.cast, "lead")
    drill.backup()
    asked = ask(drill, case_id)
    agree(drill, asked)
    assert destroy(drill, asked) == 1
    back, lead = drill.restore(), drill.cast["lead"]
    with back.reading() as db:
        assert db.get(Case, case_id) is None
        assert find(db, lead, drill.cast.number) is None
        assert find(db, lead, other.number) is not None
        with pytest.raises(Unreadable):
            vault.secrets.of_case(db, case_id)
        [row] = db.scalars(select(Destroyed)).all()
        assert (row.number, row.kind, row.outcome, row.kek) == (drill.cast.number, "harassment", "action taken", 1)
        assert (row.proposed_by, row.approved_by) == (lead.id, drill.cast["alternate"].id)
        assert set(db.scalars(select(DestroyedFor.person_id))) >= {lead.id, drill.cast["alternate"].id}
        found = destructions.certificate(db, "case", lead, asked)
        assert found is not None
        assert (found.row.why, found.is_final, [one.number for one in found.gone]) == (None, False, [row.number])
        assert verify(db) == []
    assert not Store(drill.tmp / "elsewhere-0" / "files").holds(paper)


def test_what_was_agreed_to_since_the_backup_goes_on_by_itself(drill: Drill) -> None:
    """Agreed to, and then the host was lost before it was done."""
    close_of_cast(drill.cast)
    asked = ask(drill, drill.cast.case_id)
    drill.backup()
    agree(drill, asked)
    assert "destruction-decided" in lines(drill.keys)
    back = drill.restore()
    with back.reading() as db:
        row = db.get_one(Destruction, asked)
        assert (row.approved, row.decided_by) == (True, drill.cast["alternate"].id)
    assert destroying.go_on_with_all(back, Store(drill.tmp / "elsewhere-0" / "files"), [CASES]) == 1
    with back.reading() as db:
        assert db.get(Case, drill.cast.case_id) is None
        assert db.scalars(select(DestructionItem.id)).all() == []


def test_a_line_of_an_earlier_release_destroys_and_leaves_no_name(drill: Drill) -> None:
    drill.backup()
    with drill.database.transaction() as db:
        vault.secrets.destroy(db, drill.cast.case_id)
    back = drill.restore()
    with back.reading() as db:
        assert db.get(Case, drill.cast.case_id) is None
        assert db.scalars(select(Destroyed.id)).all() == []


def test_when_its_key_is_gone_nothing_opens_it_in_the_raw_backup(drill: Drill) -> None:
    """The whole database as it was, every person's own key, the keyring as it is now: and neither a title, a note, a
    paper nor a receipt opens. What lies in the store is noise."""
    case_id, paper = close_of_cast(drill.cast), drill.paper()
    blob = Store(drill.settings.files).path(paper).read_bytes()
    raw = Database(drill.databases.copy(drill.database.url), {"vault": drill.keys})
    assert opens(raw, drill) == SECRET
    asked = ask(drill, case_id)
    agree(drill, asked)
    destroy(drill, asked)
    drill.keys.keyring = drill.keys.keyring.rotated(utc_now().date() + timedelta(days=31))
    for _ in rewrapping.rewrap(drill.database, drill.keys, pause=0):
        pass
    assert opens(raw, drill) == SECRET
    assert is_final(drill, asked) is False
    drill.keys.keyring = drill.keys.keyring.without({1})
    assert is_final(drill, asked) is True
    with raw.reading() as db:
        [secret] = db.scalars(select(CaseSecret).where(CaseSecret.case_id == case_id)).all()
        for kek in drill.keys.keyring.keks:
            with pytest.raises(Unreadable):
                vault.blob.open_(drill.keys.kek(kek), vault.secrets.context(drill.keys), secret.wrapped)
        assert db.scalars(select(Seal.id).where(Seal.case_id == case_id)).first() is not None
    for actor in drill.cast.actors.values():
        if actor.holder is not None:
            with raw.reading() as db, pytest.raises(Unreadable):
                vault.rooms.enter(db, actor.holder, case_id, Compartment.FILE)
    assert len(zlib.compress(blob, 9)) > len(blob)
    assert all(CONTENT[start : start + 32] not in blob for start in range(0, 512, 16))
    raw.dispose()
    drill.databases.give_back(raw.url)
    with drill.database.transaction() as db:
        assert remaining.end(db, {"case": OF_CASES}) == 1
    with drill.database.reading() as db:
        assert db.scalars(select(Destroyed.final_on)).all() == [utc_now().date()]


def opens(raw: Database, drill: Drill) -> str:
    holder = drill.cast["specialist"].holder
    assert holder is not None
    with raw.reading() as db:
        case = db.get_one(Case, drill.cast.case_id)
        room = vault.rooms.enter(db, holder, case.id, Compartment.FILE)
        return room.open(Case.narrative, case.id, case.narrative)


def is_final(drill: Drill, asked: int) -> bool:
    with drill.database.reading() as db:
        found = destructions.certificate(db, "case", drill.cast["lead"], asked)
        assert found is not None
        return found.is_final


def test_a_frozen_line_brings_back_what_stays(drill: Drill, tmp_path: Path) -> None:
    """`known/v2.json` is never written again; it is under the keyring of `tests/vault/known/v1.json`."""
    then, folder = json.loads((HERE / "known" / "v2.json").read_text())["journal"], tmp_path / "then"
    folder.mkdir()
    for name, text in then.items():
        (folder / name).write_text(text)
    ring = json.loads((HERE.parent / "vault" / "known" / "v1.json").read_text())["keyring"]
    decided, line = journal.read(Vault(Keyring.decode(json.dumps(ring).encode())), folder)
    with drill.database.transaction() as db:
        assert not remaining.decided_again(db, decided.at, decided.ids)
        assert remaining.again(db, line.ids)
        assert not remaining.again(db, line.ids)
    with drill.database.reading() as db:
        row, asked = db.get_one(Destroyed, 7), db.get_one(Destruction, 90)
        assert (row.number, row.closed_on, row.kek) == ("ER-2021-482913", date(2021, 3, 1), 1)
        assert words.rule_then(row) == (
            "kept from 1 Mar 2021; Germany: at most 3 years, HinSchG §11(5), until 1 Mar 2024"
        )
        assert (asked.proposed_by, asked.decided_by, asked.approved) == (11, 12, True)
        assert set(db.scalars(select(DestroyedFor.person_id))) == {11, 12}
