"""Files: each that a row speaks of is there and as long as it must be; what no row speaks of is told."""

import time
from collections.abc import Iterator
from heapq import merge
from pathlib import Path

from sqlalchemy import select

from casework.backup.copying import digest
from casework.backup.manifest import Manifest, sums
from casework.cases.models import Paper
from casework.files import Store
from casework.intake.actions.sweep import UNKNOWN_FOR
from casework.intake.models import PendingFile
from casework.vault.files import sealed_size

from .found import NAMED, Found, Place, counted, tally
from .keys import streamed


def look(place: Place) -> Iterator[Found]:
    """Rows and store side by side, both ascending: nothing is kept in memory."""
    place.tell("files")
    store = Store(place.settings.files)
    stored, known = store.ids(), _known(place)
    there = next(stored, None)
    count = strange = wrong = 0
    which: list[str] = []
    for file_id, size in known:
        while there is not None and there < file_id:
            strange += _is_left(store, there)
            there = next(stored, None)
        count += 1
        if there != file_id:
            ill = "is missing"
        else:
            ill = "was cut" if size is not None and store.size(file_id) != sealed_size(size) else ""
            there = next(stored, None)
        wrong += bool(ill)
        which += [f"{file_id:016x} {ill}"] if ill and len(which) < NAMED else []
    while there is not None:
        strange += _is_left(store, there)
        there = next(stored, None)
    yield counted(
        "files",
        count,
        wrong,
        which,
        well="All {all} files are there, as long as what was sealed into them.",
        ill="{wrong} of {all} files are missing or cut",
    )
    yield counted(
        "orphaned files",
        count,
        strange,
        well="The store holds no file that no row speaks of.",
        ill="{wrong} files in the store are spoken of by no row: serving clears them away within hours.",
        trouble=False,
    )


def against(place: Place, backup: Path) -> Iterator[Found]:
    """Whether the bytes of each file that this backup has are what they were then."""
    place.tell(f"files, against {backup}")
    found = Manifest.read(backup)
    found.check(place.vault)
    store = Store(place.settings.files)
    listed = ((int(Path(path).name, 16), known) for path, known in sums(backup, found.sums) if path != found.database)
    there = (one for one in listed if store.holds(one[0]))
    yield tally(
        "files against a backup",
        there,
        lambda one: digest(store.path(one[0])) == one[1],
        lambda one: f"{one[0]:016x}",
        well="All {all} files that the backup has as well are as they were then.",
        ill="{wrong} of {all} files are not as they were when the backup was made: take them from there",
    )


def _known(place: Place) -> Iterator[tuple[int, int | None]]:
    papers = select(Paper.file_id, Paper.size).order_by(Paper.file_id)
    waiting = select(PendingFile.file_id).order_by(PendingFile.file_id)
    both = merge(
        ((row.file_id, row.size) for row in streamed(place, papers)),
        ((row.file_id, None) for row in streamed(place, waiting)),
        key=lambda one: one[0],
    )
    yield from both


def _is_left(store: Store, file_id: int) -> bool:
    """Old enough that nobody is still writing its row."""
    try:
        return store.path(file_id).stat().st_mtime < time.time() - UNKNOWN_FOR.total_seconds()
    except FileNotFoundError:
        return False
