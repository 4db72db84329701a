"""What stands in a cookie: 32 random bytes. The database knows their hash alone."""

import base64
import hashlib


def hashed(raw: bytes) -> bytes:
    return hashlib.sha256(raw).digest()


def written(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def read(cookie: str) -> bytes | None:
    """The 32 bytes, or None for anything that we never wrote."""
    try:
        raw = base64.urlsafe_b64decode(cookie + "=")
    except ValueError:
        return None
    return raw if len(raw) == 32 and written(raw) == cookie else None
