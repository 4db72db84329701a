"""One referral as it is told: what each of its people does, through the verbs that everybody uses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from casework.db import utc_now
from casework.eap.actions import (
    appointments,
    danger,
    disclosures,
    messages,
    notes,
    placements,
    receipts,
    referrals,
    releases,
    steps,
)
from casework.eap.actions.danger import Deed
from casework.eap.actions.disclosures import Saying
from casework.eap.actions.referrals import New, Who
from casework.eap.actions.releases import Terms
from casework.eap.kinds import ATTENDED, MISSED, SELF
from casework.eap.models import Referral
from casework.eap.queries import parties
from casework.eap.queries.sheet import Sheet
from casework.eap.releasing import SCOPES, TO_REFERRER
from casework.people import VISITOR, Actor, ActorKind
from casework.vault import Holder, HolderKind
from casework.vault.receipts import Receipt

from .following import Do, Story
from .organisation import Northfield

DISCLOSER = "The coordinators of employee assistance at Northfield Cooperative"
REVOKED_HOW = "At any time, on the page that the receipt opens, or by a word to a coordinator."


@dataclass
class Referred:
    """`came`: the receipt of who came with it; `given`: the employee's, where a coordinator makes it. `of_employee`:
    the employee's, once they have one. What was made last is what the next event is about."""

    db: Session
    place: Northfield
    helpers: Mapping[str, int]
    row: Mapping[str, Any]
    coordinator: Actor
    came: Receipt
    given: Receipt
    referral: Referral | None = None
    of_employee: Receipt | None = None
    made: int = 0
    signed: int = 0

    def begin(self) -> None:
        """As it comes in: with a form, or through somebody who works cases."""
        row, by = self.row, self.place.staff[self.row["by"]] if "by" in self.row else VISITOR
        everybody = Sheet("", frozenset(one.id for one in self.place.staff.values()))
        own = row["kind"] == SELF
        employee = Who(row.get("employee", ""), row.get("contact", "") if "by" not in row else row["reach"])
        referrer = Who() if own else Who(*((by.name, "") if "by" in row else (row["referrer"], row["reach"])))
        new = New(row["kind"], row.get("need", "") if own else "", employee, referrer, row["words"].strip())
        receipt = None if "by" in row else self.came
        made = referrals.make(self.db, new, everybody, by=by, receipt=receipt, now=utc_now())
        self.referral, self.of_employee = made.referral, self.came if own else None
        if row.get("need") and not own:
            referrals.set_need(self.db, self.of, row["need"], by=self.coordinator)

    def deed(self, verb: str, words: Sequence[str], story: Story) -> Do:
        """What a line of the story says, to be done when its time has come."""
        deeds: dict[str, Callable[..., object]] = {
            "message": self._message, "answer": self._answer, "note": self._note, "add": self._add,
            "receipt": self._receipt, "ask": self._ask, "yes": lambda: self._placed(yes=True),
            "no": lambda: self._placed(yes=False), "plan": lambda *said: self._plan(story, *said),
            "attended": lambda: self._settle(ATTENDED), "missed": lambda: self._settle(MISSED),
            "release": self._release, "disclose": self._disclose, "revoke": self._revoke, "danger": self._danger,
            "review": self._review,
        }  # fmt: skip
        do = deeds.get(verb) or (lambda: self._step(verb))
        return lambda: do(*words)

    @property
    def of(self) -> Referral:
        assert self.referral is not None
        return self.referral

    @property
    def employee(self) -> Actor:
        """With the receipt that they have by now."""
        assert self.of_employee is not None
        party = parties.employee(self.db, self.of)
        return Actor(
            ActorKind.REPORTER, party.id, holder=Holder(HolderKind.REPORTER, party.id, 1, self.of_employee.private)
        )

    def _message(self, text: str) -> None:
        messages.write(self.db, self.of, text, by=self.coordinator)
        self._read()

    def _read(self) -> None:
        """A coordinator who does something has seen what the employee wrote."""
        messages.seen(self.db, self.of.id, by=self.coordinator)

    def _answer(self, text: str) -> None:
        messages.seen(self.db, self.of.id, by=self.employee)
        messages.answer(self.db, text, by=self.employee)

    def _note(self, text: str) -> None:
        self._read()
        notes.add(self.db, self.of, text, by=self.coordinator)

    def _add(self, text: str) -> None:
        referrer = parties.referrer(self.db, self.of)
        assert referrer is not None
        messages.add(self.db, referrer, text)

    def _receipt(self) -> None:
        receipts.give(self.db, self.of, self.given, by=self.coordinator)
        self.of_employee = self.given

    def _step(self, name: str) -> None:
        theirs = name in ("consent", "decline", "withdraw")
        steps.take(self.db, self.of, name, by=self.employee if theirs else self.coordinator)

    def _ask(self, provider: str) -> None:
        self._read()
        self.made = placements.ask(self.db, self.of, self.helpers[provider], by=self.coordinator).id

    def _placed(self, *, yes: bool) -> None:
        placements.answer(self.db, self.of, self.made, yes=yes, by=self.coordinator)

    def _plan(self, story: Story, day: str, way: str) -> None:
        self._read()
        starts = story.moment(float(day)).replace(hour=9 + len(way) % 4, minute=30)
        self.made = appointments.plan(self.db, self.of, starts=starts, way=way, by=self.coordinator).id

    def _settle(self, outcome: str) -> None:
        appointments.settle(self.db, self.of, self.made, outcome, by=self.coordinator)

    def _release(self, scope: str, days: str, purpose: str) -> None:
        """Signed with the words that the form would show."""
        until, name = (utc_now() + timedelta(days=int(days))).date(), self.row["employee"]
        last = f"On {until.day} {until:%B %Y}, at the end of the day"
        said = {
            "name": name, "discloser": DISCLOSER, "what": SCOPES[scope], "recipient": self.row["referrer"],
            "purpose": purpose, "revoke": REVOKED_HOW, "expires": last,
        }  # fmt: skip
        terms = Terms(TO_REFERRER, scope, until, with_support=False, name=name, said=said)
        self.signed = releases.sign(self.db, terms, by=self.employee).id

    def _disclose(self, attended: str, word: str) -> None:
        disclosures.tell(self.db, self.of, self.signed, Saying(attended == "yes"), by=self.coordinator)
        messages.write(self.db, self.of, word, by=self.coordinator)

    def _revoke(self) -> None:
        releases.revoke(self.db, self.of, self.signed, by=self.employee)

    def _danger(self, ground: str, what: str, told: str) -> None:
        self.made = danger.act(self.db, self.of, Deed(ground, what, told), by=self.coordinator).id

    def _review(self, words: str) -> None:
        other = self.place.staff["eap2" if self.coordinator is self.place.staff["eap"] else "eap"]
        danger.review(self.db, self.of, self.made, agreed=True, words=words, by=other)
