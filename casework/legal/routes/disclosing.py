"""What can be done with a request for an identity, each a form of its own."""

from typing import Any

from litestar.exceptions import NotFoundException

from casework.access import Action, Forbidden
from casework.cases.actions import disclosing as actions
from casework.cases.actions import members
from casework.cases.actions.newcomers import CONFIDENTIAL
from casework.cases.forms.fields import number_of, on, who
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.models import IdentityDisclosure, Party
from casework.cases.queries import clocks, disclosing
from casework.cases.queries.disclosing import Request as Asking
from casework.cases.queries.record import PartyShown
from casework.cases.routes.doing import Asked, Deed, Doing, Key
from casework.cases.routes.handlers import routes
from casework.clocks.packs import or_europe
from casework.legal.forms.disclosures import (
    AskForm,
    EndForm,
    GroundForm,
    HandOverForm,
    QuestionForm,
    TakeBackForm,
    TellForm,
    WithholdForm,
)
from casework.people import CASE_HOLDING, Role
from casework.settings import N_, Said
from casework.vault import Compartment, NoSeal
from casework.web.text import gettext

from .disclosures import written

HERE = "/disclosures/{item:int}"


def _reporter(asked: Asked) -> PartyShown:
    party = asked.shown.party(asked.item)
    if party is None or not party.is_reporter or party.mode != CONFIDENTIAL:
        raise NotFoundException
    return party


def _fill_ask(asked: Asked, form: Any) -> None:
    """To somebody from outside nobody is named who is not on their case."""
    _reporter(asked)
    key = (Compartment.IDENTITY, asked.item)
    have = {r.holder_id for r in asked.shown.readers if (r.compartment, r.subject) == key}
    here = {member.person_id for member in asked.shown.members} if asked.actor.has(Role.OUTSIDE) else None
    people = [
        (id_, person.name)
        for id_, person in members.able(asked.db, here).items()
        if person.roles & CASE_HOLDING and id_ not in asked.shown.matter.walled | have
    ]
    who(form.person, people)


def _ask(deed: Deed) -> str:
    party = deed.one(Party)
    staff = number_of(deed.form.person)
    names = {id_: person.name for id_, person in members.able(deed.db, [staff]).items()} if staff else {}
    try:
        row = actions.ask(deed.db, deed.case, party, deed.form.wish(names), by=deed.by)
    except Forbidden as refused:
        raise _refused("ask", refused) from refused
    knows = (Compartment.IDENTITY, party.id) in deed.rooms
    return f"/disclosures/{row.id}" if knows else "/disclosures"


def _row(asked: Asked) -> Asking:
    """The request that the address names, for who knows the identity; a page like any that is not there otherwise."""
    row = asked.row(IdentityDisclosure)
    room = asked.shown.rooms.get((Compartment.IDENTITY, row.party_id))
    if room is None:
        raise NotFoundException
    return disclosing.opened(row, room, asked.shown.rooms.get((Compartment.DIALOGUE, row.party_id)))


def _there(asked: Asked, _form: Any) -> None:
    _row(asked)


def _identity(asked: Asked) -> tuple[Key, ...]:
    return ((Compartment.IDENTITY, _row(asked).party_id),)


def _dialogue(asked: Asked) -> tuple[Key, ...]:
    return ((Compartment.DIALOGUE, _row(asked).party_id),)


def _more(asked: Asked) -> dict[str, Any]:
    found = _row(asked)
    back = f"/cases/{asked.shown.case.number}/disclosures/{asked.item}"
    return {"about": written(found)[:3], "back": back}


def _fill_ground(asked: Asked, form: Any) -> None:
    _row(asked)
    law = or_europe(clocks.place(asked.db, asked.shown.case.site_id).law)
    named = ((key, f"{gettext(one.name)} ({one.source})") for key, one in law.grounds.items())
    form.ground.choices = [*form.ground.choices, *named]


def _refused(step: str, refused: Forbidden) -> IllegalStep:
    return IllegalStep(step, [Why(step, refused.args[0] if isinstance(refused.args[0], Said) else Said(str(refused)))])


