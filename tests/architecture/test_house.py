"""The house rules that no linter knows."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
CODE, TEST = 250, 300
VAGUE = {"utils", "helpers", "manager", "managers", "service", "services", "base", "common", "misc"}
ELSEWHERE = re.compile(
    r"/(?:work|home|root)/|pypi\.org|pythonhosted|registry\.npmjs|--find-links|--index-url|debian\.org"
)
SETTINGS = re.findall(r"CASEWORK_[A-Z_]+", (ROOT / "casework" / "settings.py").read_text())


def _ours() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:  # an unpacked archive has no list
        return [path for path in ROOT.rglob("*") if path.is_file() and not {".venv", "node_modules"} & set(path.parts)]
    return [path for name in listed.stdout.splitlines() if (path := ROOT / name).is_file()]


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except UnicodeDecodeError:
        return ""


def _most(path: Path) -> int:
    return TEST if path.is_relative_to(ROOT / "tests") else CODE


def test_no_file_is_too_long_to_read_at_once() -> None:
    python = [path for path in _ours() if path.suffix == ".py" and path.parent.name != "versions"]
    assert len(python) > 20
    long = {
        str(path.relative_to(ROOT)): length
        for path in python
        if (length := len(path.read_text().splitlines())) > _most(path)
    }
    assert long == {}


def test_every_module_is_named_for_what_it_is() -> None:
    assert [str(path) for path in (ROOT / "casework").rglob("*.py") if path.stem in VAGUE] == []


def test_nothing_names_a_machine_or_where_packages_came_from() -> None:
    here = Path(__file__).resolve()
    found = [str(path.relative_to(ROOT)) for path in _ours() if path != here and ELSEWHERE.search(_text(path))]
    assert found == []


def test_every_locked_package_has_its_hash() -> None:
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-uv.txt"):
        entries = re.split(r"\n(?=\S)", (ROOT / name).read_text())
        assert [entry for entry in entries if entry.strip() and "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("name", sorted(set(SETTINGS)))
def test_every_setting_is_explained(name: str) -> None:
    assert f"`{name}`" in (ROOT / "README.md").read_text()
