"""Entries of the evidence log, what they say of an allegation, and hand-overs."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import HiddenField, TimeField, ValidationError
from wtforms.validators import InputRequired

from casework.cases.forms.fields import CaseForm, day, line, number_of, on, one_of, person, pick, said, text, tick
from casework.db import utc_now
from casework.investigations.actions.evidence import Custody, Entry
from casework.investigations.lifecycle.evidence import DIRECTIONS, KINDS, TAKEN_BACK
from casework.settings import N_
from casework.web.text import _

WHY = N_("Why? What it shows, and what it does not.")


class EntryForm(CaseForm):
    """What can be said of an entry, and corrected."""

    kind = one_of(N_("What sort of thing is it?"), KINDS)
    what = line(N_("What is it?"), N_("A line by which everybody knows it again."), most=300)
    from_party = person(N_("From whom?"), needed=False)
    source = line(N_("From whom, in words"), N_("Where it is nobody on the case: a system, an office."), needed=False)
    arose_on = day(N_("When did it come to be?"), N_("The day it was written, taken or said."), needed=False)
    arose = line(N_("When, in words"), N_("Where the day is not known."), needed=False)
    obtained_on = day(N_("When was it obtained?"))
    how = text(N_("How was it obtained?"), N_("Asked for, handed in, found; by whom and where."), most=4000)

    def validate(self, extra_validators: Any = None) -> bool:
        """What is wrong with fields together: one that may be empty is not looked at by itself where it is."""
        fits = super().validate(extra_validators)
        for field, wrong in self.together():
            field.errors = [*field.errors, wrong]
            fits = False
        return fits

    def together(self) -> Iterator[tuple[Any, str]]:
        if not self.source.data and number_of(self.from_party) is None:
            yield self.source, _("Choose somebody, or say in words from whom it is.")

    def validate_arose_on(self, field: Any) -> None:
        _not_yet(field)
        if field.data and self.obtained_on.data and field.data > self.obtained_on.data:
            raise ValidationError(_("It was obtained before it came to be."))

    def validate_obtained_on(self, field: Any) -> None:
        _not_yet(field)

    def entry(self) -> Entry:
        return Entry(
            kind=said(self.kind), what=said(self.what), obtained_on=on(self.obtained_on), how=said(self.how),
            from_party=number_of(self.from_party), source=said(self.source), arose_on=self.arose_on.data,
            arose=said(self.arose),
        )  # fmt: skip


class NewForm(EntryForm):
    """A paper or a message of the case, or nothing of either; and what it says of one allegation, where that is known
    already."""

    paper = pick(N_("Which paper of the case is it?"), needed=False)
    message = pick(N_("Which message of a dialogue is it?"), needed=False)
    statement = HiddenField()
    allegation = pick(N_("Which allegation does it say something of?"), needed=False)
    direction = pick(N_("Which way does it point?"), DIRECTIONS, needed=False)
    why = text(WHY, needed=False, most=4000)

    def together(self) -> Iterator[tuple[Any, str]]:
        yield from super().together()
        if self.message.data and self.paper.data:
            yield self.message, _("An entry is about one thing: a paper or a message.")
        if bool(self.direction.data) != bool(self.allegation.data):
            yield self.direction, _("Choose the allegation and which way it points, or neither of the two.")
        if self.allegation.data and not self.why.data:
            yield self.why, _("Say why: this is missing.")


class CorrectionForm(EntryForm):
    reason = text(N_("Why is it corrected?"), N_("What stood there before stays, with this reason."), most=4000)


class ReasonForm(CaseForm):
    reason = text(N_("Why?"), most=4000)


class PointForm(CaseForm):
    allegation = pick(N_("Which allegation does it say something of?"), deliberate=True)
    direction = one_of(
        N_("Which way does it point?"), {**DIRECTIONS, "back": N_("take back what was said of this allegation")}
    )
    why = text(WHY, most=4000)

    @property
    def way(self) -> str:
        return TAKEN_BACK if self.direction.data == "back" else said(self.direction)


class CustodyForm(CaseForm):
    giver = line(N_("Who handed it over?"))
    taker = line(N_("To whom?"))
    on = day(N_("On which day?"))
    at = TimeField(_("At what time?"), [InputRequired()])
    why = line(N_("What for?"), most=1000)
    place = line(N_("Where does it lie since?"), N_("A room, a cabinet, a number on the envelope."), most=300)

    def validate_on(self, field: Any) -> None:
        _not_yet(field)

    def custody(self, zone: ZoneInfo) -> Custody:
        at = datetime.combine(on(self.on), self.at.data, tzinfo=zone) if self.at.data else utc_now()
        return Custody(
            giver=said(self.giver), taker=said(self.taker), handed_at=at.astimezone(UTC), why=said(self.why),
            place=said(self.place),
        )  # fmt: skip


class GivingForm(CaseForm):
    """They read the words that are written here, and a copy of the file: nothing else of the entry."""

    party = person(N_("To whom?"))
    heading = line(N_("Heading"), N_("They see it first, also on a phone that others may see."))
    text = text(N_("What it is, and what you ask them"), N_("Write only what they may know."))
    copy = tick(N_("With a copy of its file"))
    due_on = day(N_("Until when"), N_("They can ask for more time."), needed=False)


def _not_yet(field: Any) -> None:
    """East of here it is tomorrow already."""
    latest: date = (utc_now() + timedelta(days=1)).date()
    if field.data and field.data > latest:
        raise ValidationError(_("This day is still to come."))
