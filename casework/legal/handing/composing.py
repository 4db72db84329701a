"""The PDF of a case file: a front with the numbered index, what was written in parts, what was handed in behind it.

A part is typeset in a fork, whose memory goes with it; a paper is made ready in a capped child that knows no key.
"""

import io
import os
import signal
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf

from casework.files.kinds import Kind
from casework.files.pool import Child, Lost, Refused
from casework.files.work import APPEND, task
from casework.press.typesetting import typeset

from . import merging, sheets
from .plan import Paper, Plan, Section

EACH, TOGETHER, PAGES = 25 << 20, 80 << 20, 5000
"""Octets of one paper and of all, and pages of all, that are appended; what is more is listed, and lies in the bag."""
LETTERS = 250_000
"""Characters that are typeset at a time: about 130 pages and 150 MiB."""
PICTURES = ("jpeg", "png", "gif", "webp", "tiff")
MEMORY, SECONDS = 500 << 20, 40

Read = Callable[[Paper], bytes | None]
"""A paper as it was handed in; None when it does not open."""


class NotMade(Exception):
    """The pages could not be typeset."""


def composed(plan: Plan, read: Read) -> bytes:
    """The whole document."""
    ready = _appended(plan, read)
    made, begun = plan["made"], {"title": plan["title"], "number": plan["number"], "lang": plan["lang"]}
    about = {**begun, "legend": plan["legend"], "words": _words(plan), "facts": plan["facts"], "about": plan["about"]}
    front = _apart(lambda: typeset(sheets.FRONT, {**about, "start": 1, "index": _index(plan, {}, ready)}, made=made))
    at = 1 + _count(front)
    pages: dict[int, int] = {}
    parts = []
    for sections in _parts(plan["sections"], plan["words"]["continued"]):
        said = {"legend": plan["legend"], "when": plan["words"]["when"]}
        data = {**begun, **said, "start": at, "sections": sections}
        part = _apart(lambda data=data: typeset(sheets.PART, data, made=made))  # type: ignore[misc]
        _note(part, sections, at, pages)
        parts.append(part)
        at += _count(part)
    first = at
    for paper in plan["papers"]:
        if paper["n"] in ready:
            pages[paper["n"]] = at
            at += _count(ready[paper["n"]])
    index = _index(plan, pages, ready)
    front = _apart(lambda: typeset(sheets.FRONT, {**about, "start": 1, "index": index}, made=made))
    stamps = _stamps(plan, first, at - first)
    return _joined(plan, front, parts, ready, stamps)


def _joined(plan: Plan, front: bytes, parts: list[bytes], ready: dict[int, bytes], stamps: bytes | None) -> bytes:
    whole = merging.Document(front)
    while parts:
        whole.add(parts.pop(0))
    if stamps is None:
        return whole.save()
    with pikepdf.open(io.BytesIO(stamps)) as drawn:
        each = iter(drawn.pages)
        for paper in plan["papers"]:
            if (data := ready.pop(paper["n"], None)) is None:
                continue
            mine = [next(each) for _ in range(_count(data))]
            says = f"{paper['title']}, {plan['words']['page_of']}".replace("%", "%%", paper["title"].count("%"))
            title = f"{paper['n']}. {paper['title']}"
            whole.append(data, title, says, mine, foreign=paper["kind"] not in PICTURES)
        return whole.save()


def _words(plan: Plan) -> dict[str, Any]:
    said = plan["words"]
    columns = [said["number"], said["what"], said["when"], said["where"]]
    return {"index": said["index"], "nothing": said["nothing"], "columns": columns}


def _index(plan: Plan, pages: dict[int, int], ready: dict[int, bytes]) -> list[list[str]]:
    """Every numbered thing, with its page; six figures always, so that the pages of the index stay as many."""
    rows = [
        [str(item["n"]), item["title"], item["when"], f"{pages.get(item['n'], 0):06}"]
        for section in plan["sections"]
        for item in section["items"]
    ]
    return rows + [
        [str(paper["n"]), paper["title"], paper["when"], _where(plan, paper, pages, ready)] for paper in plan["papers"]
    ]


def _where(plan: Plan, paper: Paper, pages: dict[int, int], ready: dict[int, bytes]) -> str:
    if paper["n"] in ready:
        return f"{pages.get(paper['n'], 0):06}"
    if not paper["key"]:
        return plan["words"]["damaged"]
    return paper["path"] if plan["form"] != "pdf" else plan["words"]["left_out"]


def _parts(sections: list[Section], continued: str) -> Iterator[list[Section]]:
    """So much at a time; a section that goes on says so."""
    part: list[Section] = []
    letters = 0
    for section in sections:
        here: Section = {"title": section["title"], "items": []}
        part.append(here)
        for item in section["items"]:
            size = len(item["text"]) + 400
            if letters + size > LETTERS and letters:
                yield [one for one in part if one["items"]]
                letters, here = 0, {"title": continued % {"title": section["title"]}, "items": []}
                part = [here]
            here["items"].append(item)
            letters += size
    if rest := [one for one in part if one["items"]]:
        yield rest


def _note(part: bytes, sections: list[Section], at: int, pages: dict[int, int]) -> None:
    """On which page each thing begins, as the bookmarks have it."""
    numbers = [item["n"] for section in sections for item in section["items"]]
    with pikepdf.open(io.BytesIO(part)) as known:
        found = [mark.page for mark in merging.marks(known) if mark.depth == 1]
    pages |= {n: at + page for n, page in zip(numbers, found, strict=True)}


def _appended(plan: Plan, read: Read) -> dict[int, bytes]:
    """By number: papers that can be shown as pages, each made ready apart."""
    ready: dict[int, bytes] = {}
    taken = pages = 0
    child: Child | None = None
    kinds = {kind.value for kind in (Kind.PDF,)} | set(PICTURES)
    try:
        for paper in plan["papers"]:
            if paper["kind"] not in kinds or paper["size"] > min(EACH, TOGETHER - taken) or not paper["key"]:
                continue
            if (data := read(paper)) is None:
                continue
            child = child or Child(MEMORY, SECONDS)
            try:
                made = child.ask(task(APPEND, Kind(paper["kind"])), [data])
            except Refused:
                continue
            except Lost:
                child.end()
                child = None
                continue
            if pages + (count := _count(made)) > PAGES:
                continue
            taken, pages = taken + max(len(data), len(made)), pages + count
            ready[paper["n"]] = made
    finally:
        if child is not None:
            child.end()
    return ready


def _stamps(plan: Plan, first: int, count: int) -> bytes | None:
    data = {"number": plan["number"], "legend": plan["legend"], "start": first, "count": count}
    return _apart(lambda: typeset(sheets.STAMPS, data, made=plan["made"], tagged=False)) if count else None


def _count(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as known:
        return len(known.pages)


def _apart(make: Callable[[], bytes]) -> bytes:
    """In a fork: what it took of memory goes with it."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        status = 1
        try:
            os.close(reading)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            with os.fdopen(writing, "wb") as out:
                out.write(make())
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading, "rb") as source:
        data = source.read()
    _, status = os.waitpid(process, 0)
    if status or not data:
        raise NotMade
    return data
