"""`/cases/{number}/retention`: after a case was closed again, from which day it is kept."""

from typing import Any

from casework.access import Action
from casework.cases.actions import retention
from casework.cases.forms.retention import ANEW, RetentionForm
from casework.cases.queries import kept_cases
from casework.cases.queries.schedule import read
from casework.cases.routes.doing import Asked, Deed, Doing
from casework.cases.routes.handlers import routes
from casework.cases.routes.kept import words
from casework.clocks.retention import Term, term
from casework.settings import N_
from casework.web.text import _, day


def _choose(deed: Deed) -> str:
    form = deed.form
    anew = form.choice.data == ANEW
    retention.choose(deed.db, deed.case, deed.file, by=deed.by, anew=anew, why=form.why.data, version=form.seen)
    return "#legal"


def _days(asked: Asked) -> dict[str, Any]:
    """What either choice comes to; nothing where the case was never closed."""
    kept = kept_cases.known(asked.db, [asked.shown.case.id]).get(asked.shown.case.id)
    if kept is None:
        return {"ways": [], "waits": False}
    facts = read(asked.db).facts(kept.line, kept.site_id)
    days = [(_("The first day stands"), kept.base_on)]
    if kept.closed_on is not None and kept.asked:
        days.append((_("It counts anew from the last closing"), kept.closed_on))
    ways = [(label, _words(term(base, facts, settled=kept.settled_on))) for label, base in days]
    return {"ways": ways, "waits": kept.asked}


def _words(found: Term) -> str:
    return _(
        "from %(base)s: not before %(least)s (%(why)s), and by %(most)s (%(rule)s)",
        base=day(found.base), least=day(found.least.on), why=words.limit(found.least, N_("at least")),
        most=day(found.most.on), rule=words.limit(found.most, N_("at most")),
    )  # fmt: skip


ROUTES = routes(
    Doing(
        "/retention",
        Action.CHOOSE_RETENTION,
        N_("From which day it is kept"),
        N_("Choose it"),
        RetentionForm,
        _choose,
        more=_days,
        template="legal/keeping_on.html",
        says=N_("It was opened and closed again. That alone keeps nothing longer: somebody says so, and why."),
    )
)
