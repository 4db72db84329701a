"""What somebody typed before their half hour was over, on its way past the door and back to where they typed it."""

import re

from litestar.datastructures import FormMultiDict

GIVEN = re.compile(r"/follow/given/([0-9]{1,19})")
"""The pages whose form is shown again as it was typed."""
THEN, QUESTION, MOST = "then", "question-", 60
"""Where to; the fields of a list of questions; how many fields are carried at the most."""
FIELDS = (THEN, "choice", "text", "name")


def message(typed: FormMultiDict | None) -> str:
    return str(typed.get("message", "")) if typed is not None else ""


def carried(typed: FormMultiDict | None) -> list[tuple[str, str]]:
    """For hidden fields; nothing where it belongs to no page of ours."""
    if typed is None or given_id(typed) is None:
        return []
    fields = [(name, str(value)) for name, value in typed.multi_items() if name in FIELDS or name.startswith(QUESTION)]
    return fields[:MOST]


def given_id(typed: FormMultiDict) -> int | None:
    """Which of the things that they were given it answers."""
    found = GIVEN.fullmatch(str(typed.get(THEN, "")))
    return int(found[1]) if found else None


def with_path(typed: FormMultiDict, path: str) -> FormMultiDict:
    """The same, with where it was typed."""
    items = [(name, value) for name, value in typed.multi_items() if name != THEN]
    return FormMultiDict([*items, (THEN, path)])
