"""`/cases/{number}/comparators`: what like cases came to, how it was widened to find enough, and single decisions."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from litestar.exceptions import NotFoundException
from sqlalchemy.orm import Session

from casework.access import Action, Forbidden, policy
from casework.audit import Tag, trail
from casework.cases.forms.fields import number_of, said
from casework.cases.lifecycle import OUTCOMES, kinds
from casework.cases.lifecycle.comparators import RANK, Comparator
from casework.cases.models import Case
from casework.cases.queries import matter
from casework.cases.routes.doing import FILE, Answer, Asked, Deed, Doing, Key, nowhere
from casework.cases.routes.handlers import routes
from casework.cases.routes.words import called, name_of
from casework.discipline.actions import comparisons
from casework.discipline.comparing import STEPS, Found
from casework.discipline.forms.comparators import KeepForm, MoveForm, SingleForm
from casework.discipline.queries import comparators
from casework.discipline.queries import comparisons as kept
from casework.figures import chart
from casework.people import Role
from casework.settings import N_
from casework.web import nonces, text
from casework.web.page import page, see
from casework.web.text import _, gettext

PATH = "/comparators"
HISTORY = {
    "": N_("No warning stood"), "verbal": N_("A verbal warning stood"), "written": N_("A written warning stood"),
    "final written": N_("A final written warning stood"),
}  # fmt: skip
FEW, NONE = N_("fewer than five"), N_("none")
COUNSEL = N_("Counsel keeps what was compared on this case: it is for who reads what is privileged.")


class Row(NamedTuple):
    """Of the table under the bars. `usual`: in the middle half, wholly."""

    label: str
    number: int
    usual: bool


def _party(asked: Asked) -> int:
    """Whom it is about: as the address or the form has it, else the first respondent."""
    here = [party.id for party in asked.shown.parties if party.role == "respondent" and not party.ended_at]
    wanted = str(asked.typed.get("party") or asked.query.get("party") or "")
    if not wanted:
        return here[0] if here else 0
    if not wanted.isdecimal() or int(wanted) not in here:
        raise NotFoundException
    return int(wanted)


def _found(asked: Asked, party_id: int) -> Found | None:
    if kept.is_counsels(asked.db, asked.shown.case.id) and kept.PRIVILEGED not in asked.shown.rooms:
        raise Forbidden(COUNSEL)
    issue = str(asked.typed.get("issue") or asked.query.get("issue") or "")
    return found_of(asked.db, asked.shown.case, party_id, issue)[0]


def found_of(db: Session, case: Case, party_id: int, issue: str) -> tuple[Found | None, Comparator | None]:
    """With the record of this very decision, which is left out."""
    like = comparators.like_of(db, case, party_id, issue) if party_id else None
    own = comparators.own_record(db, case, party_id) if like else None
    return (comparators.compared(db, like, without=own) if like else None), own


def _page(asked: Asked) -> dict[str, Any]:
    policy.require(asked.actor, Action.COMPARE, asked.shown.matter)
    party_id = _party(asked)
    found = _found(asked, party_id)
    shown, base = asked.shown, f"/cases/{asked.shown.case.number}{PATH}"
    people = [party for party in shown.parties if party.role == "respondent" and not party.ended_at]
    issues = comparators.issues_of(asked.db, shown.case, party_id) if party_id else []
    return {
        "base": base,
        "party": party_id,
        "people": [(party.id, called(party)) for party in people] if len(people) > 1 else [],
        "issues": [(issue, gettext(kinds.ISSUES[issue])) for issue in issues] if len(issues) > 1 else [],
        "found": found and drawn(comparisons.as_kept(found)),
        "kept": [_line(asked, one) for one in kept.of_case(asked.db, shown)],
        "may_move": asked.actor.has(Role.COUNSEL),
    }


def drawn(said: dict[str, Any]) -> dict[str, Any]:
    """For the page, of what is or was found: `like` in words, steps with their numbers, bars and table."""
    issue, severity, history, country = said["like"]
    grave = _("Severity: %(severity)s", severity=gettext(kinds.SEVERITIES[severity])) if severity else ""
    where = _("Country: %(country)s", country=country) if country else ""
    like = [gettext(kinds.ISSUES[issue]), grave or _("Severity not set"), gettext(HISTORY[history]), where]
    usual = tuple(said["usual"])
    rows = [
        Row(_range(names), number, bool(usual) and all(usual[0] <= RANK[name] <= usual[1] for name in names))
        for names, number in said["cells"]
        if number
    ]
    total = sum(row.number for row in rows)
    lines = [(row.label, str(row.number), row.number) for row in rows]
    return {
        "like": list(filter(None, like)),
        "issue": issue,
        "steps": [(gettext(words), in_words(number)) for words, number in zip(STEPS, said["counts"], strict=False)],
        "rows": rows,
        "usual": _usual(usual),
        "hardly": len(said["counts"]) == len(STEPS),
        "enough": bool(usual),
        "chart": chart.simple("outcomes", _("What like cases came to"), _says(rows, total), lines, total)
        if rows
        else None,
    }


def in_words(number: int | None) -> str:
    return _(FEW) if number is None else str(number) if number else _(NONE)


def _range(names: Sequence[str]) -> str:
    """Outcomes that are counted together, from the lightest to the gravest."""
    first, last = gettext(OUTCOMES[names[0]]), gettext(OUTCOMES[names[-1]])
    if len(names) == 1:
        return first
    if len(names) == 2:
        return _("%(one)s or %(other)s", one=first, other=last)
    return _("From %(one)s to %(other)s", one=first, other=last)


def _usual(rungs: tuple[int, ...]) -> str:
    if not rungs:
        return ""
    names = [name for name in OUTCOMES if rungs[0] <= RANK[name] <= rungs[1]]
    return _range(names)


def _says(rows: Sequence[Row], total: int) -> str:
    each = ", ".join(f"{row.label}: {row.number}" for row in rows)
    return _("Of %(total)s decisions: %(each)s.", total=total, each=each)


def _line(asked: Asked, one: kept.Kept) -> dict[str, Any]:
    party = asked.shown.party(one.party_id)
    return {
        "id": one.id, "on": text.day(one.at, asked.actor.zone), "who": name_of(asked.shown, asked.actor, one.by),
        "about": called(party) if party else "", "privileged": one.privileged,
        "found": drawn(one.found) if one.found else None,
    }  # fmt: skip


def _room(asked: Asked) -> Sequence[Key]:
    return (kept.PRIVILEGED,) if kept.is_counsels(asked.db, asked.shown.case.id) else (FILE,)


def _keep(deed: Deed) -> str:
    party_id = number_of(deed.form.party) or 0
    found, _own = found_of(deed.db, deed.case, party_id, said(deed.form.issue))
    if found is None:
        raise NotFoundException
    room = deed.room(kept.PRIVILEGED[0]) if kept.is_counsels(deed.db, deed.case.id) else deed.file
    comparisons.keep(deed.db, deed.case, room, found, party_id=party_id, by=deed.by)
    return f"{PATH}?party={party_id}&issue={quote(found.like.issue)}#kept"


def _single(deed: Deed) -> Answer:
    """One decision, and nothing that leads to anybody; that it was read goes on the trail with its random number."""
    policy.require(deed.by, Action.COMPARE, matter.of(deed.db, deed.case))
    rooms = deed.rooms
    if kept.is_counsels(deed.db, deed.case.id) and kept.PRIVILEGED not in rooms:
        raise Forbidden(COUNSEL)
    party_id, issue = number_of(deed.form.party) or 0, said(deed.form.issue)
    found, own = found_of(deed.db, deed.case, party_id, issue)
    after = number_of(deed.form.after) or 0
    every = comparators.singles(deed.db, found, without=own) if found else []
    left = [one for one in every if one.id > after]
    if left:
        trail.record(deed.db, deed.by, Tag.COMPARATOR_READ, deed.case.id, record=left[0].id)
    deed.form.after.data, deed.form.nonce.data = str(left[0].id if left else 0), nonces.make()
    base = f"/cases/{deed.case.number}{PATH}"
    return page(
        deed.request, "discipline/comparator.html", number=deed.case.number, base=base, form=deed.form,
        place=len(every) - len(left) + 1, total=len(every), one=_in_words(left[0]) if left else [],
        back=f"{base}?party={party_id}&issue={quote(issue)}", last=len(left) < 2,
    )  # fmt: skip


def _in_words(one: Comparator) -> list[tuple[str, str]]:
    return [
        (_("Issue"), gettext(kinds.ISSUES[one.issue])),
        (_("Severity"), gettext(kinds.SEVERITIES[one.severity]) if one.severity else _("Not set")),
        (_("History"), gettext(HISTORY[one.history])),
        (_("Outcome"), gettext(OUTCOMES[one.outcome])),
        (_("Quarter"), one.quarter),
    ]


def _move(deed: Deed) -> Answer:
    comparisons.move(deed.db, deed.case, by=deed.by)
    return see(f"/cases/{deed.case.number}{PATH}")


def _allowed(asked: Asked) -> dict[str, Any]:
    policy.require(asked.actor, Action.COMPARE, asked.shown.matter)
    return {}


def _asks_for(asked: Asked) -> dict[str, Any]:
    party_id = _party(asked)
    found = _found(asked, party_id)
    return {"party": str(party_id), "issue": found.like.issue if found else ""}


ROUTES = routes(
    Doing(
        PATH, Action.COMPARE, N_("What like cases came to"), N_("Keep this with the case"), KeepForm, _keep,
        start=_asks_for, rooms=_room, more=_page, template="discipline/comparators.html",
    ),
    Doing(
        f"{PATH}/single", Action.COMPARE, N_("Read single decisions"), N_("Read one"), SingleForm, _single,
        start=_asks_for, rooms=nowhere, more=_allowed,
        says=N_("One by one: issue, severity, history, outcome and quarter, and nothing else. Each that you read is on "
                "the trail. Read them where the numbers do not tell you enough, and not to find out who it was."),
    ),
    Doing(
        f"{PATH}/privileged", Action.COMPARE, N_("Keep comparisons with what is privileged"), N_("Move them"), MoveForm,
        _move, rooms=lambda _asked: (kept.PRIVILEGED,),
        says=N_("All that was compared on this case leaves the file. From then on nobody compares on it but who reads "
                "what is privileged."),
    ),
)  # fmt: skip
