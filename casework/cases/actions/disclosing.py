"""Asking who a confidential reporter is: who asked and why, consent or a duty, told before, then shown or refused."""

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from casework import vault
from casework.access import Action, Forbidden, policy
from casework.audit import Tag
from casework.cases.lifecycle import IllegalStep, Why
from casework.cases.lifecycle.disclosing import ASKED, DISCLOSED, DISCLOSURE, REFUSED, WITHDRAWN, Facts
from casework.cases.models import Case, IdentityDisclosure, Message, Party
from casework.cases.queries import disclosing
from casework.cases.queries.disclosing import CONSENT, DUTY
from casework.db import new_id, utc_now
from casework.mail import Notice, tell
from casework.people import Actor
from casework.settings import N_, Said
from casework.vault import Compartment, NoSeal, Room

from . import case as cases
from . import identity, members, messages
from .newcomers import ANONYMOUS, CONFIDENTIAL

TOPIC = "disclosure"
IN_FILE = N_("Their name stands in the file: whoever reads the file knows it.")
BY_KEY = N_("Somebody who works here gets the key itself: give it to them as a member.")


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants to know. `person_id`: a member of staff, who gets the key; else somebody outside, by name. `shows`:
    of name, contact and papers, what would be shown."""

    kind: str
    why: str = field(repr=False)
    who: str = field(default="", repr=False)
    person_id: int | None = None
    shows: tuple[str, ...] = identity.WHOLE


def ask(db: Session, case: Case, party: Party, wish: Wish, *, by: Actor) -> IdentityDisclosure:
    """By whoever works the case or knows the identity; put in by who cannot read it there."""
    found = cases.lock(db, case)
    if not policy.judge(by, Action.DISCLOSE_IDENTITY, found):
        policy.require(by, Action.WORK_CASE, found)
    if party.case_id != case.id or not party.is_reporter:
        raise ValueError("not a reporter of this case")
    _knowable(party)
    id_, shows = new_id(), identity.WHOLE if wish.person_id else wish.shows
    said = {"kind": wish.kind, "who": wish.who, "why": wish.why, "shows": shows}
    row = IdentityDisclosure(
        id=id_, case_id=case.id, party_id=party.id, state=ASKED, person_id=wish.person_id,
        asked=vault.rooms.drop(
            db, case.id, Compartment.IDENTITY, party.id, IdentityDisclosure.asked, id_, _written(said)
        ),
        by=by.id, at=utc_now(),
    )  # fmt: skip
    db.add(row)
    _note(db, case, by, Tag.IDENTITY_ASKED, row)
    tell(db, Notice.DEADLINE, to=set(_knowing(db, case, party.id)) - {by.id})
    return row


def ask_reporter(db: Session, case: Case, row: IdentityDisclosure, words: str, *, by: Actor) -> None:
    """The question lies in their dialogue: what would be shown, to whom, and why."""
    room, request, party = _begin(db, case, row, by)
    talk = _dialogue(db, row, by)
    row.state = DISCLOSURE.after("ask", disclosing.facts(row, party, request))
    asked = {name: request.asked.get(name) for name in ("kind", "who", "shows")}
    row.question = talk.seal(IdentityDisclosure.question, row.id, _written({**asked, "why": words}))
    row.answer, row.answered_at = None, None
    row.ground = identity.sealed(room, IdentityDisclosure.ground, row.id, {"kind": CONSENT})
    _note(db, case, by, Tag.IDENTITY_QUESTION, row)


def answer(db: Session, case: Case, row: IdentityDisclosure, *, agree: bool, by: Actor) -> None:
    """The reporter's own word, under their own dialogue's key, to this question as they read it."""
    cases.lock(db, case)
    messages.own(by, row.party_id)
    talk = members.enter(db, case, by, Compartment.DIALOGUE, row.party_id)
    question = disclosing.text(talk, IdentityDisclosure.question, row.id, row.question)
    party = db.get_one(Party, row.party_id)
    before = disclosing.agreed(talk, row, question) is True
    found = Facts(row.state, party.receipt is not None, before, before)
    row.state = DISCLOSURE.after("agree" if agree else "decline", found)
    said = {"agree": agree, "to": disclosing.digest(question)}
    row.answer = talk.seal(IdentityDisclosure.answer, row.id, _written(said))
    row.answered_at = utc_now()
    _note(db, case, by, Tag.IDENTITY_ANSWERED, row)
    tell(db, Notice.MESSAGE, to=_knowing(db, case, row.party_id))


def oblige(db: Session, case: Case, row: IdentityDisclosure, ground: dict[str, str], *, by: Actor) -> None:
    """`ground`: name and source of the duty, and words: which authority or court, which number."""
    room, request, party = _begin(db, case, row, by)
    row.state = DISCLOSURE.after("oblige", disclosing.facts(row, party, request))
    row.ground = identity.sealed(room, IdentityDisclosure.ground, row.id, {"kind": DUTY, **ground})
    _note(db, case, by, Tag.IDENTITY_GROUND, row)


def tell_reporter(db: Session, case: Case, row: IdentityDisclosure, words: str, *, by: Actor) -> Message:
    """In writing, in their dialogue, with the reasons: before it is shown, or later where that had to wait."""
    room, request, party = _begin(db, case, row, by)
    talk = _dialogue(db, row, by)
    if row.state == DISCLOSED:
        if not request.owes:
            raise IllegalStep("tell", [Why("told", Said(N_("They were told already.")))])
    else:
        row.state = DISCLOSURE.after("tell", disclosing.facts(row, party, request))
    row.telling = room.seal(IdentityDisclosure.telling, row.id, words)
    row.told_at, row.told_by, row.review_on = utc_now(), by.id, None
    id_ = new_id()
    message = Message(
        id=id_, case_id=case.id, subject=row.party_id, from_party=False, by=by.id, topic=TOPIC,
        text=talk.seal(Message.text, id_, words), at=utc_now(),
    )  # fmt: skip
    db.add(message)
    _note(db, case, by, Tag.IDENTITY_TOLD, row)
    return message


def withhold(db: Session, case: Case, row: IdentityDisclosure, why: str, review_on: date, *, by: Actor) -> None:
    """Telling them would endanger an investigation or proceedings: why, and when that is looked at again."""
    room, request, party = _begin(db, case, row, by)
    if row.state != DISCLOSED or not request.owes:
        row.state = DISCLOSURE.after("withhold", disclosing.facts(row, party, request))
    row.telling, row.review_on = room.seal(IdentityDisclosure.telling, row.id, why), review_on
    _note(db, case, by, Tag.IDENTITY_WITHHELD, row)


def hand_over(
    db: Session, case: Case, row: IdentityDisclosure, words: str, how: str, on: date, *, by: Actor
) -> None:  # fmt: skip
    """To somebody outside: what they were shown, how and when, as it was. Casework sends nothing."""
    room, request, party = _begin(db, case, row, by)
    if row.person_id is not None:
        raise Forbidden(BY_KEY)
    row.state = DISCLOSURE.after("disclose", disclosing.facts(row, party, request))
    shown = {"words": words, "how": how, "on": on.isoformat(), "to": request.asked.get("who", "")}
    row.shown = identity.sealed(room, IdentityDisclosure.shown, row.id, shown)
    row.ended_at, row.ended_by = utc_now(), by.id
    _note(db, case, by, Tag.IDENTITY_DISCLOSED, row)


def end(db: Session, case: Case, row: IdentityDisclosure, why: str, *, by: Actor) -> None:
    """Refused, by who knows the identity; withdrawn, where it was their own request."""
    room, request, party = _begin(db, case, row, by)
    step = "withdraw" if row.by == by.id else "refuse"
    row.state = DISCLOSURE.after(step, disclosing.facts(row, party, request))
    row.ended = room.seal(IdentityDisclosure.ended, row.id, why)
    row.ended_at, row.ended_by, row.review_on = utc_now(), by.id, None
    _note(db, case, by, Tag.IDENTITY_REFUSED, row)
    if row.state == REFUSED:
        tell(db, Notice.SHARED, to={row.by} - {by.id})


def take_back(db: Session, case: Case, row: IdentityDisclosure, *, by: Actor) -> None:
    """Who asked without knowing the identity needs it no more."""
    found = cases.lock(db, case)
    policy.require(by, Action.WORK_CASE, found)
    if row.case_id != case.id or row.by != by.id:
        raise Forbidden(N_("This was asked by somebody else."))
    row.state = DISCLOSURE.after("withdraw", Facts(row.state))
    row.ended_at, row.ended_by, row.review_on = utc_now(), by.id, None
    assert row.state == WITHDRAWN
    _note(db, case, by, Tag.IDENTITY_REFUSED, row)


def _begin(db: Session, case: Case, row: IdentityDisclosure, by: Actor) -> tuple[Room, disclosing.Request, Party]:
    """For who holds that identity's key; NoSeal for everybody else."""
    found = cases.lock(db, case)
    policy.require(by, Action.DISCLOSE_IDENTITY, found)
    if row.case_id != case.id:
        raise NoSeal("not of this case")
    room = members.enter(db, case, by, Compartment.IDENTITY, row.party_id)
    return room, disclosing.opened(row, room, identity.dialogue(db, row, by)), db.get_one(Party, row.party_id)


def _dialogue(db: Session, row: IdentityDisclosure, by: Actor) -> Room:
    found = identity.dialogue(db, row, by)
    if found is None:
        raise Forbidden(identity.NO_DIALOGUE)
    return found


def _knowable(party: Party) -> None:
    if party.mode == ANONYMOUS:
        raise Forbidden(identity.NOTHING)
    if party.mode != CONFIDENTIAL:
        raise Forbidden(IN_FILE)


def _knowing(db: Session, case: Case, party_id: int) -> list[int]:
    return members.reading(db, case, Compartment.IDENTITY, party_id)


def _note(db: Session, case: Case, by: Actor, tag: Tag, row: IdentityDisclosure) -> None:
    """Whoever does not know the identity sees nothing of it: the case did not change for them, but by a message."""
    ids = {"party": row.party_id, "disclosure": row.id}
    if tag is Tag.IDENTITY_TOLD:
        cases.touch(db, case, by, tag, quiet=True, clocks_run=False, **ids)
    else:
        cases.touch_apart(db, case, by, tag, Compartment.IDENTITY, **ids)


def _written(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False)
