"""Files are sealed as they stream; what is too much is refused, and the rest of the form is kept."""

import asyncio
import os
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from litestar import Request, post
from litestar.di import NamedDependency

from casework import vault as vaults
from casework.files import Store
from casework.files.direct import AHEAD, PIECE
from casework.files.store import UNFINISHED
from casework.settings import Settings
from casework.vault import Vault
from casework.web import uploads
from casework.web.parts import FIELD, Nowhere, Parts, TooMuch

from .conftest import Start

TEXT = b"What I saw, day by day.\n" * 4000
GOT: list[uploads.Received] = []


@post("/files", opt={"public": True}, status_code=200, request_max_body_size=uploads.whole(3, 300_000))
async def take(request: Request[Any, Any, Any], vault: NamedDependency[Vault], store: NamedDependency[Store]) -> str:
    received = await uploads.receive(request, vault=vault, store=store, max_files=2, max_size=200_000)
    received.finish(store)
    GOT.append(received)
    return "; ".join(str(refusal.why) for refusal in received.refused)


@pytest.fixture(autouse=True)
def _forget() -> None:
    GOT.clear()


def _stored(settings: Settings) -> list[Path]:
    return [path for path in settings.files.rglob("*") if path.is_file()]


def test_a_file_comes_back_as_it_was(start: Start, settings: Settings, vault: Vault) -> None:
    answer = start(take).post("/files", data={"what": "x"}, files={"files": ("day book.txt", TEXT)})
    assert answer.status_code == 200
    (file,) = GOT[0].files
    assert (file.name, file.size, file.kind, GOT[0].typed["what"]) == ("day book.txt", len(TEXT), "text", "x")
    file_id, key = file.whole()
    assert b"".join(vaults.files.decrypt(vault, file_id, key, Store(settings.files).read(file_id))) == TEXT


def test_nothing_in_plaintext_on_disk(start: Start, settings: Settings) -> None:
    start(take).post("/files", data={"what": "spoken"}, files={"files": ("day book.txt", TEXT)})
    assert len(_stored(settings)) == 1
    for path in settings.folder.rglob("*"):
        assert not path.is_file() or (b"day by day" not in path.read_bytes() and "day book" not in path.name)


def test_too_large_is_named_and_the_rest_is_kept(start: Start, settings: Settings) -> None:
    files = [("files", ("big.txt", b"a" * 200_001)), ("files", ("small.txt", b"small"))]
    answer = start(take).post("/files", data={"what": "kept"}, files=files)
    assert answer.text == "It is too large: the limit is 200 KB."
    assert [file.name for file in GOT[0].files] == ["small.txt"]
    assert GOT[0].typed["what"] == "kept"
    assert len(_stored(settings)) == 1


def test_one_too_many(start: Start, settings: Settings) -> None:
    files = [("files", (f"{number}.txt", b"text")) for number in range(3)]
    answer = start(take).post("/files", files=files)
    assert answer.text == "It is one too many: 2 files can be sent at once."
    assert len(GOT[0].files) == len(_stored(settings)) == 2


@pytest.mark.parametrize(("name", "content"), [("a.exe", b"MZ\x00\x01"), ("a.png", b"\x00" * 9000), ("empty.pdf", b"")])
def test_a_kind_that_is_not_taken(start: Start, settings: Settings, name: str, content: bytes) -> None:
    answer = start(take).post("/files", data={"what": "kept"}, files={"files": (name, content)})
    assert answer.text
    assert (GOT[0].files, GOT[0].typed["what"], _stored(settings)) == ([], "kept", [])


def test_a_file_field_left_empty_is_nothing(start: Start) -> None:
    empty = b'--x\r\nContent-Disposition: form-data; name="files"; filename=""\r\n\r\n\r\n--x--\r\n'
    answer = start(take).post("/files", content=empty, headers={"Content-Type": "multipart/form-data; boundary=x"})
    assert (answer.status_code, answer.text, GOT[0].files) == (200, "", [])


def test_a_form_without_files_needs_no_parts(start: Start) -> None:
    start(take).post("/files", data={"what": "urlencoded"})
    assert GOT[0].typed["what"] == "urlencoded"


def test_beyond_the_body_limit_nothing_is_read(start: Start, settings: Settings) -> None:
    answer = start(take).post("/files", files={"files": ("big.txt", b"a" * 6_000_000)})
    assert answer.status_code == 413
    assert (GOT, _stored(settings)) == ([], [])


