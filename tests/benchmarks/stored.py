"""How fast files are told apart, cleaned and stored: `python -m tests.benchmarks.stored`."""

import io
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from casework.files import Cleaner, Kind, Store, Watch

MIB = 1 << 20
SIZE = 64 * MIB


def photograph() -> bytes:
    """Twelve million pixels of noise, as large as a telephone's best."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.effect_noise((4000, 3000), 60).convert("RGB").save(out, "JPEG", quality=85, exif=exif)
    return out.getvalue()


def measure(folder: Path) -> list[tuple[str, float]]:
    """What was measured, in MB/s."""
    store, data = Store(folder), os.urandom(MIB)
    picture = photograph()

    def store_it() -> int:
        with store.create(1) as writer:
            for _ in range(SIZE // MIB):
                writer.write(data)
            writer.commit()
        return SIZE

    def watch_it() -> int:
        watch = Watch("film.mp4")
        watch.feed(b"\x00\x00\x00\x14ftypisom\x00\x00\x02\x00isom")
        for _ in range(SIZE // MIB):
            watch.feed(data)
        if watch.kind() is not Kind.MP4:
            raise AssertionError
        return SIZE

    def clean_them() -> int:
        if any(cleaner.clean(Kind.JPEG, picture).data is None for _ in range(5)):
            raise AssertionError
        return 5 * len(picture)

    with Cleaner(1) as cleaner:
        cleaner.clean(Kind.JPEG, picture)
        rows = [("recognise while streaming", _rate(watch_it)), ("clean photographs", _rate(clean_them))]
    rows.append(("store, synced to disk", _rate(store_it)))
    rows.append(("read back", _rate(lambda: sum(map(len, store.read(1))))))
    return rows


def _rate(work: Callable[[], int]) -> float:
    begun = time.perf_counter()
    return work() / (time.perf_counter() - begun) / 1e6


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for what, rate in measure(Path(folder)):
            print(f"{what:<28}{rate:>8.0f} MB/s")
