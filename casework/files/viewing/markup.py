"""The words of a page that came in a mail, without anything that it would do, load or hide."""

from html.parser import HTMLParser

MOST = 2_000_000
"""Characters of a page that are looked at."""
_NOT_SAID = frozenset(("script", "style", "head", "title", "template", "object", "noscript", "svg", "math", "select"))
_BREAKS = frozenset(
    ("address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "footer", "form", "h1", "h2", "h3", "h4", "h5",
     "h6", "header", "hr", "li", "ol", "p", "pre", "section", "table", "tr", "ul")
)  # fmt: skip


class _Words(HTMLParser):
    """Gathers what is between the tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _NOT_SAID:
            self._hidden.append(tag)
        elif tag in _BREAKS:
            self.said.append("\n")
        elif tag == "img" and not self._hidden and (words := dict(attrs).get("alt")):
            self.said.append(f"[{words}]")
        elif tag in ("td", "th"):
            self.said.append("\t")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._hidden:
            while self._hidden.pop() != tag:
                pass
        elif tag in _BREAKS:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.said.append(data if data.strip() else " ")


def words_of(page: str) -> str:
    """The text of a page, a line a block."""
    gathered = _Words()
    gathered.feed(page[:MOST])
    gathered.close()
    lines = [" ".join(line.split()) for line in "".join(gathered.said).split("\n")]
    found = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(found).strip()