def _do(verb: Any) -> Any:
    """A verb on the request that the address names."""

    def do(deed: Deed) -> str:
        row = deed.one(IdentityDisclosure)
        try:
            verb(deed, row)
        except NoSeal:
            raise NotFoundException from None
        except Forbidden as refused:
            raise _refused("disclosure", refused) from refused
        return f"/disclosures/{row.id}"

    return do


def _oblige(deed: Deed, row: IdentityDisclosure) -> None:
    law = or_europe(clocks.place(deed.db, deed.case.site_id).law).grounds[deed.form.ground.data]
    ground = {"name": law.name, "source": law.source, "words": deed.form.words.data}
    actions.oblige(deed.db, deed.case, row, ground, by=deed.by)


def _consent(deed: Deed, row: IdentityDisclosure) -> None:
    actions.ask_reporter(deed.db, deed.case, row, deed.form.words.data, by=deed.by)


def _tell(deed: Deed, row: IdentityDisclosure) -> None:
    actions.tell_reporter(deed.db, deed.case, row, deed.form.words.data, by=deed.by)


def _withhold(deed: Deed, row: IdentityDisclosure) -> None:
    actions.withhold(deed.db, deed.case, row, deed.form.why.data, on(deed.form.review_on), by=deed.by)


def _hand_over(deed: Deed, row: IdentityDisclosure) -> None:
    form = deed.form
    actions.hand_over(deed.db, deed.case, row, form.words.data, form.how.data, on(form.on), by=deed.by)


def _end(deed: Deed, row: IdentityDisclosure) -> None:
    actions.end(deed.db, deed.case, row, deed.form.why.data, by=deed.by)


def _take_back(deed: Deed) -> str:
    row = deed.one(IdentityDisclosure)
    if row.by != deed.by.id:
        raise NotFoundException
    actions.take_back(deed.db, deed.case, row, by=deed.by)
    return "/disclosures"


def _its_own(asked: Asked, _form: Any) -> None:
    if asked.row(IdentityDisclosure).by != asked.actor.id:
        raise NotFoundException


def _doing(noun: str, title: str, button: str, form: Any, verb: Any, **more: Any) -> Doing:
    return Doing(
        f"{HERE}/{noun}", Action.DISCLOSE_IDENTITY, title, button, form, _do(verb),
        **{"fill": _there, "rooms": _identity, "more": _more, "template": "legal/disclosure_form.html", **more},
    )  # fmt: skip


ROUTES: list[Any] = [
    *routes(
        Doing(
            "/disclosures/new/{item:int}", Action.SEE_CASE, N_("Ask who the reporter is"), N_("Ask for it"), AskForm,
            _ask, fill=_fill_ask, rooms=lambda asked: ((Compartment.IDENTITY, asked.item),),
            says=N_("Asking shows nothing yet. Whoever knows the identity asks the reporter, or names the duty."),
        ),
        Doing(
            f"{HERE}/withdrawal", Action.SEE_CASE, N_("Withdraw the request"), N_("Withdraw it"),
            TakeBackForm, _take_back, fill=_its_own, rooms=lambda _asked: (),
        ),
        _doing(
            "consent", N_("Ask the reporter"), N_("Ask them"), QuestionForm, _consent, rooms=_dialogue,
            says=N_("They answer yes or no on their own page. A no ends it, unless the law obliges us."),
        ),
        _doing("duty", N_("Name the legal duty"), N_("Write it down"), GroundForm, _oblige, fill=_fill_ground),
        _doing(
            "telling", N_("Tell the reporter"), N_("Tell them"), TellForm, _tell, rooms=_dialogue,
            says=N_("In writing, before anything is shown, with the reasons. It stands in their dialogue."),
        ),
        _doing(
            "later", N_("Tell the reporter later"), N_("Write it down"), WithholdForm, _withhold,
            says=N_("Only where telling them would endanger an investigation or proceedings. They are told later."),
        ),
        _doing(
            "handover", N_("Hand the identity over"), N_("It was handed over"), HandOverForm, _hand_over, step_up=True,
            says=N_("Casework sends nothing: write down what was shown, to whom and how. It cannot be undone."),
        ),
        _doing("end", N_("Refuse, or withdraw"), N_("End the request"), EndForm, _end),
    ),
]  # fmt: skip
