"""A backup while others work, and after the power went: whole or not there, and begun again without a hand."""

import os
import subprocess
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from casework import vault
from casework.audit import verify
from casework.backup import contents, manifest, restoring, unfinished
from casework.backup.manifest import Damaged, Manifest
from casework.cases.models import Paper
from casework.cli.opened import up_to_date
from casework.cli.refusal import Refused
from casework.db import Database, new_id
from casework.files import Store
from casework.intake.actions import sweep
from casework.settings import Settings
from casework.vault import Compartment
from tests.installation import Done, command
from tests.killing import killed
from tests.processes import ROOT

from .conftest import CONTENT, Drill


def writing(drill: Drill, until: threading.Event, made: list[int]) -> None:
    """Papers come, and now and then one goes: its row first, its bytes after."""
    while not until.is_set():
        made.append(drill.paper())
        if len(made) % 3 == 0:
            gone = made[-2]
            with drill.database.transaction() as db:
                db.execute(delete(Paper).where(Paper.id == gone))
            Store(drill.settings.files).remove(gone)


def papers_open(database: Database, drill: Drill, files: Path) -> int:
    """Every row's file opens to its end; no other file is there."""
    holder = drill.cast["specialist"].holder
    assert holder is not None
    store, count = Store(files), 0
    with database.reading() as db:
        room = vault.rooms.enter(db, holder, drill.cast.case_id, Compartment.FILE)
        rows = db.scalars(select(Paper)).all()
        for row in rows:
            key = room.open_bytes(Paper.file_key, row.id, row.file_key)
            assert b"".join(vault.files.decrypt(drill.keys, row.file_id, key, store.read(row.file_id))) == CONTENT
            count += 1
        assert sorted(store.ids()) == sorted(row.file_id for row in rows)
        assert verify(db) == []
    return count


def test_what_was_written_meanwhile_is_whole_or_not_in_it(drill: Drill) -> None:
    for _ in range(5):
        drill.paper()
    until, made = threading.Event(), list[int]()
    threads = [threading.Thread(target=writing, args=(drill, until, made)) for _ in range(3)]
    for thread in threads:
        thread.start()
    while len(made) < 10:
        time.sleep(0.01)
    names = ["first", "second", "third"]
    for earlier, name in zip([None, *names], names, strict=False):
        drill.backup(name, since=earlier)
    until.set()
    for thread in threads:
        thread.join()
    for at, name in enumerate(names):
        back = drill.restore(name)
        assert papers_open(back, drill, drill.tmp / f"elsewhere-{at}" / "files") >= 5


