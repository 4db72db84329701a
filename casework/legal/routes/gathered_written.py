"""What was written down of the plan, of interviews, of what was decided and in reports, put into words for a case
file."""

from collections.abc import Callable, Iterable, Iterator

from casework.cases.queries import decided_known, heard_known, planned_known, reports_said
from casework.cases.queries.rows import Rows
from casework.cases.queries.written_down import Known
from casework.cases.routes.words import called
from casework.legal.handing.plan import Item
from casework.web.text import _, gettext

from .near import Near

Facts = Callable[[Near, Known], list[list[str]]]


def planned(near: Near, rows: Rows) -> Iterator[Item]:
    """The plan, what was tried to settle it, and what concerns the police."""
    return _items(near, planned_known.of(rows, near.shown.rooms), _of_party)


def _of_party(near: Near, one: Known) -> list[list[str]]:
    return [[_("About"), called(near.shown.party(one.party_id))]] if one.party_id else []


def reports(near: Near, rows: Rows) -> Iterator[Item]:
    """Each version as it stood, and what was said of it."""
    return _items(near, (one for one in reports_said.of(rows, near.shown.rooms) if one.text), _of_version)


def _of_version(_near: Near, one: Known) -> list[list[str]]:
    return [[_("Version"), str(one.number)]] if one.number else []


def heard(near: Near, rows: Rows) -> Iterator[Item]:
    """Interviews, their notes and statements."""
    return _items(near, heard_known.of(rows, near.shown.rooms), _of_interview)


def _of_interview(near: Near, one: Known) -> list[list[str]]:
    about = called(near.shown.party(one.party_id)) if one.party_id else _("somebody who is no party of it")
    return [[_("Interview"), str(one.number)], [_("About"), about]]


def decided(near: Near, rows: Rows) -> Iterator[Item]:
    """Hearings, bodies that were asked, and decisions."""
    return _items(near, decided_known.of(rows, near.shown.rooms), _of_decision)


def _of_decision(near: Near, one: Known) -> list[list[str]]:
    about = called(near.shown.party(one.party_id)) if one.party_id else _("the organisation")
    return [fact for fact in ([_("About"), about], [_("What"), gettext(one.what)]) if fact[1]]


def _items(near: Near, found: Iterable[Known], facts: Facts) -> Iterator[Item]:
    """Those that fall into the days that were chosen; nothing where the file was not."""
    for one in found:
        if near.falls(one.at):
            said = facts(near, one)
            yield Item(n=0, title=gettext(one.label), when=near.when(one.at), facts=said, text=one.text)
