"""The power goes in the middle of a rotation, or of a ceremony: nothing is lost, and the same command ends it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from casework import vault
from casework.audit import verify
from casework.cases.actions import opening
from casework.cases.models import Case
from casework.cases.queries.routing import Readers
from casework.db import Database, new_id, utc_now
from casework.people import VISITOR, Role
from casework.vault import Compartment, Vault, ceremony, keyring, recovery, rewrapping
from casework.vault.models import CaseSecret, CompartmentRow, Seal
from tests.installation import Installation, found, served
from tests.killing import killed
from tests.people.staff import Colleague, enrolled

SECRETS, CASES = 4 * rewrapping.BATCH, 12
COMMIT = "sqlalchemy.orm.Session.commit"
"""Everything of a transaction is written, and nothing of it counts yet."""


@pytest.fixture
def place(unfounded_database_url: str, tmp_path: Path) -> Installation:
    return found(tmp_path / "casework", unfounded_database_url)


@pytest.fixture
def database(place: Installation) -> Iterator[Database]:
    """The installation's database, seen from beside its commands."""
    home = place.folder / "keyring.json"
    made = Database(place.environment["CASEWORK_DATABASE_URL"], {"vault": Vault.load(home, place.folder / "journal")})
    yield made
    made.dispose()


def test_a_rotation_is_ended_by_the_same_command(place: Installation, database: Database) -> None:
    known = with_secrets(database)
    killed(place.environment, ["keys", "rotate"], COMMIT, 4)
    assert under(database, 2) == 2 * rewrapping.BATCH, "the third batch was not committed"
    assert opened(database, known) == known
    with served(place):
        assert opened(database, known) == known
    assert "goes on" in place.casework("keys", "rotate")
    assert (under(database, 1), under(database, 2)) == (0, SECRETS)
    assert opened(database, known) == known
    assert keyring.read(place.folder / "keyring.json").current_kek == 2, "a second key was made for nothing"
    whole(database)


def with_secrets(database: Database) -> dict[int, bytes]:
    """Of many cases; a few of them by case."""
    with database.transaction() as db:
        known, made = vault.of(db), {new_id(): os.urandom(32) for _ in range(SECRETS)}
        wrapped = [(id_, *vault.secrets.wrap(known, id_, secret)) for id_, secret in made.items()]
        db.execute(insert(CaseSecret), [{"case_id": i, "kek": kek, "wrapped": under} for i, kek, under in wrapped])
    return {id_: made[id_] for id_ in sorted(made)[:: SECRETS // 200]}


def under(database: Database, kek: int) -> int:
    with database.reading() as db:
        return db.scalar(select(func.count()).select_from(CaseSecret).where(CaseSecret.kek == kek)) or 0


def opened(database: Database, known: dict[int, bytes]) -> dict[int, bytes]:
    with database.reading() as db:
        return vault.secrets.of_cases(db, known)


def whole(database: Database) -> None:
    with database.reading() as db:
        assert verify(db) == []
        assert len(rewrapping.numbers(db)) <= 1


def test_a_ceremony_is_ended_by_taking_the_same_answer_again(
    place: Installation, database: Database, tmp_path: Path
) -> None:
    """Each case is opened whole, or not at all; what was opened has new keys, once."""
    pair = recovery.new()
    with database.transaction() as db:  # recovery as if these had been its cards from the beginning
        public = recovery.decode_public(pair.public)
        vault.pairs.publish(db, vault.HolderKind.RECOVERY, vault.RECOVERY_ID, public, generation=2)
    old, new = enrolled(database, "Hanne", Role.LEAD), enrolled(database, "Noor", Role.LEAD, admitted=False)
    texts = with_cases(database, old)
    request, answer = tmp_path / "request", tmp_path / "answer"
    place.casework("recovery", "ask", "--for", new.email, "--every-case", "--to", str(request))
    private = recovery.join(list(pair.shares[:2]))
    document, shut = ceremony.answer(ceremony.read(request.read_bytes()), private, ["Ada", "Ben"], "2026-11-22")
    assert shut == 0
    answer.write_bytes(document)
    killed(place.environment, ["recovery", "take", str(answer)], COMMIT, 6)
    some = read_by(database, new)
    assert len(some) == 4, "one commit for who was there, one for each case"
    assert all(texts[id_] == text for id_, text in some.items())
    assert read_by(database, old) == texts
    assert f"{CASES} cases were opened" in place.casework("recovery", "take", str(answer))
    assert read_by(database, new) == read_by(database, old) == texts
    with database.reading() as db:
        rooms = select(CompartmentRow.epoch).where(CompartmentRow.name != Compartment.IDENTITY.value)
        assert set(db.scalars(rooms)) == {2}, "a room was rekeyed twice"
        assert verify(db) == []
        own = select(func.count()).select_from(Seal).where(Seal.holder_id == new.id)
        assert db.scalar(own) == CASES * 2, "a file with two epochs each"
    followed_by_another_key(place, database, private, tmp_path)
    assert read_by(database, new) == read_by(database, old) == texts


def followed_by_another_key(place: Installation, database: Database, private: bytes, tmp_path: Path) -> None:
    """These cards seal all of it to the next ones, and the power goes in the middle of that too."""
    with database.transaction() as db:
        next_ = vault.hpke.public_of(vault.hpke.new_private())
        vault.succession.publish(db, vault.RECOVERY_ID, next_)
        [(_, waiting)] = vault.succession.lagging(db).items()
    request, answer = tmp_path / "another request", tmp_path / "another answer"
    place.casework("recovery", "ask", "--renew", "--to", str(request))
    document, shut = ceremony.answer(ceremony.read(request.read_bytes()), private, ["Ada", "Ben"], "2026-11-22")
    assert shut == 0
    answer.write_bytes(document)
    killed(place.environment, ["recovery", "take", str(answer)], COMMIT, 6)
    with database.reading() as db:
        assert sum(vault.succession.lagging(db).values()) == waiting * (CASES - 4) // CASES
    assert f"{CASES} cases are sealed" in place.casework("recovery", "take", str(answer))
    with database.reading() as db:
        assert vault.succession.lagging(db) == {}
        rooms = select(CompartmentRow.epoch).where(CompartmentRow.name != Compartment.IDENTITY.value)
        assert set(db.scalars(rooms)) == {3}, "each room has one more key"
        assert verify(db) == []


def with_cases(database: Database, who: Colleague) -> dict[int, str]:
    texts: dict[int, str] = {}
    for number in range(CASES):
        with database.transaction() as db:
            case = opening.open_case(
                db, kind="harassment", channel="form", site_id=0, title="", narrative=f"It happened {number} times.",
                readers=Readers((who.id,), (who.id,)), by=VISITOR, received_at=utc_now(),
            ).case  # fmt: skip
            texts[case.id] = f"It happened {number} times."
    return texts


def read_by(database: Database, who: Colleague) -> dict[int, str]:
    """The narratives that open to somebody."""
    with database.reading() as db:
        cases = {case.id: case.narrative for case in db.scalars(select(Case))}
        rooms = vault.rooms.enter_files(db, who.holder, list(cases))
        return {id_: room.open(Case.narrative, id_, cases[id_]) for id_, room in rooms.items()}
