"""What stretches a password is the algorithm that it is said to be, whichever library makes it."""

import threading

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from hypothesis import given
from hypothesis import strategies as st

from casework.vault import stretch


@given(st.binary(max_size=200), st.binary(min_size=16, max_size=16))
def test_two_libraries_stretch_a_secret_alike(secret: bytes, salt: bytes) -> None:
    other = Argon2id(salt=salt, length=32, iterations=stretch.PASSES, lanes=1, memory_cost=stretch.MEMORY_KIB)
    assert stretch.stretch(threading.BoundedSemaphore(1), secret, salt) == other.derive(secret)
