"""Whatever happens to keys and cases in whatever order: a case that was not destroyed opens, and a retired key opens
nothing. And frozen answers of a keyring that has been rotated, both ways."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from casework import vault
from casework.db import Database, new_id, utc_now
from casework.people.models import Person
from casework.vault import Keyring, Unreadable, Vault, rewrapping
from casework.vault.models import CaseSecret

KNOWN = json.loads((Path(__file__).parent / "known" / "v2.json").read_text())
ACTS = ("found", "rotate", "rewrap", "part", "destroy", "retire")


class World:
    """An installation's secrets, with what they were, and the rows as a backup has them."""

    def __init__(self, database: Database, keys: Vault) -> None:
        self.database, self.keys = database, keys
        self.known: dict[int, bytes] = {}
        self.backup: list[tuple[int, bytes]] = []

    def found(self) -> None:
        id_ = new_id()
        with self.database.transaction() as db:
            vault.rooms.found_case(db, id_)
            self.known |= vault.secrets.of_cases(db, [id_])

    def rotate(self) -> None:
        self.keys.keyring = self.keys.keyring.rotated(utc_now().date())

    def rewrap(self) -> None:
        for _ in rewrapping.rewrap(self.database, self.keys, batch=3, pause=0):
            pass

    def part(self) -> None:
        """One batch, then it is stopped."""
        next(rewrapping.rewrap(self.database, self.keys, batch=2, pause=0), None)

    def destroy(self) -> None:
        if self.known:
            id_ = min(self.known)
            with self.database.transaction() as db:
                vault.secrets.destroy(db, id_)
            del self.known[id_]

    def retire(self) -> None:
        """What no row is under any more."""
        with self.database.reading() as db:
            self.backup += [(row.case_id, row.wrapped) for row in db.scalars(select(CaseSecret))]
            old = set(self.keys.keyring.keks) - {self.keys.keyring.current_kek}
            free = {kek for kek in old if not rewrapping.still_wrapped(db, {kek})}
        self.keys.keyring = self.keys.keyring.without(free)

    def holds(self) -> None:
        with self.database.reading() as db:
            assert vault.secrets.of_cases(db, self.known) == self.known
            assert db.scalar(select(CaseSecret.case_id).where(CaseSecret.case_id.not_in(self.known))) is None
            named = set(rewrapping.numbers(db))
        assert named <= self.keys.keyring.keks.keys()
        for case_id, wrapped in self.backup:
            if vault.blob.key_id_of(wrapped) not in self.keys.keyring.keks:
                with pytest.raises(Unreadable):
                    vault.secrets.unwrap(self.keys, case_id, wrapped)


@given(acts=st.lists(st.sampled_from(ACTS), max_size=25))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_a_living_case_opens_and_a_retired_key_opens_nothing(
    database: Database, keys: Vault, acts: list[str]
) -> None:
    with database.transaction() as db:
        for row in db.scalars(select(CaseSecret)):
            db.delete(row)
    world = World(database, keys)
    for act in acts:
        do: Callable[[], None] = getattr(world, act)
        do()
        world.holds()
    world.rewrap()
    world.holds()
    with database.reading() as db:
        assert not rewrapping.lagging(db, keys.keyring.current_kek)


@pytest.fixture
def then() -> Vault:
    return Vault(Keyring.decode(json.dumps(KNOWN["keyring"]).encode()))


def known(name: str) -> bytes:
    return bytes.fromhex(KNOWN[name])


@pytest.mark.parametrize("kek", ["1", "2"])
def test_a_case_secret_before_and_after_a_rotation(then: Vault, kek: str) -> None:
    assert vault.secrets.unwrap(then, 7, known(f"case secret {kek}")) == known("S")


@pytest.mark.usefixtures("full_strength")
def test_what_is_under_the_second_version_of_the_root(then: Vault, database_url: str) -> None:
    database = Database(database_url, {"vault": then})
    with database.reading() as db:
        for version in ("1", "2"):
            assert vault.field.open_(db, Person.email, 5, known(f"field {version}")) == "mara@example.org"
            vault.rows.check(db, known(f"mac {version}"), "role", 1, "lead")
            key, verifier = vault.passwords.derive(then, "a password of long ago", bytes(16), int(version))
            assert verifier == known(f"verifier {version}")
            wrapped = known(f"by password {version}")
            assert vault.passwords.pepper_of(wrapped) == int(version)
            assert vault.passwords.unwrap(then, key, (11, 1), "password", wrapped) == known("private")
        assert vault.field.index(db, "email", "mara@example.org") == known("index"), "it stays as it was"
        assert vault.receipts.derive(then, "7K3M-Q9TD-2XHP-VB4E").lookup == known("receipt lookup"), "so does this"
    database.dispose()
