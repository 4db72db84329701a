"""Who and where are gone, the picture is the same, and whatever goes wrong is an answer."""

import io
import os
import re
import signal
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageChops

from casework.files import Cleaned, Cleaner, Kind
from casework.files.pool import Child
from tests.files import making

MADE = {
    Kind.JPEG: making.jpeg(),
    Kind.PNG: making.png(),
    Kind.GIF: making.gif(),
    Kind.WEBP: making.webp(),
    Kind.TIFF: making.tiff(),
}
SAYS = re.compile(rb"Lovelace|52\.5163|xmpmeta|GPS|A.d.a. .L.o", re.DOTALL)


@pytest.fixture(scope="module")
def cleaner() -> Iterator[Cleaner]:
    with Cleaner(1, seconds=20) as made:
        yield made


def cleaned(cleaner: Cleaner, kind: Kind, data: bytes) -> bytes:
    found = cleaner.clean(kind, data)
    assert found.data is not None, str(found.note)
    return found.data


def shown(data: bytes) -> list[Image.Image]:
    with Image.open(io.BytesIO(data)) as picture:
        frames = []
        for number in range(getattr(picture, "n_frames", 1)):
            picture.seek(number)
            frames.append(picture.convert("RGB"))
        return frames


@pytest.mark.parametrize("kind", MADE)
def test_the_file_made_for_it_does_say_something(kind: Kind) -> None:
    assert SAYS.search(MADE[kind])


@pytest.mark.parametrize("kind", MADE)
def test_who_and_where_are_gone_and_the_picture_is_the_same(cleaner: Cleaner, kind: Kind) -> None:
    found = cleaned(cleaner, kind, MADE[kind])
    assert not SAYS.search(found)
    with Image.open(io.BytesIO(found)) as picture:
        assert picture.format == kind.value.upper()
        left = picture.getexif()
        assert not left.get_ifd(0x8825)
        assert not {0x013B, 0x010E, 0x010F} & set(left)
    before, after = shown(MADE[kind]), shown(found)
    assert len(before) == len(after)
    assert all(ImageChops.difference(a, b).getbbox() is None for a, b in zip(before, after, strict=True))


@pytest.mark.parametrize("turn", range(1, 9))
def test_which_way_up_stays(cleaner: Cleaner, turn: int) -> None:
    found = cleaned(cleaner, Kind.JPEG, making.jpeg(turn))
    with Image.open(io.BytesIO(found)) as picture:
        assert dict(picture.getexif()) == ({0x0112: turn} if turn > 1 else {})


@pytest.mark.parametrize("kind", [Kind.PNG, Kind.WEBP])
def test_which_way_up_stays_elsewhere(cleaner: Cleaner, kind: Kind) -> None:
    with Image.open(io.BytesIO(cleaned(cleaner, kind, MADE[kind]))) as picture:
        assert picture.getexif().get(0x0112) == 6


@pytest.mark.parametrize(
    "how", [{"progressive": True}, {"quality": 30}, {"optimize": True}, {"restart_marker_rows": 1}]
)
def test_every_way_of_writing_a_jpeg(cleaner: Cleaner, how: dict[str, Any]) -> None:
    data = making.jpeg(**how)
    assert shown(cleaned(cleaner, Kind.JPEG, data))[0].tobytes() == shown(data)[0].tobytes()


@pytest.mark.parametrize("kind", [Kind.JPEG, Kind.PNG, Kind.GIF, Kind.WEBP])
def test_what_hangs_on_behind_is_gone(cleaner: Cleaner, kind: Kind) -> None:
    assert b"motion" not in cleaned(cleaner, kind, MADE[kind] + b"motion picture" * 50)


def test_a_colour_profile_stays(cleaner: Cleaner) -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    with Image.open(io.BytesIO(cleaned(cleaner, Kind.JPEG, making.jpeg(icc_profile=profile)))) as picture:
        assert picture.info["icc_profile"] == profile


def test_a_pdf_says_nothing_of_its_makers(cleaner: Cleaner) -> None:
    found = cleaned(cleaner, Kind.PDF, making.pdf())
    with pikepdf.open(io.BytesIO(found)) as document:
        assert "/Info" not in document.trailer
        assert not {"/Metadata", "/OpenAction", "/Names"} & set(document.Root) - {"/Names"}
        assert not document.attachments
        said = b"".join(_spoken(thing) for thing in document.objects)
        assert b"Lovelace" not in said
        assert b"JavaScript" not in said
        assert b"Exif" not in said
        notes = document.pages[0].obj.Annots
        assert str(notes[0].Contents) == "please check"
        assert "/Im0" in document.pages[0].obj.Resources.XObject


def _spoken(thing: pikepdf.Object) -> bytes:
    raw = thing.read_raw_bytes() if isinstance(thing, pikepdf.Stream) else b""
    return thing.unparse(resolved=True) + raw + repr(thing).encode()


def test_the_history_of_a_pdf_is_gone(cleaner: Cleaner) -> None:
    """What an incremental save leaves behind is not carried on."""
    before = making.pdf()
    found = cleaned(cleaner, Kind.PDF, before + b"\n% Ada Lovelace was here\n%%EOF\n")
    assert b"was here" not in found
    assert found.count(b"%%EOF") == 1


