"""Somebody, at random, does something to a case, at random: what must hold after each of it, and at the end.

A walk is one transaction that is never kept.
"""

from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from casework.audit import verify
from casework.cases.actions import closing, course, opening
from casework.cases.actions.newcomers import NewParty, NewReporter
from casework.cases.lifecycle import OUTCOMES, WORKFLOWS
from casework.cases.lifecycle.kinds import FINDINGS, KINDS
from casework.cases.models import (
    Allegation,
    Approval,
    Case,
    Closure,
    Decision,
    Finding,
    IssuedWarning,
    Party,
    StepTaken,
    Told,
)
from casework.cases.queries import facts
from casework.cases.queries.routing import Readers
from casework.db import utc_now
from casework.people import VISITOR
from casework.vault.receipts import Receipt

from .acts import STAFF, Acts
from .knowing import Knowing

ALL_STEPS = sorted({step.name for flow in WORKFLOWS.values() for step in flow.steps})
TOPICS, ABOUT = ("", "acknowledgement", "outcome"), ("allegations", "evidence", "outcome")
ISSUES = ("harassment", "conduct", "sexual harassment", "pay")
who, words, yes, any_ = st.sampled_from(STAFF), st.sampled_from(("", "Said so.")), st.booleans(), st.integers(0, 50)
results = st.sampled_from(("upheld", "varied", "dismissed"))


class TakenBack(Exception):
    """The end of a walk."""


