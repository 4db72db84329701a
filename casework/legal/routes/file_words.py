"""What a case file says of itself, in the language of whoever has it made."""

from casework.web.text import _


def about(zone: str) -> list[str]:
    return [
        _("This file holds what was chosen of the case, and that is not all there is of it."),
        _("Times are those of %(zone)s. What is numbered here has the same number everywhere in this file.", zone=zone),
    ]


def words() -> dict[str, str]:
    """Heads, and what is said of a paper that is not among the pages."""
    return {
        "index": _("Index"), "nothing": _("Nothing of what was chosen was there."), "number": _("No."),
        "what": _("What"), "when": _("When"), "where": _("Page"), "papers": _("Papers"), "lies": _("Lies at"),
        "continued": _("%(title)s, continued"), "page_of": _("page %(page)s of %(pages)s"),
        "damaged": _("damaged, cannot be opened"), "left_out": _("not among the pages"),
    }  # fmt: skip


def proof(number: str) -> str:
    """Beside the excerpt of the trail."""
    said = _(
        "trail.jsonl is an excerpt of the trail of case %(number)s: who did what with what is in this file, an entry a "
        "line, ids only. It is no list of all that happened: who read what, and what concerns rooms that were not "
        "handed out, is left out; so numbers in “seq” are missing.\n"
        "\n"
        "How it is proved. “mac” is an HMAC-SHA-256 over the entry and over “previous”, the MAC of the entry before "
        "it, under a key that only the installation has. So no line can be changed, moved or made up without that key, "
        "and none before it either. Whoever runs the installation proves it with\n"
        "\n"
        "    casework audit verify --excerpt trail.jsonl\n"
        "\n"
        "which computes each MAC anew and compares it with the trail as it stands. `casework audit verify` walks the "
        "whole trail, and `casework audit head` gives the line that fixes it: compare it with one that was kept "
        "elsewhere before the day in question.",
        number=number,
    )
    return f"{said}\n"
