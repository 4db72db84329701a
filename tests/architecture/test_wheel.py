"""The wheel carries all that the program needs away from its checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    [wheel] = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_pages_and_their_styles_are_in_it(unpacked: Path) -> None:
    for name in ("templates", "static"):
        there = {path.relative_to(ROOT / name) for path in (ROOT / name).rglob("*") if path.is_file()}
        packed = unpacked / "casework" / "_shared" / name
        assert there == {path.relative_to(packed) for path in packed.rglob("*") if path.is_file()}


def test_data_of_the_packages_is_in_it(unpacked: Path) -> None:
    def files(root: Path) -> set[Path]:
        found = {path.relative_to(root) for path in (root / "casework").rglob("*") if path.is_file()}
        return {path for path in found if "__pycache__" not in path.parts and "_shared" not in path.parts}

    assert files(ROOT) == files(unpacked)


def test_it_founds_an_installation(unpacked: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(unpacked), "CASEWORK_DIR": str(tmp_path / "casework")}

    def casework(*words: str) -> str:
        command = [sys.executable, "-P", "-m", "casework", *words]
        return subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True).stdout

    public = casework("recovery", "new").splitlines()[-1]
    told = casework("init", "--recovery", public, "--lead", "A <a@example.org>", "--administrator", "B <b@example.org>")
    assert told.count("/enrol/") == 2
    assert casework("audit", "verify") == "The trail is whole.\n"
