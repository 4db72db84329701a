"""Half of a long sealing is done by a second process: everything opens, in its order, whatever becomes of that."""

import os
import subprocess

import pytest

from casework.vault import hpke, second
from casework.vault.second import Second

PRIVATE = [hpke.new_private() for _ in range(3)]
PUBLIC = [hpke.public_of(private) for private in PRIVATE]
WISHES = [(PUBLIC[n % 3], b"context %d" % n, os.urandom(32)) for n in range(second.MANY + 1)]


def opened(sealed: list[bytes]) -> list[bytes]:
    return [hpke.decrypt(PRIVATE[n % 3], WISHES[n][1], inner) for n, inner in enumerate(sealed)]


def running(beside: Second) -> "subprocess.Popen[bytes] | None":
    return beside._child


def test_what_two_sealed_opens_and_what_one_left_undone_is_done(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    wanted = [key for _, _, key in WISHES]
    with Second() as beside:
        assert running(beside) is None, "a few do not need it"
        assert opened(beside.encrypt_each(WISHES[:5])) == wanted[:5]
        assert running(beside) is None
        assert opened(beside.encrypt_each(WISHES)) == wanted
        child = running(beside)
        assert child is not None
        child.kill()
        child.wait()
        assert opened(beside.encrypt_each(WISHES)) == wanted
        assert "goes on with one processor" in caplog.text
        assert running(beside) is None
    assert child.returncode is not None


def test_a_machine_of_one_processor_seals_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    with Second() as beside:
        assert opened(beside.encrypt_each(WISHES)) == [key for _, _, key in WISHES]
        assert running(beside) is None
