"""What counsel, the data protection officer and the law ask of an organisation: a case closed to all but a few, work at
counsel's direction, a charge with its hold, an identity that is asked for, a request for one's own data, and the end of
what was kept long enough."""

from collections.abc import Collection
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from casework.cases.actions import (
    declarations,
    destroying,
    direction,
    disclosing,
    members,
    notes,
    processing,
    redacting,
    restriction,
)  # fmt: skip
from casework.cases.actions.disclosing import Wish
from casework.cases.actions.redacting import Mark
from casework.cases.models import Case, Hold, Membership, Note, Party
from casework.cases.queries import kept_cases, matter
from casework.db import Database, as_of, utc_now
from casework.legal.actions import chronology, preservation, proceedings, statements
from casework.legal.models.custodian import HoldCustodian
from casework.legal.systems import Wanted as System
from casework.people import Actor
from casework.vault import Compartment, Room

from . import officers
from .organisation import Northfield

OPEN = ("received", "in triage", "planned", "under investigation", "findings in review", "reported", "fact finding")
LATE = ("under investigation", "findings in review", "awaiting decision", "in action")
KEEP = (
    "Keep everything that has to do with how shifts were given out in Portland since spring: mail, chats, rotas, "
    "notes on paper. Delete nothing, tidy nothing up. Ask counsel when you are not sure."
)
CHARGE = proceedings.New(
    kind="agency charge",
    law="US",
    agency="EEOC, Seattle Field Office",
    number="551-2026-04417",
    received_on=date.min,
    bases=("sex", "protected activity"),
    hold=(
        "A charge was filed. What the case rests on is kept as it is until it has ended.",
        "Charge before the EEOC",
        KEEP,
    ),
)
STATEMENT = (
    "Northfield Cooperative runs a bakery and a warehouse in Portland with 140 people. Shifts are given out by "
    "seniority under section 4 of the handbook.\n\nThe charging party asked for fixed mornings on 3 March. The request "
    "was answered within a week, in writing, and a trial was offered.\n\nEvery change of shift since then is in the "
    "rota that is attached, with the reason that was given at the time."
)
PRIVILEGED = (
    "For counsel alone: the supervisor told me on the way out that “nobody checks the rota before June anyway”. I have "
    "not put this into the file. Is it to go there, and does it change what we tell the agency?"
)
DIRECTED = "A claim is to be expected. What is prepared from here on is prepared so that I can advise on it."
RESTRICTED = "A member of the management team is named. Whoever does not work on it does not need to read it."
ASKED = (
    "The works council’s lawyer asks who reported, so that the answer can name the day and the shift. The organisation "
    "is under no duty to say."
)
QUESTION = (
    "A lawyer who speaks for the other side asks who told us. We need not say, and we will not unless you agree. "
    "Nothing happens to your report if you say no."
)
DELAY = "They would learn of it while the rotas can still be changed."


def tell(database: Database, place: Northfield, now: datetime) -> None:
    """In an organisation whose cases have been told."""
    with database.transaction() as db:
        cases = _Cases(db, place, now)
        cases.asked_for()
        cases.directed()
        cases.charged()
        cases.restricted()
        officers.ask(db, place, now)
        officers.confirm(db, place, now)
        asked = officers.destroy(db, place, now)
    for id_ in asked:
        destroying.go_on(database, place.store, kept_cases.CASES, id_)


