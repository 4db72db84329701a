"""`casework privacy impact-assessment | processing-record`: templates with this installation's settings filled in."""

from argparse import Namespace, _SubParsersAction
from collections import Counter
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.cli.opened import opened
from casework.settings import Settings, shared


def add(commands: "_SubParsersAction[Any]") -> None:
    parts = commands.add_parser("privacy", help="papers for data protection, to be completed").add_subparsers(
        required=True, metavar="PAPER"
    )
    for name, words in (
        ("impact-assessment", "the data protection impact assessment (GDPR art. 35), as Markdown"),
        ("processing-record", "the record of processing activities (GDPR art. 30), as Markdown"),
    ):
        parts.add_parser(name, help=words).set_defaults(do=_write, paper=name)


def _write(asked: Namespace) -> None:
    print(written(asked.paper, Settings.from_environment()))


def written(paper: str, settings: Settings) -> str:
    """The paper as Markdown, from the settings, the database and the tables as they are."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from casework.staff.queries.topics import TOPICS
    from casework.web.text import _

    env = Environment(
        loader=FileSystemLoader(shared("templates")),
        autoescape=False,  # noqa: S701 - Markdown, which a person completes and no browser shows
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["said"] = _
    name = f"privacy/{paper.replace('-', '_')}.md"
    return env.get_template(name).render(topics=TOPICS, **_facts(settings)).rstrip()


def _facts(settings: Settings) -> dict[str, Any]:
    from casework.access.policy import RULES
    from casework.db import utc_now

    with opened(settings) as database, database.reading() as db:
        return {
            **_organisation(db),
            "database": "SQLite, on the same machine" if database.is_sqlite else "PostgreSQL",
            "origin": settings.origin,
            "backup_days": settings.backup_days,
            "mail": settings.mail is not None,
            "sso": settings.provider is not None,
            "today": utc_now().date().isoformat(),
            "rules": RULES,
        }


def _organisation(db: Session) -> dict[str, Any]:
    """Its name, places and promises, and how many there are of whom."""
    from casework.people import organisation
    from casework.people.models import Employee, Site
    from casework.people.standing import standing

    roles = Counter(role.value for one in standing(db).values() if one.able for role in one.roles)
    sites = db.execute(select(Site.name, Site.country).where(Site.closed_at.is_(None)).order_by(Site.name))
    return {
        "organisation": organisation.read(db).organisation or "[organisation]",
        "sites": [f"{name} ({country})" for name, country in sites],
        "employees": db.scalar(select(func.count(Employee.id))) or 0,
        "roles": sorted(roles.items()),
        "days": organisation.policy(db),
    }
