"""Tests of which there are many alike run on the two databases in turns."""

import pytest

KINDS = ("sqlite", "postgresql")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of a test marked `in_turns` every other one runs on the one database, and the others on the other."""
    if config.getoption("--database") != "both":
        return
    met: dict[tuple[str, str], int] = {}
    left_out = []
    for item in items:
        if item.get_closest_marker("in_turns") is None or not isinstance(item, pytest.Function):
            continue
        kind = str(item.callspec.params["databases"])
        test = item.nodeid.partition("[")[0], kind
        number = met[test] = met.get(test, -1) + 1
        if number % len(KINDS) != KINDS.index(kind):
            left_out.append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        gone = set(left_out)
        items[:] = [item for item in items if item not in gone]