def test_a_form_that_breaks_off_leaves_nothing(start: Start, settings: Settings) -> None:
    half = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\n' + TEXT
    whole = b'--x\r\nContent-Disposition: form-data; name="f"; filename="b.txt"\r\n\r\ntext\r\n' + half
    answer = start(take).post("/files", content=whole, headers={"Content-Type": "multipart/form-data; boundary=x"})
    assert (answer.status_code, GOT, _stored(settings)) == (400, [], [])


def test_a_disk_that_is_full_says_so(start: Start, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int, _data: bytes, _at: int) -> int:
        raise OSError(28, "No space left on device")

    client = start(take)
    monkeypatch.setattr(os, "pwrite", full)
    answer = client.post("/files", data={"what": "kept"}, files={"files": ("a.txt", TEXT)})
    monkeypatch.undo()
    assert "no room left" in answer.text
    assert (GOT[0].typed["what"], _stored(settings)) == ("kept", [])


def test_a_disk_that_breaks_leaves_nothing(start: Start, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not full but broken: an error page, and the file that the disk took goes too."""
    sync, broken = os.fsync, list[Path]()

    def fsync(descriptor: int) -> None:
        held = Path(f"/proc/self/fd/{descriptor}").readlink()
        if held.suffix == UNFINISHED and held in (broken or [held]):
            broken.append(held)
            raise OSError(5, "Input/output error")
        sync(descriptor)

    client = start(take)
    monkeypatch.setattr(os, "fsync", fsync)
    answer = client.post("/files", files=[("files", (name, TEXT)) for name in ("a.txt", "b.txt")])
    assert (answer.status_code, len(broken), GOT, _stored(settings)) == (500, 1, [], [])


def test_a_text_of_200_megabytes_stays_bounded() -> None:
    """A part without a file name is a text, and no text is that long: reading stops at its limit."""
    parts, fed = Parts("x", Nowhere), 0
    parts.feed(b'--x\r\nContent-Disposition: form-data; name="what"\r\n\r\n')
    with pytest.raises(TooMuch):
        while fed < 200_000_000:
            fed += 65536
            parts.feed(b"a" * 65536)
    assert fed <= FIELD + 65536


def test_many_texts_stay_bounded_together() -> None:
    parts = Parts("x", Nowhere)
    with pytest.raises(TooMuch):
        for number in range(499):
            parts.feed(b'--x\r\nContent-Disposition: form-data; name="%d"\r\n\r\n%s\r\n' % (number, b"a" * 10_000))


def test_too_many_parts() -> None:
    parts = Parts("x", Nowhere)
    with pytest.raises(TooMuch):
        for _ in range(501):
            parts.feed(b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n')


def test_who_leaves_half_way_leaves_nothing(settings: Settings, vault: Vault) -> None:
    """The connection ends inside the second file: the first is taken out again too."""
    store = Store(settings.files)

    class Broken:
        content_type = ("multipart/form-data", {"boundary": "x"})
        content_length, scope = None, dict[str, Any](path="/")

        async def stream(self) -> AsyncIterator[bytes]:
            head = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\n'
            yield head + b"whole\r\n" + head + TEXT * 20
            raise ConnectionResetError

    async def receive() -> None:
        await uploads.receive(Broken(), vault=vault, store=store)  # type: ignore[arg-type]

    with pytest.raises(ConnectionResetError):
        anyio.run(receive)
    assert _stored(settings) == []


def test_while_the_disk_is_behind_others_are_served(
    settings: Settings, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk takes nothing until somebody else of the same process had their turn, after most of the file came."""
    store, content, free = Store(settings.files), b"a film".ljust(PIECE, b"."), threading.Event()
    write = os.pwrite

    def stuck(descriptor: int, data: bytes, at: int) -> int:
        assert free.wait(10), "nobody else had a turn"
        return write(descriptor, data, at)

    async def receive() -> uploads.Received:
        most_came = asyncio.Event()

        class Film:
            content_type = ("multipart/form-data", {"boundary": "x"})
            content_length, scope = None, dict[str, Any](path="/")

            async def stream(self) -> AsyncIterator[bytes]:
                yield b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\n'
                for number in range(AHEAD + 3):
                    if number == AHEAD:
                        most_came.set()  # the disk has as much before it as it may have
                    yield content
                yield b"\r\n--x--\r\n"

        async def somebody_else() -> None:
            await most_came.wait()
            free.set()

        other = asyncio.create_task(somebody_else())
        received = await uploads.receive(Film(), vault=vault, store=store)  # type: ignore[arg-type]
        await other
        return received

    monkeypatch.setattr(os, "pwrite", stuck)
    (file,) = asyncio.run(receive()).files
    file_id, key = file.whole()
    assert b"".join(vaults.files.decrypt(vault, file_id, key, store.read(file_id))) == content * (AHEAD + 3)
