"""Bytes are whole or absent, and nobody else's."""

import errno
import fcntl
import os
import stat
import time
from functools import partial
from pathlib import Path

import pytest

from casework.files import Missing, Store, StoreFull, Writer
from casework.files.direct import PIECE

ID = 0x1234_5678_9ABC_DEF0


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "files")


def everything(store: Store) -> list[str]:
    return sorted(path.name for path in store.folder.rglob("*") if path.is_file())


def put(store: Store, file_id: int, data: bytes) -> None:
    with store.create(file_id) as writer:
        writer.write(data)
        writer.commit()


def test_what_goes_in_comes_out(store: Store) -> None:
    data = os.urandom((2 << 20) + 17)
    with store.create(ID) as writer:
        writer.write(data[:5])
        writer.write(memoryview(data)[5:])
        assert not store.holds(ID)
        writer.commit()
    assert writer.size == store.size(ID) == len(data)
    pieces = list(store.read(ID))
    assert b"".join(pieces) == data
    assert max(map(len, pieces)) == 3 << 16
    assert b"".join(store.read(ID, start=1 << 20)) == data[1 << 20 :]
    assert list(store.read(ID, start=len(data))) == []


def test_two_levels_and_for_the_owner_alone(store: Store) -> None:
    put(store, ID, b"sealed")
    path = store.folder / "12" / "34" / "123456789abcdef0"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) & 0o077 == 0


def test_leaving_without_committing_leaves_nothing(store: Store) -> None:
    with store.create(ID) as writer:
        writer.write(b"half")
    assert everything(store) == []
    with pytest.raises(TypeError), store.create(ID) as writer:
        writer.write(None)  # type: ignore[arg-type]
    assert everything(store) == []


def test_a_file_is_never_written_twice(store: Store) -> None:
    put(store, ID, b"first")
    with pytest.raises(FileExistsError):
        store.create(ID)
    assert b"".join(store.read(ID)) == b"first"


def test_missing_is_said_at_once(store: Store) -> None:
    with pytest.raises(Missing):
        store.read(ID)
    with pytest.raises(Missing):
        store.size(ID)
    store.remove(ID)


def test_removed_is_gone(store: Store) -> None:
    put(store, ID, b"sealed")
    store.remove(ID)
    assert not store.holds(ID)
    assert everything(store) == []


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize("where", ["pwrite", "fsync"])
@pytest.mark.parametrize("size", [6, PIECE + 6, 3 * PIECE])
def test_a_full_disk_is_said_and_leaves_nothing_half(
    store: Store, monkeypatch: pytest.MonkeyPatch, code: int, where: str, size: int
) -> None:
    """A disk that writes one piece while the next is filled says so when the next is full, or at the end."""

    def full(*_: object) -> int:
        raise OSError(code, os.strerror(code))

    with store.create(ID) as writer:
        monkeypatch.setattr(os, where, full)
        with pytest.raises(StoreFull) as error:
            _finish(writer, size)
    monkeypatch.undo()
    assert "no room left" in str(error.value.said)
    assert everything(store) == []
    put(store, ID, b"later")


@pytest.mark.parametrize(("code", "said"), [(errno.ENOSPC, StoreFull), (errno.EIO, OSError)])
@pytest.mark.parametrize("step", ["file", "name", "folder"])
def test_whichever_step_of_the_end_fails_nothing_is_left(
    store: Store, monkeypatch: pytest.MonkeyPatch, step: str, code: int, said: type[OSError]
) -> None:
    sync = os.fsync

    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode) == (step == "folder"):
            raise OSError(code, os.strerror(code))
        sync(descriptor)

    def replace(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    put(store, ID, b"before")
    with store.create(ID + 1) as writer:
        writer.write(b"sealed")
        with monkeypatch.context() as patched:
            patched.setattr(os, *(("replace", replace) if step == "name" else ("fsync", fsync)))
            with pytest.raises(said):
                writer.commit()
        assert everything(store) == [f"{ID:016x}"]


def _finish(writer: Writer, size: int) -> None:
    writer.write(b"s" * size)
    writer.commit()


def test_a_really_full_disk(store: Store) -> None:
    """The kernel's own refusal, by the limit on a file's size in a process of its own."""
    process = os.fork()
    if process == 0:
        os._exit(_fill(store))
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0
    assert everything(store) == []


def _fill(store: Store) -> int:
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, 1 << 16))
    try:
        put(store, ID, bytes(1 << 20))
    except StoreFull:
        return 0
    return 1


