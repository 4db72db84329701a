"""A form whose pieces are handed on where the server reads them: the same form, however it is cut."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from casework import vault as vaults
from casework.files import Store
from casework.settings import Settings
from casework.vault import Vault
from casework.web import uploads
from casework.web.straight import NAME, Straight

TEXT = b"What I saw, day by day.\n" * 4000


def _stored(settings: Settings) -> list[Path]:
    return [path for path in settings.files.rglob("*") if path.is_file()]


class Straightly:
    """A request as the server offers it: what is read is handed on at once, or waits with what is read after it."""

    content_type = ("multipart/form-data", {"boundary": "x"})

    def __init__(self, body: bytes, size: int, together: int, announced: int | None = 1) -> None:
        self.body, self.size, self.together = body, size, together
        self.content_length, self.straight = announced, Straight()
        self.scope = {"path": "/report", "extensions": {NAME: self.straight}}
        self.handed = 0

    async def stream(self) -> AsyncIterator[bytes]:
        waiting, pieces = b"", 0
        for start in range(0, len(self.body), self.size):
            piece = self.body[start : start + self.size]
            if not waiting and self.straight.take is not None:
                left = self.straight.take(piece)
                self.handed += not left
                piece = left
            waiting, pieces = waiting + piece, pieces + bool(piece)
            if waiting and pieces % self.together == 0:
                yield waiting
                waiting = b""
        if waiting:
            yield waiting
        yield b""


def _form(*files: bytes) -> bytes:
    head = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\n'
    text = b'--x\r\nContent-Disposition: form-data; name="what"\r\n\r\nIn between.\r\n'
    return text.join(head + file + b"\r\n" for file in files) + b"--x--\r\n"


@pytest.mark.parametrize(("size", "together"), [(50_000, 1), (50_000, 3), (7_000, 1), (7_001, 2), (61, 5)])
def test_a_form_handed_on_where_it_is_read_is_the_same_form(
    settings: Settings, vault: Vault, size: int, together: int
) -> None:
    """However it is cut, and however much is read while the end of a file is seen to."""
    store, request = Store(settings.files), Straightly(_form(TEXT, b"short", TEXT * 2), size, together)
    received = asyncio.run(uploads.receive(request, vault=vault, store=store))  # type: ignore[arg-type]
    assert request.handed > 0
    assert (received.refused, received.typed.getall("what")) == ([], ["In between.", "In between."])
    for file, content in zip(received.files, (TEXT, b"short", TEXT * 2), strict=True):
        file_id, key = file.whole()
        assert b"".join(vaults.files.decrypt(vault, file_id, key, store.read(file_id))) == content
    assert request.straight.take is None


def test_where_no_length_is_announced_the_limit_is_looked_after_by_whoever_reads(
    settings: Settings, vault: Vault
) -> None:
    request = Straightly(_form(TEXT), 7_000, 1, announced=None)
    received = asyncio.run(uploads.receive(request, vault=vault, store=Store(settings.files)))  # type: ignore[arg-type]
    received.finish(Store(settings.files))
    assert (request.handed, len(received.files)) == (0, 1)


@pytest.mark.parametrize("size", [50_000, 7_000])
def test_what_is_handed_on_is_refused_like_any_other(settings: Settings, vault: Vault, size: int) -> None:
    store, request = Store(settings.files), Straightly(_form(TEXT * 5, TEXT, b"MZ" + bytes(90_000)), size, 1)
    received = asyncio.run(uploads.receive(request, vault=vault, store=store, max_size=200_000))  # type: ignore[arg-type]
    received.finish(store)
    assert request.handed > 0
    assert [file.size for file in received.files] == [len(TEXT)]
    assert str(received.refused[0].why) == "It is too large: the limit is 200 KB."
    assert len(received.refused) == 2
    assert len(_stored(settings)) == 1


def test_what_goes_wrong_where_it_is_read_is_met_by_whoever_reads(
    settings: Settings, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the server nor another request hears of it, and nothing is left."""

    def broken(*_: object) -> None:
        raise OSError(5, "Input/output error")

    request = Straightly(_form(TEXT * 200), 50_000, 1)
    monkeypatch.setattr(os, "pwrite", broken)
    with pytest.raises(OSError, match="Input/output"):
        asyncio.run(uploads.receive(request, vault=vault, store=Store(settings.files)))  # type: ignore[arg-type]
    assert request.handed > 0
    assert _stored(settings) == []