def test_a_file_that_goes_between_database_and_copy_is_not_missed(
    drill: Drill, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its row was in the first view: another view is taken, and that one is whole."""
    kept, views = drill.paper(), list[int]()

    def in_a_view(db: Session) -> set[int]:
        views.append(drill.paper() if not views else 0)
        found = sweep.known(db)
        if gone := views[-1]:
            with drill.database.transaction() as own:
                own.execute(delete(Paper).where(Paper.id == gone))
            Store(drill.settings.files).remove(gone)
        return found

    monkeypatch.setattr(contents, "known", in_a_view)
    made = drill.backup()
    assert made.lacking == []
    assert len(views) > 1
    assert list(Store(drill.tmp / "backup" / "files").ids()) == [kept]


def test_a_file_that_is_lost_is_told_and_the_rest_is_backed_up(drill: Drill) -> None:
    kept, lost = drill.paper(), drill.paper()
    Store(drill.settings.files).remove(lost)
    assert drill.backup().lacking == [lost]
    drill.restore()
    assert list(Store(drill.tmp / "elsewhere-0" / "files").ids()) == [kept]


def test_unchanged_files_are_linked_to_the_earlier_backup(drill: Drill) -> None:
    paper = drill.paper()
    drill.backup("first", links=False)
    newer = drill.paper()
    drill.backup("second", since="first", links=False)
    first, second, own = (Store(drill.tmp / name / "files") for name in ("first", "second", "casework"))
    assert first.path(paper).stat().st_ino == second.path(paper).stat().st_ino != own.path(paper).stat().st_ino
    assert second.path(newer).stat().st_nlink == 1
    assert len(list(second.ids())) == 2
    drill.restore("second")


@pytest.mark.parametrize("which", ["missing", "changed"])
def test_an_earlier_backup_that_is_not_right_keeps_nobody_from_tonights(drill: Drill, which: str) -> None:
    drill.paper()
    if which == "changed":
        drill.backup("earlier")
        sums = drill.tmp / "earlier" / manifest.SUMS
        sums.write_bytes(sums.read_bytes().replace(b"0", b"1"))
    assert drill.backup("later", since="earlier").files == 1
    drill.restore("later")


def test_the_sums_are_those_that_everybody_can_check(drill: Drill) -> None:
    drill.paper()
    drill.backup()
    done = subprocess.run(
        ["sha256sum", "--check", "--quiet", manifest.SUMS], cwd=drill.tmp / "backup", check=False, capture_output=True
    )
    assert (done.returncode, done.stdout) == (0, b"")


class PowerCut(BaseException):
    """Nothing after it runs."""


STEPS = [
    "casework.backup.restoring._files",
    "casework.backup.restoring.copying.copy",
    "casework.backup.restoring._database",
    "casework.backup.restoring.fit.check",
    "casework.backup.restoring.replaying.replay",
    "casework.backup.restoring.replaying.end_everything_fleeting",
    "casework.backup.restoring.trail.record",
    "casework.backup.postgres.complete",
    "casework.backup.lite.name",
    "casework.backup.restoring.Restored",
]


@pytest.mark.parametrize("step", STEPS)
def test_the_power_goes_at_a_step_of_restoring(drill: Drill, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    if ("postgres" if drill.database.is_sqlite else "lite") in step:
        pytest.skip("a step of the other database")
    drill.paper()
    drill.backup()
    place = drill.elsewhere()

    def cut(*_: object, **__: object) -> None:
        raise PowerCut

    with monkeypatch.context() as patched:
        patched.setattr(step, cut)
        with pytest.raises(PowerCut):
            restoring.restore(place, drill.keys, drill.tmp / "backup")
    if not step.endswith("Restored"):
        assert unfinished.is_unfinished(place)
        with pytest.raises(Refused, match="same `casework restore` again"):
            up_to_date(place)
        back = drill.restore(settings=place)
    else:
        back = Database(place.database_url, {"vault": drill.keys})
        drill.restored.append(back)
    assert not unfinished.is_unfinished(place)
    up_to_date(place)
    assert papers_open(back, drill, place.files) == 1


def environment(settings: Settings) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("CASEWORK_")}
    return own | {
        "PYTHONPATH": str(ROOT),
        "CASEWORK_DIR": str(settings.folder),
        "CASEWORK_DATABASE_URL": settings.database_url,
        "CASEWORK_KEYRING": str(settings.keyring),
        "CASEWORK_JOURNAL": str(settings.journal),
        "CASEWORK_FILES": str(settings.files),
        "CASEWORK_PG_PROGRAMS": str(settings.pg_programs),
    }


def casework(settings: Settings, *words: str) -> Done:
    return command(environment(settings), *words)


@pytest.fixture
def heavy(drill: Drill) -> Drill:
    """With files that no row speaks of besides one that is somebody's paper."""
    store = Store(drill.settings.files)
    drill.paper()
    for _ in range(60):
        path = store.path(new_id())
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"0" * 100)
    return drill


def test_a_backup_that_was_killed_is_no_backup_and_the_next_one_is(heavy: Drill) -> None:
    to = heavy.tmp / "backup"
    part = heavy.tmp / "backup.part"
    killed(environment(heavy.settings), ["backup", str(to), "--copy"], "casework.backup.copying.copy", 20)
    assert len(list(part.glob("files/*/*/*"))) >= 16, "the others of those under way at once"
    assert not to.exists()
    with pytest.raises(Damaged, match="never finished"):
        Manifest.read(part)
    done = casework(heavy.settings, "backup", str(to), "--copy")
    assert done.code == 0, done.refusal
    assert "1 files" in done.told
    assert not part.exists()
    assert papers_open(heavy.restore(), heavy, heavy.tmp / "elsewhere-0" / "files") == 1


def test_a_restoring_that_was_killed_is_refused_until_it_was_run_again(drill: Drill) -> None:
    for _ in range(40):
        drill.paper()
    assert casework(drill.settings, "backup", str(drill.tmp / "backup")).code == 0
    place = drill.elsewhere()
    words = ["restore", str(drill.tmp / "backup")]
    killed(environment(place), words, "casework.backup.copying.copy", 20)
    assert 16 <= sum(1 for _ in Store(place.files).ids()) < 40
    for other in (["audit", "head"], ["serve"], ["upgrade"], ["backup", str(drill.tmp / "other")]):
        refused = casework(place, *other)
        assert refused.code == 2
        assert "run the same `casework restore` again" in refused.refusal
    done = casework(place, *words)
    assert done.code == 0, done.refusal
    assert casework(place, "audit", "verify").code == 0
    back = Database(place.database_url, {"vault": drill.keys})
    drill.restored.append(back)
    assert papers_open(back, drill, place.files) == 40
