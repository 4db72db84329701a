"""A letter as its reader would have it: every place filled, and what stands against it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from casework.cases.models import Case
from casework.cases.queries import clocks
from casework.cases.queries.record import Record
from casework.clocks import packs
from casework.clocks.packs.gag import Gag
from casework.letters.queries import known
from casework.letters.queries.known import Reader
from casework.letters.queries.letters import Printed, Written
from casework.letters.queries.templates import Head
from casework.letters.writing import checks, template
from casework.letters.writing.checks import Hit
from casework.letters.writing.places import DAY, PLACES
from casework.people import Actor
from casework.press.document import Block
from casework.settings import N_
from casework.web import text
from casework.web.text import _, gettext

SECRECY = N_(
    "Until %(until)s we ask you not to speak with others about what we talk about here, because: %(why)s This ends on"
    " that day. You remain free, now too, to speak about your pay and your working conditions, and with a union, an"
    " authority, a court, a doctor, somebody close to you, or an adviser of your own."
)
ADDED = "{{secrecy?}}"


@dataclass(frozen=True, slots=True)
class Composed:
    """`to`: whom it is addressed to; `missing`: places still to be filled, by title; `hits`: what checks found."""

    head: Head
    to: str
    today: str
    subject: str
    blocks: list[Block] = field(repr=False)
    missing: list[str] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list, repr=False)
    legend: str = ""

    @property
    def printed(self) -> Printed:
        return Printed(self.subject, self.blocks)

    def stands_against(self, passed: str) -> list[str]:
        """Why it cannot be finished as it is."""
        refused = [_(hit.says) for hit in self.hits if not (hit.passable and passed.strip())]
        return [_("Still to be filled in: %(what)s.", what=text.listed(self.missing))] * bool(self.missing) + refused


def compose(
    shown: Record, actor: Actor, reader: Reader, written: Written, head: Head, law: list[Gag], today: date
) -> Composed:
    values = _values(shown, actor, reader, written, head, today)
    words = written.text if "secrecy" in template.names(written.text) else f"{written.text}\n\n{ADDED}"
    line, lacking = template.line(written.subject, values)
    subject = line[:1].upper() + line[1:]
    filled = template.fill(words, values)
    open_ = template.plain(template.fill(words, {**values, "secrecy": ""}).blocks)
    hits = checks.check(
        f"{subject}\n\n{open_}\n\n{written.secret_why}", reader.role, known.others(shown, reader), law,
        reasoned=bool(values["secrecy"]),
    )  # fmt: skip
    missing = dict.fromkeys([*lacking, *filled.missing])
    return Composed(
        head=head, to=values["person"][:1].upper() + values["person"][1:], today=values["today"], subject=subject,
        blocks=filled.blocks, hits=hits,
        missing=[gettext(PLACES[name].title) for name in missing if name in PLACES],  # its field says of any other
        legend=gettext(shown.legal.legend) if shown.legal.legend else "",
    )  # fmt: skip


def _values(
    shown: Record, actor: Actor, reader: Reader, written: Written, head: Head, today: date
) -> dict[str, str]:  # fmt: skip
    typed = {name: _said(name, words) for name, words in written.places.items()}
    until, why = written.secret_until, written.secret_why.strip()
    secrecy = ""
    if until and why:
        ends = why if why[-1] in ".!?" else f"{why}."
        secrecy = _(SECRECY, until=text.day(date.fromisoformat(until)), why=ends)
    return {
        **typed,
        "dear": _("Dear %(name)s,", name=reader.name) if reader.name else _("Good day,"),
        "person": reader.name or _("the person who reported"),
        "number": shown.case.number,
        "today": text.day(today),
        "organisation": head.name,
        "sender": actor.name,
        "secrecy": secrecy,
    }


def _said(name: str, words: str) -> str:
    if PLACES[name].form != DAY:
        return words
    on = date.fromisoformat(words)
    return f"{text.weekday(on)}, {text.day(on)}"


def law_of(db: Session, case: Case) -> list[Gag]:
    """Of the place first, then what the others have: words are as wrong in another language."""
    here = clocks.place(db, case.site_id).law
    first = list(here.gag.values()) if here is not None else []
    return first + [one for one in _everywhere() if one.source not in {own.source for own in first}]


@cache
def _everywhere() -> tuple[Gag, ...]:
    found = {one.source: one for code in packs.CODES for one in packs.load(code).gag.values()}
    return tuple(found.values())


def everywhere() -> list[Gag]:
    return list(_everywhere())


def for_press(composed: Composed, number: str, now: datetime, *, draft: bool) -> dict[str, Any]:
    """What the sheet takes: data alone."""
    head = composed.head
    return {
        "title": composed.subject, "lang": head.lang, "number": number, "legend": composed.legend,
        "mark": _("Draft") if draft else "", "made": now.isoformat(),
        "page_of": _("page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
        "organisation": head.name, "lines": head.lines, "foot": head.foot, "picture": list(head.picture or b""),
        "picture_kind": head.picture_kind or "png", "to": composed.to, "today": composed.today,
        "subject": composed.subject, "blocks": composed.blocks,
    }  # fmt: skip
