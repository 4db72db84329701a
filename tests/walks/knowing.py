"""How people who know their work take a matter forward: what stands in the way is seen to, then the step is taken."""

from collections.abc import Callable, Mapping

from casework.cases.actions import closing, course
from casework.cases.lifecycle import WORKFLOWS, Facts, Step
from casework.cases.models import Allegation, Party
from casework.cases.queries import facts

from .acts import Acts

TOLD = {"respondents_informed": "allegations", "evidence_shown": "evidence", "parties_told": "outcome"}


class Knowing(Acts):
    """Leads do it, one after the other: what one of them did the other approves."""

    def the_matter_moves_on(self, number: int, far: int, past: bool) -> None:
        """So many steps on. `number`: which way, 0 the straight one; `past`: what may be gone past is not seen to."""
        for _ in range(far):
            self.everybody_declares()
            flow, known = WORKFLOWS[self.case.kind], facts.of(self.db, self.case, self.cast["lead"])
            ahead = flow.path[flow.path.index(known.state) + 1 :] if known.state in flow.path else flow.path
            ways = sorted(flow.next_steps(known), key=lambda one: one.step.end not in ahead)
            if not ways:
                return
            one = ways[number % len(ways)]
            for why in one.whys:
                if not (why.overridable and past):
                    self.sees_to(why.guard)
            self.takes(one.step)

    def takes(self, step: Step[Facts]) -> None:
        common = {"version": self.case.version}
        by_verb: Mapping[str, Callable[[], object]] = {
            "approve": lambda: self.writes("second", course.approve, comment="Read.", past_because="Later.", **common),
            "close": lambda: self.writes(
                "lead", closing.close, outcome="action taken", why="It is over.", override=True, **common
            ),
            "reopen": lambda: self.writes("lead", closing.reopen, reason="News.", **common),
            "appeal": lambda: self.an_appeal("lead", 0, "They were ill."),
            "decide appeal": lambda: self.an_appeal_is_decided("alternate", "upheld"),
            "return": lambda: self.a_return("second"),
        }
        name = "second" if step.verb == "decide" else "lead"
        taken = {"reason": "As it is.", "override": True, **common}
        by_verb.get(step.verb, lambda: self.writes(name, course.take, step.name, **taken))()

    def sees_to(self, guard: str) -> None:
        """Whatever can be done about it, by whoever usually does it."""
        known: Mapping[str, Callable[[], object]] = {
            "not_paused": lambda: self.a_pause("lead", on=False),
            "withdrawal_decided": lambda: self.a_withdrawal_is_decided("lead", goes_on=True),
            "alleged": self._alleged,
            "each_against_somebody": self._alleged,
            "has_respondent": self._alleged,
            "investigator": self._investigated,
            "planned": self._planned,
            "each_found": self._found,
            "each_grounded": self._found,
            "report_finished": lambda: self.a_report("lead"),
            "findings_approved": lambda: self.approval("second", "", "Later."),
            "each_decided": lambda: self._of_each(lambda n: self.a_decision("second", n, "written", "As it is.")),
            "hearing_held": lambda: self._of_each(lambda n: self.a_hearing_is_waived("lead", n)),
            "actions_done": lambda: self.something_to_do("lead", done=True),
            "messages_answered": lambda: self.the_reporter_is_written_to("lead", ""),
        }
        if guard in TOLD:
            self._of_each(lambda n: self.somebody_is_told("lead", n, TOLD[guard], was_told=n % 2 == 0))
        elif guard in known:
            known[guard]()

    def _of_each(self, act: Callable[[int], object]) -> None:
        for number in range(len(self.all(Party))):
            act(number)

    def _alleged(self) -> None:
        if not self.all(Party, Party.role == "respondent"):
            self.a_further_respondent("lead")
            self.everybody_declares()
        for row in self.all(Allegation, Allegation.respondent_id.is_(None), Allegation.dropped_at.is_(None)):
            self.an_allegation_is_dropped("lead", self.all(Allegation, Allegation.dropped_at.is_(None)).index(row))
        self.something_is_alleged("lead", against=True, issue="conduct")

    def _investigated(self) -> None:
        for name in ("lead", "specialist"):
            self.somebody_investigates("lead", name)

    def _planned(self) -> None:
        self.a_plan("lead", "misconduct")
        self.the_plan_is_agreed("second", "")

    def _found(self) -> None:
        for number in range(len(self.all(Allegation))):
            self.a_finding("lead", number, "substantiated", grounded=True)
