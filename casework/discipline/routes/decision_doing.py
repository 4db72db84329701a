"""What can be done about decisions: propose one, make it, take it back, add a body that is asked, answer an agreement's
questions."""

from collections.abc import Sequence
from typing import Any

from litestar.exceptions import NotFoundException

from casework.access import Action, policy
from casework.cases.forms.fields import number_of, on, said, who
from casework.cases.lifecycle.kinds import ISSUES
from casework.cases.lifecycle.ladder import ORGANISATION, OUTCOMES
from casework.cases.models import Decision, Party
from casework.cases.queries import clocks, grounds
from casework.cases.queries.deciding import FOUNDED, asked_of
from casework.cases.routes.doing import Asked, Deed, Doing, nowhere
from casework.cases.routes.handlers import routes
from casework.cases.routes.words import called
from casework.db import utc_now
from casework.discipline.actions import consultations, decisions, reviewing
from casework.discipline.actions.decisions import New, ToDo
from casework.discipline.forms.decisions import BodyForm, DecideForm, EndForm, OrganisationForm, ProposalForm
from casework.discipline.forms.hearings import JustCauseForm
from casework.discipline.just_cause import QUESTIONS
from casework.discipline.queries import deciding as queries
from casework.settings import N_
from casework.web.text import _, gettext

BACK = "/decisions"


def respondents(asked: Asked) -> list[tuple[int, str]]:
    found = (one for one in asked.shown.parties if one.role == "respondent" and not one.ended_at)
    return [(party.id, called(party)) for party in found]


def _owners(asked: Asked, form: Any) -> None:
    who(form.owner, [(member.person_id, member.name) for member in asked.shown.members])


def _start(asked: Asked) -> dict[str, Any]:
    """About whom the address says, with what was found and under which agreement they work."""
    people = [id_ for id_, _name in respondents(asked)]
    wanted = number_of(_Value(asked.query.get("party", "")))
    party_id = wanted if wanted in people else (people[0] if len(people) == 1 else None)
    found = [str(id_) for id_, _words in _findings(asked, party_id)]
    return {
        "party": str(party_id or ""), "effective_on": _today(asked), "findings": found,
        "agreement": grounds.agreement(asked.db, party_id) if party_id else "",
    }  # fmt: skip


class _Value:
    def __init__(self, data: str) -> None:
        self.data = data


def _today(asked: Asked) -> Any:
    return clocks.place(asked.db, asked.shown.case.site_id).day(utc_now())


def _findings(asked: Asked, party_id: int | None) -> list[tuple[int, str]]:
    """The newest of each allegation that stands, those that go against somebody."""
    return [
        (one.finding.id, f"{one.position}. {gettext(ISSUES.get(one.issue or '', '–'))}: {gettext(one.finding.finding)}")
        for one in asked.shown.allegations
        if one.dropped_at is None and one.finding and one.finding.finding in FOUNDED
        and (party_id is None or one.respondent_id == party_id)
    ]  # fmt: skip


def _fill(asked: Asked, form: Any) -> None:
    _owners(asked, form)
    who(form.party, respondents(asked))
    form.findings.choices = [(str(id_), words) for id_, words in _findings(asked, None)]


def _new(form: Any, party_id: int | None) -> New:
    more: dict[str, Any] = {}
    if party_id is not None:
        more = {
            "findings": [int(one) for one in form.findings.data or []], "days": form.days.data,
            "paid": form.paid.data or "", "warning_months": form.warning_months.data,
            "at_once": bool(form.at_once.data), "known_on": form.known_on.data,
            "agreement": said(form.agreement).strip(),
        }  # fmt: skip
    return New(
        form.outcome.data, form.reason.data, on(form.effective_on), party_id=party_id, what=said(form.what), **more
    )


def _to_do(form: Any) -> Sequence[ToDo]:
    what = said(form.task).strip()
    return [ToDo(what, on(form.due_on), number_of(form.owner))] if what else []


def _propose(deed: Deed) -> str:
    form = deed.form
    party_id = number_of(form.party) if "party" in form else None
    row = decisions.propose(deed.db, deed.case, deed.file, _new(form, party_id), by=deed.by, to_do=_to_do(form))
    return f"{BACK}#decision-{row.id}"


def one(asked: Asked) -> queries.DecisionShown:
    found: queries.DecisionShown = asked.one(queries.decisions(asked.db, asked.shown))
    return found


