"""A case in which everything happens that can be written: each text carries the mark."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import vault
from casework.cases.actions import (
    allegations,
    closing,
    course,
    declarations,
    description,
    measures,
    members,
    messages,
    naming,
    notes,
    papers,
    parties,
    pauses,
    tasks,
    told,
    withdrawals,
)
from casework.cases.actions.newcomers import NewParty
from casework.cases.models import Allegation, Case, Party, Withdrawal
from casework.db import new_id
from casework.vault import Compartment, Room

from . import planning, reporting
from .world import World

TODAY = date(2026, 11, 3)
LATER = TODAY + timedelta(days=30)


@dataclass
class Working:
    """Hands on the case: `with working() as (db, case, file)` is one transaction of the specialist's or the lead's."""

    world: World
    mark: str
    ids: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def on(self, name: str = "specialist") -> Iterator[tuple[Session, Case, Room, Any]]:
        actor = self.world.cast[name]
        with self.world.database.transaction() as db:
            case = self.world.cast.case(db)
            declarations.declare(db, case, by=actor, conflict=False)
            yield db, case, members.enter(db, case, actor, Compartment.FILE), actor

    def write(self) -> None:
        for part in (self._people, self._texts, self._reporter, self._work, self._course, self._end):
            part()

    def _people(self) -> None:
        with self.on() as (db, case, room, by):
            new = NewParty("witness", self.mark, contact=self.mark, employer=self.mark, relation="agency")
            party = parties.add(db, case, room, new, by=by)
            self.ids["witness"] = party.id
        with self.on() as (db, case, room, by):
            row = allegations.add(db, case, room, by=by, issue="harassment", bases=["sex"], text=self.mark)
            self.ids["allegation"] = row.id
        with self.on() as (db, case, room, by):
            description.describe(db, case, room, by=by, version=case.version, title=self.mark)
            course.investigate_by(db, case, by.id, by=by)

    def _texts(self) -> None:
        for class_ in ("internal", "medical", "privileged"):
            with self.on() as (db, case, _, by):
                note = notes.add(db, case, class_=class_, heading=self.mark, text=self.mark, by=by)
            if class_ == "internal":
                with self.on() as (db, case, _, by):
                    notes.correct(db, case, db.merge(note), text=self.mark, reason=self.mark, by=by, version=1)
        with self.on() as (db, case, room, by):
            key = vault.files.new_key()
            papers.add(
                db, case, room, file_id=new_id(), key=key, name=self.mark, type="text/plain", size=1, by=by,
                digest=bytes(32),
            )  # fmt: skip

    def _reporter(self) -> None:
        reporter = self.world.cast["reporter"]
        with self.world.database.transaction() as db:
            case, party = self.world.cast.case(db), db.get_one(Party, reporter.id)
            room = members.enter(db, case, reporter, Compartment.DIALOGUE, party.id)
            messages.send(db, case, room, text=self.mark, by=reporter)
            withdrawals.ask_withdrawal(db, case, room, by=reporter, words=self.mark)
            naming.name_reporter(db, case, party, by=reporter, mode="confidential", name=self.mark, contact=self.mark)
        with self.on("lead") as (db, case, room, by):
            row = db.scalars(select(Withdrawal)).one()
            withdrawals.decide_withdrawal(
                db, case, room, row, by=by, goes_on=True, reason=self.mark, version=case.version
            )

    def _work(self) -> None:
        with self.on() as (db, case, room, by):
            measure = measures.add(
                db, case, room, by=by, kind="place", what=self.mark, starts_on=TODAY, review_on=LATER,
                agreed_by=self.mark,
            )  # fmt: skip
            measures.end(db, case, room, measure, by=by, why=self.mark)
            task = tasks.add(db, case, room, by=by, what=self.mark, due_on=LATER, with_whom=self.mark)
            tasks.done(db, case, room, task, by=by, outcome=self.mark)
            for party in db.scalars(select(Party).where(Party.case_id == case.id, Party.ended_at.is_(None))):
                told.record(db, case, room, by=by, party_id=party.id, about="outcome", what=self.mark, told_on=TODAY)
        with self.on() as (db, case, room, by):
            pauses.pause(db, case, room, by=by, cause="police", why=self.mark, version=case.version)
        with self.on() as (db, case, _, by):
            pauses.resume(db, case, by=by, version=case.version)

    def _course(self) -> None:
        for step in ("triage", "plan"):
            self._step("specialist", step)
        with self.on() as (db, case, room, by):
            planning.plan(db, case, room, self.mark, by=by, other=self.world.cast["lead"])
            planning.report(db, case, room, self.mark, by=by)
            planning.settle(db, case, vault.rooms.enter_all(db, by.holder, case.id), self.mark, by=by)
        self._step("specialist", "investigate")
        with self.on() as (db, case, room, by):
            row = db.get_one(Allegation, self.ids["allegation"])
            found = allegations.find(
                db, case, room, row, by=by, finding="substantiated", reason=self.mark, version=row.version,
                grounds=reporting.grounds(self.mark),
            ).id  # fmt: skip
        with self.on() as (db, case, room, by):
            self.ids["report"] = reporting.report(db, case, room, self.mark, by=by).id
        self._step("lead", "review")
        with self.on("lead") as (db, case, room, by):
            course.approve(
                db, case, room, by=by, version=case.version, comment=self.mark, alone_because=self.mark,
                comments={found: self.mark},
            )  # fmt: skip
        self._step("lead", "decide")

    def _end(self) -> None:
        with self.on("lead") as (db, case, room, by):
            closing.close(
                db, case, room, by=by, outcome="action taken", why=self.mark, version=case.version, override=True
            )
        with self.on("lead") as (db, case, room, by):
            closing.reopen(db, case, room, by=by, reason=self.mark, version=case.version)

    def _step(self, who: str, step: str) -> None:
        with self.on(who) as (db, case, room, by):
            course.take(db, case, room, step, by=by, version=case.version, reason=self.mark, override=who == "lead")
