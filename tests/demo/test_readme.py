"""README names everything that one can set, may do, or find on the trail; its pictures are there and light."""

import re
from pathlib import Path

import pytest

from casework.access import Action
from casework.audit import SENTENCES, TAGS
from casework.settings import Settings
from casework.vault import Compartment

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _rows(heading: str) -> dict[str, list[str]]:
    """The cells of a chapter's tables by their first cell, backquotes off."""
    chapter = README.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in chapter.splitlines() if line[:1] == "|"]
    return {row[0].strip("`"): row[1:] for row in rows}


def test_every_setting_is_in_the_table_and_nothing_else() -> None:
    source = Path(Settings.from_environment.__func__.__code__.co_filename).read_text(encoding="utf-8")  # type: ignore[attr-defined]
    read = set(re.findall(r'"(CASEWORK_[A-Z_]+)"', source))
    assert {name for name in _rows("Settings") if name.startswith("CASEWORK_")} == read


def test_every_permission_is_in_the_table_with_who() -> None:
    rows = {name: cells for name, cells in _rows("Who may do what").items() if ":" in name}
    assert set(rows) == {action.value for action in Action}
    assert all(len(cells) == 2 and all(cells) for cells in rows.values())


def test_every_tag_of_the_trail_is_in_the_table_with_its_sentence() -> None:
    rows = {name: cells for name, cells in _rows("The trail").items() if ":" in name}
    assert rows == {tag.value: [SENTENCES[tag]] for tag in TAGS}


def test_every_room_is_in_the_table() -> None:
    assert {room.value for room in Compartment} <= set(_rows("Who can read what"))


@pytest.mark.parametrize("name", re.findall(r"\]\((\.readme/[^)]+)\)", README))
def test_its_pictures_are_there_and_light(name: str) -> None:
    assert 10_000 < (ROOT / name).stat().st_size < 300_000


def test_it_opens_with_what_it_is_a_picture_and_two_commands() -> None:
    opening = README.split("\n## ", 1)[0]
    assert opening.startswith("# Casework\n")
    assert opening.index(".readme/case.png") < opening.index("make demo") < opening.index("make test")