def test_other_failures_keep_their_name(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> int:
        raise OSError(errno.EIO, "disk")

    with store.create(ID) as writer:
        monkeypatch.setattr(os, "pwrite", broken)
        with pytest.raises(OSError, match="disk") as error:
            writer.write(b"sealed" * PIECE)
    assert not isinstance(error.value, StoreFull)
    assert everything(store) == []


def test_sweeping_takes_orphans_and_halves_and_leaves_the_young(store: Store) -> None:
    for file_id in (1, 2, 3):
        put(store, file_id, b"sealed")
    lost = store.create(4)
    lost.write(b"half")
    young = store.create(5)
    while sum(path.is_file() for path in store.folder.rglob("*")) < 5:
        time.sleep(0.001)  # a file is begun while its first bytes come
    old = time.time() - 7200
    for path in store.folder.rglob("*"):
        if path.is_file() and not path.name.startswith(("0000000000000003", "0000000000000005")):
            os.utime(path, (old, old))
    assert store.sweep({1}, older_than=3600) == [2]
    assert [name[:16] for name in everything(store)] == [f"{n:016x}" for n in (1, 3, 5)]
    young.write(b"whole")
    young.commit()
    assert b"".join(store.read(5)) == b"whole"
    lost.abort()


def test_ids_have_bounds(store: Store) -> None:
    with pytest.raises(ValueError, match="id"):
        store.create(-1)


def test_the_bytes_and_every_folder_that_leads_there_are_on_the_disk_before_the_name_and_the_name_before_the_end(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that is known to last is not synced again; one that somebody else made may not last yet."""
    synced: list[str] = []
    real, path = os.fsync, store.path(ID)

    def fsync(descriptor: int) -> None:
        held = Path(f"/proc/self/fd/{descriptor}").readlink()
        real(descriptor)
        synced.append(("named " if path.exists() else "") + (held.suffix or str(held)))

    monkeypatch.setattr(os, "fsync", fsync)
    put(store, ID, b"sealed")
    first, *between, last = synced
    assert (first, last) == (str(store.folder.parent), f"named {path.parent}")
    assert sorted(between) == [".part", str(store.folder), str(store.folder / "12")]
    synced.clear()
    path = store.path(ID + 1)
    put(store, ID + 1, b"sealed too")
    assert synced == [".part", f"named {path.parent}"]
    synced.clear()
    path = store.path(0x1256 << 48)
    path.parent.mkdir()
    put(store, 0x1256 << 48, b"beside them")
    assert sorted(synced[:-1]) == [".part", str(store.folder / "12")]
    assert synced[-1] == f"named {path.parent}"


def test_a_folder_that_cannot_be_made_to_last_leaves_no_file(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def fsync(descriptor: int) -> None:
        if Path(f"/proc/self/fd/{descriptor}").readlink().name == "12":
            raise OSError(errno.EIO, "disk")
        real(descriptor)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fsync)
        with pytest.raises(OSError, match="disk"):
            put(store, ID, b"sealed")
    assert everything(store) == []
    put(store, ID, b"later")


def test_a_file_that_cannot_be_begun_says_so_before_it_ends(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "mkdir", full)
        with pytest.raises(StoreFull):
            put(store, ID, b"sealed")
    assert everything(store) == []
    put(store, ID, b"later")


def _put(part: bytes, room: memoryview) -> int:
    room[: len(part)] = part
    return len(part)


@pytest.mark.parametrize("size", [1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 4097])
@pytest.mark.parametrize("refuses", ["nothing", "opening", "writing"])
def test_round_the_cache_or_through_it_the_bytes_are_the_same(
    store: Store, monkeypatch: pytest.MonkeyPatch, size: int, refuses: str
) -> None:
    """Some file systems know no direct writing; some say so only at the first byte."""
    real_open, real_write = os.open, os.pwrite

    def opening(path: Path, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_DIRECT:
            raise OSError(errno.EINVAL, "no direct writing")
        return real_open(path, flags, mode)

    def writing(descriptor: int, data: memoryview, at: int) -> int:
        if fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_DIRECT:
            raise OSError(errno.EINVAL, "no direct writing")
        return real_write(descriptor, data[: 1 + len(data) // 2], at)

    data = os.urandom(size)
    monkeypatch.setattr(os, "open", opening if refuses == "opening" else real_open)
    monkeypatch.setattr(os, "pwrite", writing if refuses == "writing" else real_write)
    with store.create(ID) as writer:
        for start in range(0, size, 300_001):
            part = data[start : start + 300_001]
            if start % 2:
                writer.write(part)
            else:
                writer.fill(len(part) + 17, partial(_put, part))
        writer.commit()
    assert b"".join(store.read(ID)) == data
    assert writer.size == size
