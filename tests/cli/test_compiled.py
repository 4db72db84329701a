"""Templates come into a server as code that another process made, and are what they were."""

from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from typing import Any, NoReturn

import pytest
from jinja2 import Environment

from casework.cli import compiled
from casework.web.page import environment


@pytest.fixture
def fresh() -> Iterator[None]:
    """An environment that has loaded nothing, and one for those that come after."""
    environment.cache_clear()
    yield
    environment.cache_clear()


def _refuse(*_: Any, **__: Any) -> NoReturn:
    raise AssertionError("a template was compiled that had been compiled before")


@pytest.mark.usefixtures("fresh")
def test_what_another_process_made_is_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    with compiled.compiling() as codes:
        made = codes()
    assert {"layouts/bare.html", "cases/show.html", "intake/report.html"} <= made.keys()
    monkeypatch.setattr(Environment, "compile", _refuse)
    compiled.load(made)
    assert environment().bytecode_cache is None


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize("processors", [1, 2])
def test_without_another_process_they_are_made_here(monkeypatch: pytest.MonkeyPatch, processors: int) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: processors)
    monkeypatch.setattr(compiled, "_made", _end)
    with compiled.compiling() as codes:
        made = codes()
    assert made == {}
    compiled.load(made)
    assert "cases/show.html" in {key[1] for key in environment().cache or ()}


def _end() -> NoReturn:
    raise BrokenProcessPool
