"""What anybody may try to do to a case: each a verb, a part of one transaction that is taken back when it refuses."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Forbidden
from casework.access.rules import Hidden
from casework.cases.actions import (
    allegations,
    closing,
    course,
    declarations,
    messages,
    parties,
    pauses,
    tasks,
    told,
    withdrawals,
)
from casework.cases.actions import appeals as received
from casework.cases.actions import reports as putting
from casework.cases.actions.newcomers import NewParty
from casework.cases.lifecycle import IllegalStep
from casework.cases.lifecycle.grounds import Grounds
from casework.cases.models import (
    Allegation,
    Appeal,
    Case,
    Consultation,
    Decision,
    Hearing,
    Party,
    ReportVersion,
    Task,
    Withdrawal,
)
from casework.cases.queries import matter
from casework.db import utc_now
from casework.discipline.actions import appeals, consultations, decisions, hearings
from casework.discipline.actions.decisions import New
from casework.investigations.actions import plans, reports
from casework.vault import Compartment, Room, rooms
from tests.cast import Cast

REFUSED = (IllegalStep, Forbidden, Hidden)
TODAY = date(2026, 11, 22)
GROUNDS = Grounds("preponderance", none_because="Both of them said so.")

STAFF = ("lead", "specialist", "colleague", "alternate", "second")


class Acts:
    """`taken`, `refused`: by verb, over all walks, so that a test can ask whether anything happened."""

    cast: ClassVar[Cast]
    taken: ClassVar[dict[str, int]] = {}
    refused: ClassVar[dict[str, int]] = {}
    db: Session
    case: Case
    reporter_id: int = 0
    done: int = 0

    def does(self, name: str, verb: Callable[..., Any], *given: Any, **more: Any) -> bool:
        """One verb of one of them; False where it refused, which left nothing."""
        waiting, last = self.db.info.setdefault("trail", []), self.db.info.setdefault("before commit", [])
        were = len(waiting), len(last)
        try:
            with self.db.begin_nested():
                verb(self.db, self.case, *given, by=self.cast[name], **more)
                self.db.flush()
        except REFUSED:
            del waiting[were[0] :], last[were[1] :]
            self.refused[verb.__name__] = self.refused.get(verb.__name__, 0) + 1
            return False
        self.done += 1
        self.taken[verb.__name__] = self.taken.get(verb.__name__, 0) + 1
        return True

    def everybody_declares(self) -> None:
        """A name that comes up is news: nobody goes on before they have said that they have no conflict."""
        found = matter.of(self.db, self.case)
        for name in STAFF:
            if self.cast[name].id in found.holders.keys() - found.declared:
                self.does(name, declarations.declare, conflict=False)

    def writes(self, name: str, verb: Callable[..., Any], *given: Any, **more: Any) -> bool:
        """The same with the file's key in hand; who has none is turned away by that already."""
        room = self.room(name)
        return room is not None and self.does(name, verb, room, *given, **more)

    def room(self, name: str, compartment: Compartment = Compartment.FILE, subject: int = 0) -> Room | None:
        holder = self.cast[name].holder
        assert holder is not None
        return rooms.enter_all(self.db, holder, self.case.id).get((compartment, subject))

    def all(self, model: Any, *which: Any) -> list[Any]:
        return list(self.db.scalars(select(model).where(model.case_id == self.case.id, *which).order_by(model.id)))

    def one(self, number: int, model: Any, *which: Any) -> Any:
        found = self.all(model, *which)
        return found[number % len(found)] if found else None

    def somebody_investigates(self, name: str, investigator: str) -> None:
        self.does(name, course.investigate_by, self.cast[investigator].id)

    def something_is_alleged(self, name: str, against: bool, issue: str) -> None:
        respondent = self.one(0, Party, Party.role == "respondent")
        of = respondent.id if against and respondent else None
        self.writes(name, allegations.add, issue=issue, bases=[], respondent_id=of, text="It.")

    def a_finding(self, name: str, number: int, finding: str, grounded: bool) -> None:
        if row := self.one(number, Allegation, Allegation.dropped_at.is_(None)):
            more = {"grounds": GROUNDS} if grounded else {}
            self.writes(name, allegations.find, row, finding=finding, reason="Heard.", version=row.version, **more)

    def an_allegation_is_dropped(self, name: str, number: int) -> None:
        if row := self.one(number, Allegation, Allegation.dropped_at.is_(None)):
            self.writes(name, allegations.drop, row, reason="Not pursued.", version=row.version)

    def somebody_is_told(self, name: str, number: int, about: str, was_told: bool) -> None:
        if row := self.one(number, Party):
            said = {"about": about, "what": "Said.", "told_on": TODAY - timedelta(days=40), "was_told": was_told}
            self.writes(name, told.record, party_id=row.id, **said)

    def a_further_respondent(self, name: str) -> None:
        self.writes(name, parties.add, NewParty("respondent", "Otto Brandt"))

    def the_reporter_is_written_to(self, name: str, topic: str) -> None:
        if self.reporter_id and (room := self.room(name, Compartment.DIALOGUE, self.reporter_id)):
            self.does(name, messages.send, room, text="Dear reporter.", topic=topic)

    def a_plan(self, name: str, kind: str) -> None:
        self.writes(name, plans.draw_up, [kind], allegations=(), parties=())

    def the_plan_is_agreed(self, name: str, why: str) -> None:
        self.writes(name, plans.agree, 1, alone_because=why)

    def a_report(self, name: str) -> None:
        room = self.room(name)
        if room is not None and self.does(name, reports.make, room, {"sections": []}, names="names"):
            self.does(name, putting.put, self.all(ReportVersion)[-1])

    def approval(self, name: str, why: str, past: str) -> None:
        more = {"alone_because": why, "past_because": past}
        self.writes(name, course.approve, version=self.case.version, comment="Read.", **more)

    def a_return(self, name: str) -> None:
        self.writes(name, course.return_findings, version=self.case.version, comment="Not yet.")

    def a_hearing_is_waived(self, name: str, number: int) -> None:
        room, row = self.room(name), self.one(number, Party, Party.role == "respondent")
        if room is None or row is None:
            return
        call = hearings.Call(row.id, utc_now() + timedelta(days=30), "Room 3")
        if self.does(name, hearings.call, room, call):
            hearing = self.all(Hearing, Hearing.party_id == row.id)[-1]
            self.does(name, hearings.end, room, hearing, how="waived", reason="A letter.")

    def a_decision(self, name: str, number: int, outcome: str, why: str) -> None:
        room, row = self.room(name), self.one(number, Party, Party.role == "respondent")
        if room is None or row is None:
            return
        suspended = {"days": 3, "paid": "unpaid"} if outcome == "suspension" else {}
        new = New(outcome, "As it is.", TODAY, party_id=row.id, **suspended)  # type: ignore[arg-type]
        if self.does(name, decisions.propose, room, new):
            made = self.all(Decision, Decision.decided_at.is_(None))[-1]
            for asked in self.all(Consultation, Consultation.decision_id == made.id):
                self.does(name, consultations.not_there, room, asked, why="Nobody was elected.")
            self.does(name, decisions.decide, room, made, alone_because=why, departure=why)

    def something_to_do(self, name: str, done: bool) -> None:
        waiting = self.one(0, Task, Task.done_at.is_(None))
        if done and waiting is not None:
            self.writes(name, tasks.done, waiting)
        elif not done:
            self.writes(name, tasks.add, what="Train them.", due_on=TODAY)

    def a_pause(self, name: str, on: bool) -> None:
        if on:
            self.writes(name, pauses.pause, cause="police", why="They asked.", version=self.case.version)
        else:
            self.does(name, pauses.resume, version=self.case.version)

    def a_withdrawal(self, name: str) -> None:
        if self.reporter_id and (room := self.room(name, Compartment.DIALOGUE, self.reporter_id)):
            self.does(name, withdrawals.ask_withdrawal, room, words="I would rather not.")

    def a_withdrawal_is_decided(self, name: str, goes_on: bool) -> None:
        if row := self.one(0, Withdrawal, Withdrawal.decided_at.is_(None)):
            more = {"goes_on": goes_on, "reason": "Others are at risk.", "version": self.case.version}
            self.writes(name, withdrawals.decide_withdrawal, row, **more)

    def the_end(self, name: str, past: bool, outcome: str) -> None:
        more = {"outcome": outcome, "why": "It is over.", "version": self.case.version, "override": past}
        self.writes(name, closing.close, **more)

    def it_is_opened_again(self, name: str, why: str) -> None:
        self.writes(name, closing.reopen, reason=why, version=self.case.version)

    def an_appeal(self, name: str, number: int, late: str) -> None:
        row, made = self.one(number, Party), self.one(number, Decision, Decision.decided_at.is_not(None))
        against = made.id if made is not None else None
        more = {"party_id": row.id if row else None, "received_on": TODAY, "late": late, "decision_id": against}
        self.writes(name, received.appeal, grounds="Too hard.", version=self.case.version, **more)

    def an_appeal_is_decided(self, name: str, result: str) -> None:
        """Varied: to the mildest that there is."""
        row = self.one(0, Appeal, Appeal.result == "")
        if row is None:
            return
        about = self.one(0, Decision, Decision.id == row.decision_id)
        more: dict[str, Any] = {"result": result, "reason": "Heard again.", "version": self.case.version}
        if result == "varied" and about is not None and about.party_id is not None:
            more["instead"] = New("coaching", "That is enough.", TODAY, party_id=about.party_id)
        self.writes(name, appeals.decide, row, **more)
