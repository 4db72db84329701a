"""What stretches a password is the algorithm that it is said to be, whichever library makes it."""

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

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
    assert met == [min(stretch.NICEST, before + stretch.NICE)]
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == before


def test_where_no_priority_may_be_changed_people_get_in_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "setpriority", refused)
    assert len(stretch.stretch(threading.BoundedSemaphore(1), b"secret", bytes(16))) == 32


class Held:
    """Stands where the algorithm does, and lets nobody go on before it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.come, self.go = threading.Semaphore(0), threading.Semaphore(0)
        self._lock, self._inside, self.most = threading.Lock(), 0, 0
        monkeypatch.setattr(argon2id, "kdf", self._kdf)

    def _kdf(self, _: int, secret: bytes, *__: object, **___: object) -> bytes:
        if secret == b"receipt":
            return secret
        with self._lock:
            self._inside += 1
            self.most = max(self.most, self._inside)
        self.come.release()
        assert self.go.acquire(timeout=10)
        with self._lock:
            self._inside -= 1
        return secret


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    return Held(monkeypatch)


def test_people_who_sign_in_hold_up_no_receipt(held: Held) -> None:
    with ThreadPoolExecutor(3) as people:
        signing_in = [people.submit(stretch.stretch, stretch.STAFF, b"password", bytes(16)) for _ in range(2)]
        assert all(held.come.acquire(timeout=10) for _ in signing_in), "both places are taken"
        assert not stretch.STAFF.acquire(blocking=False)
        receipt = people.submit(stretch.stretch, stretch.RECEIPTS, b"receipt", bytes(16))
        assert receipt.result(timeout=10) == b"receipt"
        assert not any(one.done() for one in signing_in)
        held.go.release(2)


def test_no_more_than_two_sign_in_at_once_and_each_has_a_turn(held: Held) -> None:
    with ThreadPoolExecutor(6) as people:
        signing_in = [people.submit(stretch.stretch, stretch.STAFF, b"password", bytes(16)) for _ in range(6)]
        assert all(held.come.acquire(timeout=10) for _ in range(2))
        for _ in range(4):
            assert not held.come.acquire(timeout=0.02), "a third one came in"
            held.go.release()
            assert held.come.acquire(timeout=10), "a place that was left stayed empty"
        held.go.release(2)
        assert [one.result(timeout=10) for one in signing_in] == [b"password"] * 6
    assert held.most == 2
