"""The same in a bag: as a page for people, as JSON for programs, and the trail with what proves it."""

import json
from collections.abc import Iterator
from html import escape

from .plan import Plan

STYLE = """\
body { font: 17px/1.55 Georgia, serif; max-width: 44em; margin: 2em auto; padding: 0 1em; }
h1, h2 { font-weight: normal; } h3 { margin-top: 2.2em; } small, td, th { font-size: 14px; }
p { white-space: pre-line; }
table { border-collapse: collapse; } td, th { text-align: left; vertical-align: top; padding: .25em 1em .25em 0; }
"""


def as_html(plan: Plan) -> Iterator[bytes]:
    """One page, with nothing in it that asks anybody for anything."""
    said, title = plan["words"], escape(plan["title"])
    legend = f"<p><strong>{escape(plan['legend'])}</strong></p>\n" if plan["legend"] else ""
    yield (
        f'<!doctype html>\n<html lang="{escape(plan["lang"])}">\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"<style>\n{STYLE}</style>\n<h1>{title}</h1>\n{legend}"
    ).encode()
    yield "".join(f"<p>{escape(words)}</p>\n" for words in plan["about"]).encode()
    yield _table([], plan["facts"])
    for section in plan["sections"]:
        yield f"<h2>{escape(section['title'])}</h2>\n".encode()
        for item in section["items"]:
            when = [[said["when"], item["when"]]] if item["when"] else []
            facts = " · ".join(f"{name}: {value}" for name, value in [*when, *item["facts"]])
            paragraphs = "".join(f"<p>{escape(part)}</p>\n" for part in item["text"].split("\n\n"))
            head = f'<h3 id="n{item["n"]}">{item["n"]}. {escape(item["title"])}</h3>\n<small>{escape(facts)}</small>\n'
            yield (head + paragraphs).encode()
    if plan["papers"]:
        yield f"<h2>{escape(said['papers'])}</h2>\n".encode()
        rows = [
            [str(one["n"]), one["title"], one["when"], _where(plan, one["key"], one["path"])] for one in plan["papers"]
        ]
        yield _table([said["number"], said["what"], said["when"], said["lies"]], rows)


def _where(plan: Plan, key: str, path: str) -> str:
    return path if key else plan["words"]["damaged"]


def _table(heads: list[str], rows: list[list[str]]) -> bytes:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(said)}</td>" for said in row) + "</tr>\n" for row in rows)
    return f"<table>\n{f'<tr>{head}</tr>' if heads else ''}{body}</table>\n".encode()


def as_json(plan: Plan) -> bytes:
    """Everything but keys."""
    papers = [
        {"n": one["n"], "title": one["title"], "when": one["when"], "facts": one["facts"], "kind": one["kind"],
         "path": one["path"] if one["key"] else None, "damaged": not one["key"]}
        for one in plan["papers"]
    ]  # fmt: skip
    kept = {name: plan[name] for name in ("number", "title", "legend", "made", "facts", "about", "sections")}
    return json.dumps({**kept, "papers": papers}, ensure_ascii=False, indent=1).encode()


def trail_lines(plan: Plan) -> Iterator[bytes]:
    """An entry a line."""
    for entry in plan["trail"]:
        yield json.dumps(entry, sort_keys=True).encode() + b"\n"