def _about(asked: Asked) -> dict[str, Any]:
    found = one(asked)
    party = asked.shown.party(found.row.party_id)
    return {
        "one": found, "whom": called(party) if party else _("The organisation"),
        "label": gettext((OUTCOMES | ORGANISATION)[found.row.outcome]),
        "compares": bool(party and policy.judge(asked.actor, Action.COMPARE, asked.shown.matter)),
    }  # fmt: skip


def _fill_decide(asked: Asked, form: Any) -> None:
    """Why alone is asked only of who investigated; why otherwise than in like cases, only of a respondent."""
    if one(asked).row.party_id is None:
        del form.departure
    if policy.judge(asked.actor, Action.DECIDE, asked.shown.matter):
        del form.alone
    else:
        policy.require(asked.actor, Action.DECIDE_ALONE, asked.shown.matter)


def _decide(deed: Deed) -> str:
    form = deed.form
    row = decisions.decide(
        deed.db, deed.case, deed.file, deed.one(Decision), by=deed.by,
        alone_because=said(form.alone) if "alone" in form else "",
        departure=said(form.departure) if "departure" in form else "",
    )  # fmt: skip
    return f"{BACK}#decision-{row.id}"


def _take_back(deed: Deed) -> str:
    decisions.take_back(deed.db, deed.case, deed.file, deed.one(Decision), by=deed.by, why=deed.form.why.data)
    return BACK


def _fill_body(asked: Asked, form: Any) -> None:
    found, where = one(asked), clocks.place(asked.db, asked.shown.case.site_id)
    listed = [body for body in asked_of(where, found.row) if body.only]
    if not listed:
        raise NotFoundException
    form.body.choices = [
        (body.key, _("%(body)s, for %(whom)s", body=_(body.name), whom=_(body.only))) for body in listed
    ]


def _add_body(deed: Deed) -> str:
    consultations.add(deed.db, deed.case, deed.one(Decision), deed.form.body.data, by=deed.by)
    return "/consultations"


def _person(asked: Asked) -> dict[str, Any]:
    party = asked.one([one for one in asked.shown.parties if one.role == "respondent"])
    return {"whom": called(party)}


def _start_tests(asked: Asked) -> dict[str, Any]:
    """As they were answered last."""
    _person(asked)
    before = queries.just_causes(asked.db, asked.shown).get(asked.item)
    answers = before.answers if before else {}
    return {name.replace(" ", "_"): words for name, words in answers.items()}


def _answer(deed: Deed) -> str:
    form, party = deed.form, deed.one(Party)
    answers = {name: form[name.replace(" ", "_")].data for name in QUESTIONS}
    answers |= {f"{name} why": form[f"{name} why".replace(" ", "_")].data for name in QUESTIONS}
    reviewing.just_cause(deed.db, deed.case, deed.file, by=deed.by, party_id=party.id, answers=answers)
    return BACK


DOINGS = routes(
    Doing(
        "/decisions/new", Action.PREPARE_DECISION, N_("Propose a decision"), N_("Propose it"), ProposalForm, _propose,
        start=_start, fill=_fill,
        says=N_("Somebody who did not investigate decides it. What the law asks for before is listed then."),
    ),
    Doing(
        "/decisions/organisation", Action.PREPARE_DECISION, N_("What the organisation does"), N_("Propose it"),
        OrganisationForm, _propose, start=lambda asked: {"effective_on": _today(asked)}, fill=_owners,
    ),
    Doing(
        "/decisions/{item:int}/decision", Action.DECIDE, N_("Decide"), N_("This is decided"), DecideForm, _decide,
        fill=_fill_decide, more=_about, template="discipline/decide.html",
    ),
    Doing(
        "/decisions/{item:int}/end", Action.PREPARE_DECISION, N_("Take a proposal back"), N_("Take it back"), EndForm,
        _take_back, more=_about, template="discipline/decide.html",
    ),
    Doing(
        "/decisions/{item:int}/bodies", Action.PREPARE_DECISION, N_("Another body is asked"), N_("It is asked"),
        BodyForm, _add_body, fill=_fill_body, rooms=nowhere, more=_about, template="discipline/decide.html",
    ),
    Doing(
        "/parties/{item:int}/just-cause", Action.PREPARE_DECISION, N_("Just cause"), N_("Keep these answers"),
        JustCauseForm, _answer, start=_start_tests, more=_person, template="discipline/just_cause.html",
        says=N_("Seven questions that arbitrators generally ask. They are answered in words; none is counted."),
    ),
)  # fmt: skip
