"""`/cases/{number}/report`: written section by section, with what the record says beside it; versions made of it."""

from typing import Any, NamedTuple

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from sqlalchemy.orm import Session

from casework.access import Action, policy
from casework.cases.queries import direction
from casework.cases.queries.record import Record
from casework.cases.routes.doing import Answer, Asked, Deed, Doing
from casework.cases.routes.entry import Entry, shown_to
from casework.cases.routes.handlers import routes
from casework.db import Database, utc_now
from casework.investigations.actions import reports as verbs
from casework.investigations.forms.report import SectionForm, VersionForm
from casework.investigations.lifecycle.report import NAMES, NUMBERS, SECTIONS, SHOWING, STATES
from casework.investigations.queries import reports as queries
from casework.investigations.queries.reports import Template, Written
from casework.people import Actor
from casework.press.document import Block
from casework.settings import N_
from casework.web import text
from casework.web.page import page, see
from casework.web.text import _, gettext

from . import report_composed

DAMAGED = N_("This text is damaged and cannot be opened. The rest of the report is not touched by it.")


class Section(NamedTuple):
    """As the page draws it: somebody's own words, and what is made anew from the record."""

    number: int
    name: str
    title: str
    prose: list[str]
    blocks: list[Block]
    by: str
    at: Any


def title_of(template: Template, name: str) -> str:
    return template.title(name) or gettext(SECTIONS[name])


def _sections(db: Session, actor: Actor, shown: Record) -> list[Section]:
    template, written = queries.template(db), queries.written(db, shown)
    told = report_composed.gathered(db, actor, shown, NAMES)
    composed = report_composed.of(told)
    return [
        Section(
            number, name, title_of(template, name), _prose(written.get(name), template.words(name)), composed[name],
            told.staff(written[name].by) if name in written else "", written[name].at if name in written else None,
        )
        for number, name in NUMBERS.items()
    ]  # fmt: skip


def _prose(found: Written | None, begins: str) -> list[str]:
    said = begins if found is None else found.text
    return [part for part in (gettext(DAMAGED) if said is None else said).split("\n\n") if part.strip()]


@get("/cases/{number:str}/report", sync_to_thread=True, opt={"needs": Action.READ_CASE, "title": N_("Report")})
def show(
    request: Request[Any, Any, Any],
    opened: NamedDependency[Entry],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Answer:
    policy.require(actor, Action.READ_CASE, opened.matter)
    with database.reading() as db:
        shown = shown_to(db, actor, opened.case.number)
        sections = _sections(db, actor, shown)
        versions = [
            (row, gettext(STATES[row.state]), gettext(SHOWING[row.names]), shown.people.get(row.by, ""))
            for row in queries.versions(db, shown.case.id)
        ]
    return page(
        request, "investigations/report.html", shown=shown, sections=sections, versions=versions,
        writes=bool(policy.judge(actor, Action.WORK_CASE, shown.matter)), base=f"{opened.path}/report",
        approving=_approves(actor, shown),
    )  # fmt: skip


def _approves(actor: Actor, shown: Record) -> bool:
    return shown.case.state == "findings in review" and bool(policy.judge(actor, Action.APPROVE_ALONE, shown.matter))


def _section(asked: Asked) -> str:
    if asked.item not in NUMBERS:
        raise NotFoundException
    return NUMBERS[asked.item]


def _as_it_is(asked: Asked) -> dict[str, Any]:
    name = _section(asked)
    found = queries.written(asked.db, asked.shown).get(name)
    if found is None:
        return {"version": 0, "text": queries.template(asked.db).words(name)}
    return {"version": found.version, "text": found.text or ""}


def _beside(asked: Asked) -> dict[str, Any]:
    name = _section(asked)
    told = report_composed.gathered(asked.db, asked.actor, asked.shown, NAMES)
    title = title_of(queries.template(asked.db), name)
    return {"title_words": title, "blocks": report_composed.EACH[name](told), "section": asked.item}


def _write(deed: Deed) -> Answer:
    if deed.item not in NUMBERS:
        raise NotFoundException
    name, form = NUMBERS[deed.item], deed.form
    verbs.write(
        deed.db, deed.case, deed.file, section=name, text=form.text.data or "", version=form.seen, by=deed.by
    )  # fmt: skip
    return see(f"/cases/{deed.case.number}/report#section-{deed.item}")


def _make(deed: Deed) -> Answer:
    shown = shown_to(deed.db, deed.by, deed.case.number)
    content = composed(deed.db, deed.by, shown, deed.form.names.data)
    row = verbs.make(deed.db, deed.case, deed.file, content, names=deed.form.names.data, by=deed.by)
    return see(f"/cases/{deed.case.number}/report/versions/{row.number}")


def composed(db: Session, actor: Actor, shown: Record, how: str) -> dict[str, Any]:
    """All that the pages of a version say, with the names that it may have."""
    template, written = queries.template(db), queries.written(db, shown)
    told = report_composed.gathered(db, actor, shown, how)
    blocks, case = report_composed.of(told), shown.case
    sections = [
        {
            "name": name,
            "title": title_of(template, name),
            "prose": "\n\n".join(_prose(written.get(name), template.words(name))),
            "blocks": blocks[name],
        }
        for name in SECTIONS
    ]
    as_of = f"{text.moment(utc_now(), actor.zone)} ({actor.zone})"  # it stays so for readers elsewhere
    about = [(_("Case"), case.number), (_("As of"), as_of)]
    about.append((_("Written by"), told.staff(actor.id)))
    legend = direction.legend_of(shown.legal.directions, utc_now().astimezone(text.zone_of(actor.zone)).date())
    return {
        "title": _("Report on case %(number)s", number=case.number),
        "number": case.number,
        "lang": "en",
        "legend": _(legend) if legend else "",
        "about": [list(row) for row in about],
        "template": template.id,
        "sections": report_composed.named(sections, told.naming),
    }


ROUTES: list[Any] = [
    show,
    *routes(
        Doing(
            "/report/sections/{item:int}", Action.WORK_CASE, N_("Write on the report"), N_("Keep it"), SectionForm,
            _write, start=_as_it_is, more=_beside, template="investigations/report_section.html",
        ),
        Doing(
            "/report/versions", Action.WORK_CASE, N_("Make a draft of the report"), N_("Make it"), VersionForm, _make,
            start=lambda _: {"names": NAMES},
            says=N_("It stays as it is now: what is written afterwards goes into the next one."),
        ),
    ),
]  # fmt: skip
