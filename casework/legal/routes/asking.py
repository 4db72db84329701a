"""`/cases/{n}/counsel`: what counsel is asked, with the papers ticked here and nothing else of the case."""

from collections.abc import Iterable
from typing import Any

from casework.access import Action
from casework.cases.forms.fields import number_of, on, options
from casework.cases.lifecycle import kinds
from casework.cases.lifecycle.counsel import ABOUT, STATES
from casework.cases.queries.record import Record
from casework.cases.routes.doing import Asked, Deed, Doing
from casework.cases.routes.handlers import routes
from casework.cases.routes.words import label
from casework.legal.actions import review_items, reviews
from casework.legal.actions.review_items import DRAFT, FINDING, NOTE, PAPER, REPORT, Key, NewItem
from casework.legal.forms.reviews import AskForm
from casework.legal.queries import proceedings
from casework.legal.queries import reviews as queries
from casework.people.standing import Standing
from casework.settings import N_
from casework.vault import Compartment
from casework.web import text
from casework.web.text import _, gettext

SAYS = N_("Counsel gets what you tick here, as it is now, and nothing else of the case.")


def offered(shown: Record) -> list[tuple[str, str]]:
    """What lies in the file and the asker can read, as (value, words): findings first, for they wait most."""
    found = [
        (f"{FINDING}-{one.id}", _("Allegation %(number)s: %(issue)s", number=one.position, issue=_issue(one.issue)))
        for one in shown.allegations
        if not one.dropped_at
    ]
    if shown.narrative is not None:
        found.append((f"{REPORT}-{shown.case.id}", _("What was reported")))
    found += [
        (f"{PAPER}-{one.id}", f"{one.name}, {text.size(one.size)}")
        for one in shown.papers
        if one.room == Compartment.FILE.value and one.name is not None
    ]
    return found + [(f"{NOTE}-{line.id}", words) for line, words in _notes(shown)]


def _issue(issue: str | None) -> str:
    return label(kinds.ISSUES, issue) if issue else _("an issue that cannot be opened")


def _notes(shown: Record) -> Iterable[tuple[Any, str]]:
    for line in shown.timeline:
        if line.kind == "note" and line.class_ == "internal" and not line.retracted and line.now:
            begins = line.heading or line.now.strip().split("\n", 1)[0]
            short = begins if len(begins) <= 80 else f"{begins[:79]}…"
            yield line, _("Note of %(day)s: %(begins)s", day=text.day(line.at, "UTC"), begins=short)


def wanted(values: Iterable[str]) -> list[Key]:
    """What the form's values name."""
    parts = (value.partition("-") for value in values)
    return [(kind, int(id_)) for kind, _dash, id_ in parts if id_.isascii() and id_.isdecimal()]


def draft_of(form: Any, *, earlier: int | None = None) -> list[NewItem]:
    words = str(form.draft.data or "")
    name = str(form.draft_name.data or "") or _("Draft")
    return [NewItem(DRAFT, name, text=words, earlier_id=earlier)] if words.strip() else []


def named(people: dict[int, Standing]) -> list[tuple[str, str]]:
    """Whom a form can name, those of the list by their duty too."""
    found = [(str(id_), f"{one.name}, {one.duty}" if one.duty else one.name) for id_, one in people.items()]
    return sorted(found, key=lambda one: one[1])


def _start(asked: Asked) -> dict[str, Any]:
    about = asked.query.get("about", "")
    items = [value for value, _words in offered(asked.shown) if value.startswith(FINDING)] if about in ABOUT else []
    return {"about": about if about in ABOUT else "", "items": items, **_statement(asked)}


def _statement(asked: Asked) -> dict[str, str]:
    """A version of a position statement that lies in the file, where the address names one."""
    id_ = asked.query.get("statement", "")
    known = id_.isascii() and id_.isdecimal() and len(id_) < 20
    found = proceedings.draft(asked.db, asked.shown, int(id_)) if known else None
    if found is None:
        return {}
    name = _("Position statement, version %(number)s", number=found[0])
    return {"about": "other", "draft_name": name, "draft": found[1]}


def _fill(asked: Asked, form: Any) -> None:
    form.items.choices = offered(asked.shown)
    people = named(reviews.candidates(asked.db, asked.shown.matter, asked.actor))
    form.counsel.choices = people if len(people) == 1 else [("", "–"), *people]
    form.about.choices = [("", "–"), *options(ABOUT)]


def _more(asked: Asked) -> dict[str, Any]:
    found = queries.of_case(asked.db, asked.actor, asked.shown.case.id)
    return {
        "nobody": not reviews.candidates(asked.db, asked.shown.matter, asked.actor),
        "before": [(f"/reviews/{one.id}", gettext(ABOUT[one.about]), gettext(STATES[one.state]), one) for one in found],
    }


def _ask(deed: Deed) -> str:
    form = deed.form
    items = review_items.take(deed.db, deed.case, deed.file, wanted(form.items.data or []))
    reviews.ask(
        deed.db, deed.case, deed.file, about=form.about.data, question=form.question.data,
        items=[*draft_of(form), *items], counsel_id=number_of(form.counsel) or 0, due_on=on(form.due_on), by=deed.by,
    )  # fmt: skip
    return "#legal"


ROUTES = routes(
    Doing(
        "/counsel", Action.ASK_REVIEW, N_("Ask counsel"), N_("Ask counsel"), AskForm, _ask,
        start=_start, fill=_fill, more=_more, template="legal/ask.html", says=SAYS,
    ),
)  # fmt: skip
