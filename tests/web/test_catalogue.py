"""Every string can be found for translation, and is written so that it can be translated."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file

from casework.settings import shared

CODE = Path(__file__).parents[2] / "casework"
KEYWORDS = {**DEFAULT_KEYWORDS, "N_": None}
OPTIONS = {"trimmed": "true", "silent": "false", "newstyle_gettext": "true"}


def _found(method: str, folder: Path, ending: str) -> Iterator[tuple[str, Any]]:
    for path in sorted(folder.rglob(f"*{ending}")):
        for line, message, _comments, _context in extract_from_file(method, str(path), KEYWORDS, options=OPTIONS):
            yield f"{path.name}:{line}", message


@pytest.mark.parametrize(
    ("method", "folder", "ending"), [("python", CODE, ".py"), ("jinja2", shared("templates"), ".html")]
)
def test_every_string_can_be_found(method: str, folder: Path, ending: str) -> None:
    """A template with an error in it raises; what stands in braces would never be translated."""
    found = list(_found(method, folder, ending))
    assert len(found) > 20
    for where, message in found:
        for text in message if isinstance(message, tuple) else (message,):
            assert "{" not in text, where
            assert text == text.strip(), where
            assert all(name for name in re.findall(r"%\((\w*)\)", text)), where


def test_a_string_of_a_template_is_found_trimmed() -> None:
    source = io.BytesIO(b"{% trans n=1 %}\n  One\n  line {{ n }}\n{% endtrans %}")
    from jinja2.ext import babel_extract

    assert [found[2] for found in babel_extract(source, ("_", "gettext"), [], OPTIONS)] == [("One line %(n)s", None)]
