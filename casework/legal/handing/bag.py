"""A bag (RFC 8493) in a zip that is written from start to end: nothing is gone back to."""

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime

from .closing import Closing
from .names import in_manifest

LARGE = 1 << 30
"""From so many octets on an entry is announced with the sizes of zip64."""


class Bag:
    """`base`: the one folder that everything lies in. `add` puts something under `data/`; `close` writes what proves
    that nothing of it was changed."""

    def __init__(self, out: Closing, base: str, made: datetime) -> None:
        self._zip = zipfile.ZipFile(_Forward(out), "w", zipfile.ZIP_STORED)
        self._base, self._made = base, made
        self._payload: dict[str, str] = {}
        self._size = 0

    def add(self, path: str, pieces: Iterable[bytes], size: int | None = None) -> int:
        """How many octets it came to. `size`: how many they will be, where that is known."""
        if path in self._payload or not path.startswith("data/"):
            raise ValueError("each thing of the payload lies under data/, once")
        digest, written = self._write(path, pieces, size)
        self._payload[path] = digest
        self._size += written
        return written

    def close(self, info: Mapping[str, str]) -> None:
        """`info`: lines of bag-info.txt, beside those that are counted here."""
        counted = {"Payload-Oxum": f"{self._size}.{len(self._payload)}", "Bagging-Date": f"{self._made:%Y-%m-%d}"}
        tags = {
            "bagit.txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
            "bag-info.txt": "".join(f"{name}: {said}\n" for name, said in {**info, **counted}.items()),
            "manifest-sha256.txt": _manifest(self._payload),
        }
        digests = {path: self._write(path, [text.encode()])[0] for path, text in tags.items()}
        self._write("tagmanifest-sha256.txt", [_manifest(digests).encode()])
        self._zip.close()

    def _write(self, path: str, pieces: Iterable[bytes], size: int | None = None) -> tuple[str, int]:
        entry = zipfile.ZipInfo(f"{self._base}/{path}", self._made.timetuple()[:6])
        entry.external_attr = 0o600 << 16
        digest, written = hashlib.sha256(), 0
        with self._zip.open(entry, "w", force_zip64=size is None or size >= LARGE) as into:
            for piece in pieces:
                digest.update(piece)
                into.write(piece)
                written += len(piece)
        return digest.hexdigest(), written


class _Forward(io.RawIOBase):
    """A file that can only be written on: zipfile then leaves each entry's sizes behind it."""

    def __init__(self, out: Closing) -> None:
        super().__init__()
        self._out = out

    def writable(self) -> bool:
        return True

    def write(self, data: bytes | memoryview) -> int:  # type: ignore[override]
        return self._out.write(data)

    def flush(self) -> None:
        """The zip is whole when it is closed."""


def _manifest(digests: Mapping[str, str]) -> str:
    return "".join(f"{digest}  {in_manifest(path)}\n" for path, digest in sorted(digests.items()))