def test_a_locked_pdf_cannot_be_cleaned(cleaner: Cleaner) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(making.pdf())) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert cleaner.clean(Kind.PDF, out.getvalue()).data is None


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.CSV, Kind.JSON])
def test_text_is_kept_as_it_is(cleaner: Cleaner, kind: Kind) -> None:
    assert cleaner.clean(kind, [b"hello ", b"Ada"]).data == b"hello Ada"


@pytest.mark.parametrize("kind", [kind for kind in Kind if not kind.cleanable])
def test_what_cannot_be_cleaned_goes_whole(cleaner: Cleaner, kind: Kind) -> None:
    found = cleaner.clean(kind, b"anything")
    assert found.data is None
    assert "cannot be cleaned" in str(found.note)


@pytest.mark.parametrize("kind", [Kind.JPEG, Kind.TEXT])
def test_too_large_is_not_even_read_to_its_end(cleaner: Cleaner, kind: Kind) -> None:
    read = []

    def pieces() -> Iterator[bytes]:
        for number in range(100):
            read.append(number)
            yield bytes(1 << 20)

    assert "too large" in str(cleaner.clean(kind, pieces()).note)
    assert len(read) == 51


def test_a_bomb_cannot_be_cleaned(cleaner: Cleaner) -> None:
    header = (60_000).to_bytes(4) * 2 + b"\x08\x02\x00\x00\x00"
    parts = [b"\x89PNG\r\n\x1a\n"]
    for name, body in ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(1 << 20))), (b"IEND", b"")):
        parts += [len(body).to_bytes(4), name, body, zlib.crc32(name + body).to_bytes(4)]
    assert cleaner.clean(Kind.PNG, b"".join(parts)).data is None


@pytest.mark.parametrize("kind", [*MADE, Kind.PDF])
def test_damaged_files_are_an_answer(cleaner: Cleaner, kind: Kind) -> None:
    data = MADE.get(kind) or making.pdf()
    for cut in (0, 1, 12, len(data) // 2):
        assert isinstance(cleaner.clean(kind, data[:cut]), Cleaned)
    assert cleaner.clean(kind, b"nothing of the kind").data is None
    other = making.gif() if kind is not Kind.GIF else making.png()
    assert cleaner.clean(kind, other).data is None


def test_a_child_that_is_killed_is_an_answer_and_the_next_file_is_cleaned() -> None:
    with Cleaner(1, seconds=20) as cleaner:
        cleaned(cleaner, Kind.JPEG, MADE[Kind.JPEG])
        process = cleaner._idle[0]._process

        def pieces() -> Iterator[bytes]:
            yield MADE[Kind.JPEG][:100]
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            yield bytes(8 << 20)

        lost = cleaner.clean(Kind.JPEG, pieces())
        assert lost.data is None
        assert "could not be cleaned" in str(lost.note)
        cleaned(cleaner, Kind.JPEG, MADE[Kind.JPEG])


def test_a_child_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    def half(child: Child, *_: object) -> None:
        child._into.write(b"jpeg".ljust(16, b"\x00"))
        child._into.flush()

    monkeypatch.setattr(Child, "_send", half)
    with Cleaner(1, seconds=1) as cleaner:
        begun = time.monotonic()
        assert cleaner.clean(Kind.JPEG, b"never sent").data is None
        assert time.monotonic() - begun < 5


def test_too_little_memory_is_an_answer() -> None:
    with Cleaner(1, seconds=20, memory=200 << 20) as cleaner:
        assert cleaner.clean(Kind.TIFF, _large_tiff()).data is None


def _large_tiff() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (6000, 6000)).save(out, "TIFF", compression="tiff_adobe_deflate")
    return out.getvalue()


def test_a_reader_that_fails_is_not_hidden(cleaner: Cleaner) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"\xff\xd8"
        raise KeyError("the store lost it")

    with pytest.raises(KeyError):
        cleaner.clean(Kind.JPEG, pieces())
    cleaned(cleaner, Kind.JPEG, MADE[Kind.JPEG])


def test_many_threads_share_a_few_children() -> None:
    found: list[bytes | None] = []
    with Cleaner(2, seconds=20) as cleaner:
        work = lambda: found.append(cleaner.clean(Kind.PNG, MADE[Kind.PNG]).data)  # noqa: E731
        threads = [threading.Thread(target=work) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(cleaner._idle) <= 2
    assert len(found) == 12
    assert len(set(found)) == 1
    assert None not in found


def test_the_child_gets_no_secret_of_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEWORK_KEYRING", "somewhere")
    with Cleaner(1) as cleaner:
        cleaned(cleaner, Kind.PNG, MADE[Kind.PNG])
        process = cleaner._idle[0]._process.pid
        seen = Path(f"/proc/{process}")
        assert b"CASEWORK" not in (seen / "environ").read_bytes()
        assert sorted(path.name for path in (seen / "fd").iterdir()) == ["0", "1", "2"]
