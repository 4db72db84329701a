"""What a first visit costs: the page, its style sheets, scripts and icons, every byte over the wire."""

import re

from .client import Client
from .promises import Figure
from .serving import served

LINKED = re.compile(r'(?:href|src)="(/static/[^"#]+)')


def measure(cases: int) -> list[Figure]:
    with served(cases) as running:
        front = visit(running.client(), "/")
        staff = visit(running.client(running.made.specialists[5]), "/cases")
    return [
        Figure("first visit, public page", front / 1e3, "KB", 12),
        Figure("first visit, staff list", staff / 1e3, "KB", 30),
    ]


def visit(client: Client, path: str) -> float:
    """Octets, heads included, of an empty cache."""
    answer = client.get(path)
    assert answer.status == 200, answer.head
    linked = sorted(set(LINKED.findall(answer.text)))
    assert linked, "a page without a style sheet"
    return answer.wire + sum(client.get(link).wire for link in linked)
