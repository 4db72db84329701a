"""What stretches a password is the algorithm that it is said to be, whichever library makes it."""

import os
import sys
import threading

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from hypothesis import given
from hypothesis import strategies as st
from nacl.pwhash import argon2id

from casework.vault import stretch


@given(st.binary(max_size=200), st.binary(min_size=16, max_size=16))
def test_two_libraries_stretch_a_secret_alike(secret: bytes, salt: bytes) -> None:
    other = Argon2id(salt=salt, length=32, iterations=stretch.PASSES, lanes=1, memory_cost=stretch.MEMORY_KIB)
    assert stretch.stretch(threading.BoundedSemaphore(1), secret, salt) == other.derive(secret)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux gives a thread a priority of its own")
def test_pages_go_before_it_and_whoever_asked_for_it_is_a_page_again(monkeypatch: pytest.MonkeyPatch) -> None:
    met: list[int] = []

    def watched(*_: object, **__: object) -> bytes:
        met.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        return b""

    before = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    monkeypatch.setattr(argon2id, "kdf", watched)
    stretch.stretch(threading.BoundedSemaphore(1), b"secret", bytes(16))
    assert met == [before + stretch.NICE]
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == before
