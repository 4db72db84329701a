"""`…/members`: who works the case, by seals; and to whom an identity is disclosed."""

from collections.abc import Sequence
from typing import Any

from litestar.exceptions import NotFoundException

from casework.access import Action, Forbidden
from casework.cases.actions import members, outsiders
from casework.cases.forms.fields import number_of, on, who
from casework.cases.forms.members import DisclosureForm, ExtensionForm, MemberForm, RemovalForm
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.queries import disclosing
from casework.cases.queries.record import Record
from casework.people import CASE_HOLDING, Role
from casework.people.standing import Standing
from casework.settings import N_, Said
from casework.vault import Compartment, HolderKind
from casework.web.text import _, gettext

from .doing import FILE, Asked, Deed, Doing, Key, nowhere
from .handlers import routes
from .readers import asked_about
from .words import ROOM_WORDS, called

GIVEN_APART = frozenset({Compartment.IDENTITY, Compartment.PRIVILEGED, Compartment.REVIEW})
"""An identity goes by disclosure, what is privileged by counsel, a review's papers with the review."""


def candidates(asked: Asked, *, holding: Key | None = None) -> list[tuple[int, str]]:
    """Admitted people whom no wall keeps away, and who do not hold that room yet; less those from outside who are on
    another case. To somebody from outside nobody is named who is not on theirs."""
    have = {r.holder_id for r in asked.shown.readers if holding == (r.compartment, r.subject)}
    away = asked.shown.matter.walled | have | outsiders.busy(asked.db, but=asked.shown.case.id) | {asked.actor.id}
    here = {member.person_id for member in asked.shown.members} if asked.actor.has(Role.OUTSIDE) else None
    return [
        (id_, _called(person))
        for id_, person in members.able(asked.db, here).items()
        if person.roles & CASE_HOLDING and id_ not in away
    ]


def _called(person: Standing) -> str:
    name = f"{person.name}, {person.duty}" if person.duty else person.name
    return _("%(name)s (from outside)", name=name) if person.has(Role.OUTSIDE) else name


def value_of(key: Key) -> str:
    return f"{key[0].value}-{key[1]}"


def key_of(value: str) -> Key:
    name, _dash, subject = value.partition("-")
    return Compartment(name), int(subject)


def rooms_of(shown: Record) -> list[tuple[str, str]]:
    """Those that the actor holds: nobody can give a key that they do not have. Some go by pages of their own."""
    own = sorted(shown.rooms, key=lambda key: (key != FILE, key[0].value, key[1]))
    return [(value_of(key), room_words(shown, key)) for key in own if key[0] not in GIVEN_APART]


def room_words(shown: Record, key: Key) -> str:
    word = gettext(ROOM_WORDS[key[0].value])
    if key[0] is Compartment.REVIEW:
        return f"{word}: {asked_about(shown, key[1])}"
    return _("%(room)s with %(who)s", room=word, who=called(shown.party(key[1]))) if key[1] else word


def _fill(asked: Asked, form: Any) -> None:
    who(form.person, candidates(asked))
    form.rooms.choices = rooms_of(asked.shown)


def _start(asked: Asked) -> dict[str, Any]:
    """The file and every dialogue: what working a case usually needs."""
    usual = [key for key in asked.shown.rooms if key[0] in (Compartment.FILE, Compartment.DIALOGUE)]
    return {"rooms": [value_of(key) for key in usual]}


def _add(deed: Deed) -> str:
    form = deed.form
    rooms = [key_of(value) for value in form.rooms.data or []]
    whom, until = number_of(form.person) or 0, form.until.data
    members.add(deed.db, deed.case, whom, by=deed.by, rooms=rooms, until=until)
    return "#members"


def _one(asked: Asked) -> str:
    for member in asked.shown.members:
        if member.person_id == asked.item:
            return member.name
    raise NotFoundException


def _about(asked: Asked) -> dict[str, Any]:
    return {"person": _one(asked), "rooms": [room_words(asked.shown, _k(room)) for room in _held(asked)]}


def _held(asked: Asked) -> Sequence[tuple[str, int]]:
    return next(member.rooms for member in asked.shown.members if member.person_id == asked.item)


def _k(room: tuple[str, int]) -> Key:
    return Compartment(room[0]), room[1]


def _remove(deed: Deed) -> str:
    members.remove(deed.db, deed.case, deed.item, by=deed.by)
    return "#members"


def _extend(deed: Deed) -> str:
    outsiders.extend(deed.db, deed.case, deed.item, on(deed.form.until), by=deed.by)
    return "#members"


def _identity(asked: Asked) -> Sequence[Key]:
    return ((Compartment.IDENTITY, asked.item),)


def _fill_disclosure(asked: Asked, form: Any) -> None:
    """Leads and alternates on the file; others where a request of theirs went so far that the key may be given."""
    here = {r.holder_id for r in asked.shown.readers if r.kind is HolderKind.PERSON and r.compartment == "file"}
    key, able = (Compartment.IDENTITY, asked.item), members.able(asked.db)
    may = disclosing.covered(asked.db, asked.shown.case.id, asked.item)
    may |= {id_ for id_ in here if id_ in able and disclosing.knows_anyway(able[id_])}
    who(form.person, [(id_, name) for id_, name in candidates(asked, holding=key) if id_ in may])


def _disclose(deed: Deed) -> str:
    key: Key = (Compartment.IDENTITY, deed.item)
    if key not in deed.rooms:
        raise NotFoundException
    try:
        members.add(
            deed.db, deed.case, number_of(deed.form.person) or 0, by=deed.by, rooms=[key], why=deed.form.why.data
        )
    except Forbidden as refused:
        raise IllegalStep("disclose", [Why("disclose", Said(str(refused.args[0])))]) from refused
    return f"/identity/{deed.item}"


ROUTES = routes(
    Doing(
        "/members", Action.ADD_MEMBER, N_("Add a member"), N_("Add them"), MemberForm, _add,
        start=_start, fill=_fill, rooms=nowhere, template="cases/member.html", step_up=True,
    ),
    Doing(
        "/members/{item:int}/extension", Action.REMOVE_MEMBER, N_("More time for somebody from outside"),
        N_("Give them until that day"), ExtensionForm, _extend, rooms=nowhere, more=_about,
        template="cases/extension.html",
    ),
    Doing(
        "/members/{item:int}/removal", Action.REMOVE_MEMBER, N_("Remove a member"), N_("Remove them"), RemovalForm,
        _remove, rooms=nowhere, more=_about, template="cases/removal.html",
    ),
    Doing(
        "/identity/{item:int}/disclosure", Action.DISCLOSE_IDENTITY, N_("Disclose an identity"), N_("Disclose it"),
        DisclosureForm, _disclose, fill=_fill_disclosure, rooms=_identity,
        says=N_(
            "Leads and alternates may know; others only when it was asked for and the reporter was told. What you "
            "disclose cannot be taken back."
        ),
        step_up=True,
    ),
)  # fmt: skip