class Walk(Knowing, Acts, RuleBasedStateMachine):
    """Begun on the database of `cast`; `receipt`: of whoever reports."""

    receipt: ClassVar[Receipt]

    def __init__(self) -> None:
        super().__init__()
        self._open = self.cast.database.transaction()
        self.db = self._open.__enter__()
        self.case, self._looked_at = Case(), -1

    @initialize(kind=st.sampled_from(sorted(KINDS)), staff=st.sets(who, min_size=2), reported=yes, accused=yes)
    def it_comes_in(self, kind: str, staff: set[str], reported: bool, accused: bool) -> None:
        """Some of the staff work it, two lead it; it is of somebody, or of nobody yet."""
        people = tuple(self.cast[name].id for name in sorted(staff | {"lead", "second"}))
        reporter = NewReporter("anonymous", receipt=self.receipt) if reported else None
        opened = opening.open_case(
            self.db, kind=kind, channel="form" if reported else "letter", site_id=self.cast.site_id, title="It",
            narrative="What happened.", readers=Readers(people, (self.cast["lead"].id,)),
            by=VISITOR if reported else self.cast["lead"], received_at=utc_now(), reporter=reporter,
            parties=[NewParty("respondent", "Rosa Maes")] if accused else [],
        )  # fmt: skip
        self.case, self.reporter_id = opened.case, opened.party.id if opened.party else 0
        self.everybody_declares()

    @rule()
    def all_declare(self) -> None:
        self.everybody_declares()

    @rule(name=who, number=any_, past=yes, why=words)
    def a_step_that_may_come_next(self, name: str, number: int, past: bool, why: str) -> None:
        flow, known = WORKFLOWS[self.case.kind], facts.of(self.db, self.case, self.cast[name])
        nexts = [one.step.name for one in flow.next_steps(known) if one.step.verb in ("", "decide")]
        if nexts:
            step = nexts[number % len(nexts)]
            self.writes(name, course.take, step, version=self.case.version, override=past, reason=why)

    @rule(name=who, step=st.sampled_from(ALL_STEPS))
    def any_step_at_all(self, name: str, step: str) -> None:
        known = WORKFLOWS[self.case.kind].step(step, self.case.state)
        if known is None or known.verb in ("", "decide"):
            self.writes(name, course.take, step, version=self.case.version, reason="Said so.")

    moving = rule(number=any_, far=st.integers(1, 12), past=yes)(Knowing.the_matter_moves_on)
    somewhere = rule(number=st.just(0), far=st.integers(4, 14), past=st.just(False))(Knowing.the_matter_moves_on)
    somebody_investigates_ = rule(name=who, investigator=who)(Acts.somebody_investigates)
    something_is_alleged_ = rule(name=who, against=yes, issue=st.sampled_from(ISSUES))(Acts.something_is_alleged)
    finding_ = rule(name=who, number=any_, finding=st.sampled_from(sorted(FINDINGS)), grounded=yes)(Acts.a_finding)
    an_allegation_is_dropped_ = rule(name=who, number=any_)(Acts.an_allegation_is_dropped)
    somebody_is_told_ = rule(name=who, number=any_, about=st.sampled_from(ABOUT), was_told=yes)(Acts.somebody_is_told)
    further_respondent_ = rule(name=who)(Acts.a_further_respondent)
    the_reporter_is_written_to_ = rule(name=who, topic=st.sampled_from(TOPICS))(Acts.the_reporter_is_written_to)
    plan_ = rule(name=who, kind=st.sampled_from(("harassment", "misconduct")))(Acts.a_plan)
    the_plan_is_agreed_ = rule(name=who, why=words)(Acts.the_plan_is_agreed)
    report_ = rule(name=who)(Acts.a_report)
    approving_ = rule(name=who, why=words, past=words)(Acts.approval)
    return_ = rule(name=who)(Acts.a_return)
    hearing_is_waived_ = rule(name=who, number=any_)(Acts.a_hearing_is_waived)
    decision_ = rule(name=who, number=any_, outcome=st.sampled_from(sorted(OUTCOMES)), why=words)(Acts.a_decision)
    something_to_do_ = rule(name=who, done=yes)(Acts.something_to_do)
    pause_ = rule(name=who, on=yes)(Acts.a_pause)
    withdrawal_ = rule(name=who)(Acts.a_withdrawal)
    withdrawal_is_decided_ = rule(name=who, goes_on=yes)(Acts.a_withdrawal_is_decided)
    ending_ = rule(name=who, past=yes, outcome=st.sampled_from(sorted(closing.OUTCOMES)))(Acts.the_end)
    it_is_opened_again_ = rule(name=who, why=words)(Acts.it_is_opened_again)
    an_appeal_ = rule(name=who, number=any_, late=words)(Acts.an_appeal)
    an_appeal_is_decided_ = rule(name=who, result=results)(Acts.an_appeal_is_decided)

    @invariant()
    def what_must_hold(self) -> None:
        """Asked again only once something was done."""
        if self.case.id and self.done != self._looked_at:
            self._looked_at = self.done
            self._no_state_is_without_its_record()
            self._nobody_approves_or_decides_their_own_work()
            self._what_is_closed_is_whole()
            self._no_warning_stands_without_its_decision()

    def _no_warning_stands_without_its_decision(self) -> None:
        standing = {row.id for row in self.all(Decision, Decision.decided_at.is_not(None), Decision.ended_at.is_(None))}
        assert {row.decision_id for row in self.all(IssuedWarning, IssuedWarning.ended_on.is_(None))} <= standing

    def _no_state_is_without_its_record(self) -> None:
        came = [WORKFLOWS[self.case.kind].path[0]]
        for step in self._steps():
            assert step.from_state == came[-1]
            came.append(step.to_state)
        assert self.case.state == came[-1]

    def _nobody_approves_or_decides_their_own_work(self) -> None:
        for row in self.all(Approval, Approval.approved):
            assert row.alone_because is not None or row.by not in self._investigators_at(row.at)
        for row in self.all(Decision, Decision.decided_at.is_not(None)):
            assert row.alone_because is not None or row.decided_by not in self._investigators_at(row.decided_at)

    def _what_is_closed_is_whole(self) -> None:
        """Each allegation with its finding and each party told, or the record says why not."""
        if self.case.state != "closed":
            return
        step = self._steps()[-1]
        if step.step != "close" or step.from_state not in ("in action", "appeal window"):
            return
        found = {row.allegation_id for row in self.all(Finding)}
        assert {row.id for row in self.all(Allegation, Allegation.dropped_at.is_(None))} <= found
        heard = {row.party_id for row in self.all(Told, Told.about == "outcome")}
        assert {row.id for row in self.all(Party, Party.ended_at.is_(None)) if self._concerned(row)} <= heard
        assert self.all(Closure, Closure.undone_at.is_(None))

    def _concerned(self, row: Party) -> bool:
        return bool(row.is_reporter) or row.role in ("complainant", "respondent")

    def _steps(self) -> list[StepTaken]:
        return sorted(self.all(StepTaken), key=lambda row: row.at) if self.case.id else []

    def _investigator_at(self, at: Any) -> int | None:
        """As the trail has it: who was assigned last before that moment."""
        entries = [one for one in self.db.info.get("trail", []) if one.chain == self.case.id and one.at < at]
        named = [one for one in entries if '"what":"investigator"' in one.ids]
        return int(named[-1].ids.rpartition('"person":')[2].partition(",")[0].rstrip("}")) if named else None

    def _investigators_at(self, at: Any) -> set[int | None]:
        """Whoever is assigned, and who found something before that."""
        return {self._investigator_at(at), *(row.by for row in self.all(Finding) if row.at < at)}

    def teardown(self) -> None:
        """The trail of all of it is whole; then nothing of it stays."""
        try:
            for last_word in self.db.info.get("before commit", ()):
                last_word()
            assert verify(self.db) == []
        finally:
            self._open.__exit__(TakenBack, TakenBack(), None)