class _Cases:
    """Each thing on a case of its own."""

    def __init__(self, db: Session, place: Northfield, now: datetime) -> None:
        self.db, self.place, self.now = db, place, now
        self.staff, self._taken = place.staff, set[int]()

    def directed(self) -> None:
        """Counsel directs; something was handed in for counsel alone."""
        case = self._one(["under investigation"], site="Rotterdam")
        if case is None:
            return
        lead, specialist = self._on(case, "lead"), self._on(case, "specialist")
        with self._at(case, 2):
            direction.direct(
                self.db, case, counsel_id=self.staff["counsel"].id, from_on=self._today(), until_on=None,
                why=DIRECTED, by=lead,
            )  # fmt: skip
            notes.add(self.db, case, class_=notes.PRIVILEGED, text=PRIVILEGED, by=specialist)

    def charged(self) -> None:
        """A charge, its days, its hold, a first version of the answer, and what happened when."""
        case = self._one(LATE, site="Portland")
        if case is None:
            return
        lead = self._on(case, "lead")
        file = members.enter(self.db, case, lead, Compartment.FILE)
        with self._at(case, 6):
            new = replace(CHARGE, received_on=self._today(), filed_on=self._today() - timedelta(days=9))
            row = proceedings.enter(self.db, case, file, new, by=lead)
            self._preserve(lead)
        with self._at(case, 5):
            proceedings.take(self.db, case, row, file, "request", on=self._today(), by=lead, version=row.version)
        with self._at(case, 1):
            statements.write(self.db, case, row, file, STATEMENT, by=lead)
            self._tell_when(case, file, lead)
            self._redact(case, lead)

    def restricted(self) -> None:
        """Closed to all but its lead and one specialist."""
        case = self._one(["in triage", "planned", "under investigation"], most=True)
        if case is None:
            return
        lead = self._on(case, "lead")
        held = matter.of(self.db, case).holders
        others = [id_ for id_, rooms in held.items() if Compartment.FILE in rooms and id_ != lead.id]
        stay = [lead.id, *others[:1]]
        with self._at(case, 3):
            restriction.restrict(self.db, case, to=stay, why=RESTRICTED, by=lead, version=case.version)

    def asked_for(self) -> None:
        """Somebody outside wants to know who reported; the reporter is asked. A respondent is not told yet."""
        reporters = select(Party.case_id).where(Party.is_reporter, Party.mode == "confidential")
        case = self._one(OPEN, among=reporters)
        if case is None:
            return
        lead = self._on(case, "lead")
        reporter = self.db.scalars(select(Party).where(Party.case_id == case.id, Party.is_reporter)).first()
        assert reporter is not None
        with self._at(case, 4):
            wish = Wish("lawyer", ASKED, who="Mr van Dalen, for the works council", shows=("name",))
            row = disclosing.ask(self.db, case, reporter, wish, by=lead)
            disclosing.ask_reporter(self.db, case, row, QUESTION, by=lead)
        respondent = self.db.scalars(select(Party).where(Party.case_id == case.id, Party.role == "respondent")).first()
        if respondent is not None:
            file = members.enter(self.db, case, lead, Compartment.FILE)
            review = self._today() + timedelta(days=20)
            processing.delayed(self.db, case, file, respondent, "impaired", DELAY, review, by=lead)

    def _preserve(self, lead: Actor) -> None:
        """What IT is asked to keep; one custodian has acknowledged."""
        [hold] = self.db.scalars(select(Hold).order_by(Hold.placed_at.desc()).limit(1))
        for system, accounts in (("mail", "portland-shifts, portland-foremen"), ("chat", "#portland-rota")):
            today = self._today()
            preservation.ask(self.db, hold, System(system, accounts, today - timedelta(days=240), today), by=lead)
        first = self.db.scalars(select(HoldCustodian).where(HoldCustodian.hold_id == hold.id)).first()
        if first is not None:
            first.acknowledged_at = utc_now()

    def _tell_when(self, case: Case, file: Room, lead: Actor) -> None:
        came = case.received_at.date()
        for days, event, source in (
            (0, "The concern is received.", "Report"),
            (2, "The reporter is answered.", "Dialogue"),
            (9, "The rotas since spring are handed in.", "Papers of the file"),
        ):
            chronology.add(
                self.db, case, file, since=came + timedelta(days=days), until=None, event=event, source=source, by=lead
            )

    def _redact(self, case: Case, lead: Actor) -> None:
        """The longest note, without the one who is named in it."""
        query = select(Note).where(Note.case_id == case.id, Note.class_ == notes.INTERNAL)
        written = self.db.scalars(query.order_by(func.length(Note.text).desc())).first()
        name = self.db.scalars(select(Party).where(Party.case_id == case.id, Party.role == "respondent")).first()
        if written is not None and name is not None and name.name is not None:
            file = members.enter(self.db, case, lead, Compartment.FILE)
            words = file.open(Party.name, name.id, name.name).split()
            marks = [Mark("third party", word=word) for word in words if len(word) > 2]
            redacting.of_note(self.db, case, written, marks, by=lead)

    def _one(
        self, states: Collection[str], *, site: str = "", most: bool = False, among: Select[int] | None = None
    ) -> Case | None:
        """A case that the lead reads and nothing else was told of; of that site, or with most readers, if there is one.
        None where a small demo has none."""
        lead, other = self.staff["lead"], aliased(Membership)
        query = select(Case).join(Membership, Membership.case_id == Case.id)
        query = query.where(Membership.person_id == lead.id, Membership.active, Membership.reads_file)
        query = query.where(Case.state.in_(states), Case.id.not_in(self._taken), Case.unattended_at.is_(None))
        if among is not None:
            query = query.where(Case.id.in_(among))
        if site:
            query = query.order_by((Case.site_id == self.place.sites[site]).desc())
        if most:
            on = select(func.count()).where(other.case_id == Case.id, other.active).scalar_subquery()
            query = query.order_by(on.desc())
        found = self.db.scalars(query.order_by(Case.received_at.desc()).limit(1)).one_or_none()
        self._taken |= {found.id} if found is not None else set()
        return found

    def _on(self, case: Case, key: str) -> Actor:
        """Somebody of staff, who has seen the names and declared; the case's own reader for a specialist."""
        actor = self.staff[key]
        held = matter.of(self.db, case)
        if actor.id not in held.holders:
            actor = next(
                one for one in self.staff.values() if one.id in held.holders and one.id != self.staff["lead"].id
            )
        if actor.id not in held.declared:
            with self._at(case, 8):
                declarations.declare(self.db, case, by=actor, conflict=False)
        return actor

    def _at(self, case: Case, days: int) -> AbstractContextManager[None]:
        """So many days ago, if nothing was done on it since."""
        return as_of(max(self.now - timedelta(days=days), case.changed_at + timedelta(minutes=1)))

    def _today(self) -> date:
        return utc_now().date()
