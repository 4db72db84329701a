"""What a side of a mediation is asked, and what it says: in its own dialogue, or as somebody wrote it down for it."""

from datetime import date

from sqlalchemy.orm import Session

from casework.access import Action
from casework.audit import Tag
from casework.cases.actions import case as cases
from casework.cases.actions import given
from casework.cases.lifecycle import IllegalStep, Why, giving
from casework.cases.lifecycle.settling import PROPOSED, WRITTEN
from casework.cases.models import Case, Given, Mediation, MediationSide
from casework.investigations.queries import mediation as queries
from casework.people import Actor
from casework.settings import N_, Said
from casework.vault import Room

NO_LONGER = N_("This is not asked any more.")
ASKED = N_("They were asked already, and have not answered yet.")
SAID = N_("They have said so already.")


def ask_consent(
    db: Session, case: Case, side: MediationSide, dialogue: Room, *, heading: str, text: str, due_on: date | None,
    by: Actor,
) -> Given:  # fmt: skip
    """They find it in their dialogue, and answer it there."""
    _state(db, case, side, PROPOSED, by)
    _open(db, side.consent_id, side.consents)
    put = _give(db, case, side, dialogue, heading, text, giving.CONSENT, due_on, by)
    side.consent_id = put.id
    _changed(db, case, side, by, "asked for consent")
    return put


def ask_signature(
    db: Session, case: Case, side: MediationSide, dialogue: Room, *, heading: str, text: str, due_on: date | None,
    by: Actor,
) -> Given:  # fmt: skip
    """The text as it stands; with their typed name both stay."""
    _state(db, case, side, WRITTEN, by)
    _open(db, side.agreement_id, side.signs)
    put = _give(db, case, side, dialogue, heading, text, giving.SIGNATURE, due_on, by)
    side.agreement_id = put.id
    _changed(db, case, side, by, "asked to sign")
    return put


def note_consent(
    db: Session, case: Case, room: Room, side: MediationSide, *, said: str, on: date, words: str, by: Actor
) -> None:  # fmt: skip
    """What they said to whoever writes it down: a person without a way in is asked by voice or on paper."""
    _state(db, case, side, PROPOSED, by)
    side.consents, side.consents_on, side.consent_by = _yes_or_no(said), on, by.id
    side.consent_words = room.seal(MediationSide.consent_words, side.id, words)
    _changed(db, case, side, by, "consent")


def note_signature(
    db: Session, case: Case, room: Room, side: MediationSide, *, said: str, on: date, words: str, by: Actor
) -> None:  # fmt: skip
    """Signed on paper, or refused."""
    _state(db, case, side, WRITTEN, by)
    side.signs, side.signs_on, side.sign_by = _yes_or_no(said), on, by.id
    side.sign_words = room.seal(MediationSide.sign_words, side.id, words)
    _changed(db, case, side, by, "signature")


def _give(
    db: Session, case: Case, side: MediationSide, dialogue: Room, heading: str, text: str, asks: str,
    due_on: date | None, by: Actor,
) -> Given:  # fmt: skip
    return given.give(
        db, case, dialogue, party_id=side.party_id, kind=giving.MEDIATION, asks=asks, heading=heading, text=text,
        about_id=side.mediation_id, due_on=due_on, by=by,
    )  # fmt: skip


def _state(db: Session, case: Case, side: MediationSide, state: str, by: Actor) -> None:
    cases.begin(db, case, by, Action.WORK_CASE)
    db.flush()
    db.refresh(side)
    if db.get_one(Mediation, side.mediation_id).state != state:
        raise _not(NO_LONGER)


def _open(db: Session, given_id: int | None, said: str) -> None:
    """Asked anew only where they answered, or it was taken back."""
    if said:
        raise _not(SAID)
    put = db.get(Given, given_id) if given_id else None
    if put is not None and giving.is_open(put):
        raise _not(ASKED)


def _yes_or_no(said: str) -> str:
    if said not in (queries.YES, queries.NO):
        raise ValueError("neither yes nor no")
    return said


def _changed(db: Session, case: Case, side: MediationSide, by: Actor, what: str) -> None:
    db.get_one(Mediation, side.mediation_id).version += 1
    cases.touch(
        db, case, by, Tag.MEDIATION_CHANGED, quiet=True, clocks_run=False, mediation=side.mediation_id,
        party=side.party_id, what=what,
    )  # fmt: skip


def _not(words: str) -> IllegalStep:
    return IllegalStep("mediation", [Why("elsewhere", Said(words), "#mediation")])
