"""Every column has its tier, and `tiers.toml` is the list: a new one is placed there in the change that adds it."""

import tomllib
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, String, Text

from casework.db import Base
from casework.migrations.tables import everything

TIERS: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("tiers.toml").read_text(encoding="utf-8"))


def test_every_column_has_the_tier_that_is_written_here() -> None:
    everything()
    found: dict[str, dict[str, set[str]]] = {}
    for name, table in Base.metadata.tables.items():
        for column in table.columns:
            found.setdefault(name, {}).setdefault(column.info.get("tier", "none"), set()).add(column.name)
    assert found == {name: {tier: set(c.split()) for tier, c in tiers.items()} for name, tiers in TIERS.items()}


@pytest.mark.parametrize("tier", ["key", "server", "compartment"])
def test_what_is_sealed_is_bytes_and_what_is_plain_is_not(tier: str) -> None:
    everything()
    for table in Base.metadata.tables.values():
        for column in table.columns:
            if column.info.get("tier") == tier:
                assert isinstance(column.type, LargeBinary), f"{table.name}.{column.name}"
            if column.info.get("tier") == "plain" and isinstance(column.type, String):
                assert column.type.length or isinstance(column.type, Text), f"{table.name}.{column.name}"
