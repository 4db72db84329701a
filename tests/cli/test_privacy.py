"""Papers for data protection: filled in from the installation as it is."""

from pathlib import Path

import pytest

from casework.cli import privacy
from casework.settings import Settings
from casework.staff.queries.topics import TOPICS
from tests import installation


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder: Path = tmp_path_factory.mktemp("installed")
    installation.found(folder)
    return Settings.from_environment({"CASEWORK_DIR": str(folder), "CASEWORK_BACKUP_DAYS": "21"})


@pytest.mark.parametrize("paper", ["impact-assessment", "processing-record"])
def test_each_says_what_is_set_and_what_is_kept(settings: Settings, paper: str) -> None:
    text = privacy.written(paper, settings)
    assert text.startswith("# ")
    assert "21 days" in text
    assert "SQLite" in text
    for topic in TOPICS:
        assert f"| {topic.title} |" in text
    assert "the auditor" in text
    assert "{{" not in text
    assert "{%" not in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert all(line.endswith("|") for line in rows)
