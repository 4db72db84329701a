"""The application with the cast in it, and a browser for each of them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from casework.vault import Vault
from tests.cast import Cast
from tests.whole.world import World, build

from .browser import Browser


@pytest.fixture
def world(cast: Cast, keys: Vault, tmp_path: Path) -> World:
    return build(cast, keys, tmp_path)


@pytest.fixture
def browse(world: World) -> Callable[[str], Browser]:
    """Somebody of the cast, signed in, with the case's address at hand."""
    return lambda who: Browser(world, who)
