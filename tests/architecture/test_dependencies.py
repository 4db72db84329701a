"""What is imported is declared, and what is declared has a reason beside it."""

import ast
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
NAMED_OTHERWISE = {
    "PIL": "pillow", "docx": "python-docx", "oxmsg": "python-oxmsg", "litestar": "litestar[jinja]",
    "psycopg": "psycopg[binary]", "nacl": "pynacl",
}  # fmt: skip
ASKED_FOR_BY_NAME = {"httptools", "litestar-htmx", "psycopg[binary]", "uvloop"}
"""Loaded by uvicorn, litestar and SQLAlchemy when they are told their names."""


def _declared() -> dict[str, str]:
    """Each runtime dependency with the remark beside it."""
    listed = re.search(r"^dependencies = \[\n(.*?)^\]", (ROOT / "pyproject.toml").read_text(), re.DOTALL | re.MULTILINE)
    assert listed
    return dict(re.findall(r'"([\w\[\]-]+)[^"]*",\s*(.*)', listed[1]))


def _imported() -> set[str]:
    names = set()
    for path in (ROOT / "casework").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return names - set(sys.stdlib_module_names) - {"casework"}


def test_imports_and_declared_dependencies_agree() -> None:
    needed = {NAMED_OTHERWISE.get(name, name.replace("_", "-")) for name in _imported()}
    assert needed | ASKED_FOR_BY_NAME == set(_declared())


def test_every_dependency_says_what_it_is_for() -> None:
    assert [name for name, why in _declared().items() if not re.match(r"# \w", why)] == []
