"""What is done on a case as it is told: one verb of the record each, with the words of its matter."""

from datetime import date, timedelta

from casework.cases.actions import (
    allegations,
    course,
    description,
    messages,
    notes,
    parties,
    processing,
    support,
    tasks,
)
from casework.cases.actions import told as telling
from casework.cases.lifecycle.kinds import GRAVE
from casework.people import Actor

from . import corresponding, grounding
from .coming import new_party
from .telling import Told
from .texts import Written, fragments


def acknowledge(told: Told, days: float) -> None:
    """The organisation's first message; whoever came through a manager gets none."""
    if told.dialogue is not None:
        talk(told, days, 1)


def talk(told: Told, days: float, count: int = 1) -> None:
    """The next messages of the dialogue, both ways; what nobody could write without a receipt is left out."""
    for theirs, text in told.matter.messages[told.said : told.said + count]:
        told.said += 1
        by = told.reporter if theirs else told.specialist
        if told.dialogue is None or by is None:
            continue
        with told.at(days, by) as actor:
            messages.send(told.db, told.case, told.dialogue, text=text, by=actor)


def name_it(told: Told) -> None:
    """Triage gives a report its title, and says how grave it is."""
    grave = any(claim.issue in GRAVE or claim.issue == "hostile environment" for claim in told.matter.claims)
    with told.at(0.0) as actor:
        description.describe(
            told.db,
            told.case,
            told.file,
            by=actor,
            version=told.case.version,
            title=told.matter.title,
            severity="high" if grave else told.rng.choice(("low", "medium", "medium", "medium")),
        )


def name_parties(told: Told, days: float) -> None:
    """Those whom it is about come onto the case."""
    for role, people in (("respondent", told.matter.respondents), ("witness", told.matter.witnesses)):
        for number, who in enumerate(people):
            with told.at(days) as actor:
                found = parties.add(told.db, told.case, told.file, new_party(role, who), by=actor)
                processing.told(told.db, told.case, told.file, found, told.today, "letter", by=actor)
            told.parties[f"{role} {number}"] = found
            days = 0.0


def allege(told: Told, days: float) -> None:
    for number, claim in enumerate(told.matter.claims):
        respondent = told.parties.get(f"respondent {min(number, len(told.matter.respondents) - 1)}")
        with told.at(days) as actor:
            row = allegations.add(
                told.db,
                told.case,
                told.file,
                by=actor,
                issue=claim.issue,
                bases=claim.bases,
                respondent_id=respondent.id if respondent else None,
                text=claim.text,
            )
        told.allegations.append(row)
        days = 0.0


def offer_support(told: Told, days: float) -> None:
    """Whoever complains of harassment hears that there is somebody for them; whether they call is no case's."""
    party = told.parties.get("complainant")
    if party is not None and told.matter.kind == "harassment":
        with told.at(days) as actor:
            support.offer(told.db, told.case, party.id, by=actor)


def assign(told: Told, days: float) -> None:
    with told.at(days) as actor:
        course.investigate_by(told.db, told.case, actor.id, by=actor)


def step(told: Told, name: str, days: float, reason: str = "", *, by: Actor | None = None) -> None:
    """A plain step of the workflow."""
    with told.at(days, by) as actor:
        course.take(told.db, told.case, told.file, name, by=actor, version=told.case.version, reason=reason)


def inform(told: Told, days: float) -> None:
    """The respondents hear what is alleged."""
    for name, party in told.parties.items():
        if name.startswith("respondent"):
            record(
                told,
                days,
                party.id,
                "allegations",
                "What is alleged, read out and handed over in writing.",
                "in person",
            )
            days = 0.0


def show_evidence(told: Told, days: float) -> None:
    """Before findings the respondents say what they think of it."""
    for name, party in told.parties.items():
        if name.startswith("respondent"):
            what = "The evidence, to read and to comment on; there was an hour for it."
            record(told, days, party.id, "evidence", what, "in person")
            days = 0.0


def record(told: Told, days: float, party_id: int, about: str, what: str, how: str) -> None:
    with told.at(days) as actor:
        telling.record(
            told.db,
            told.case,
            told.file,
            by=actor,
            party_id=party_id,
            about=about,
            what=what,
            told_on=told.today,
            how=how,
        )


def note(told: Told, days: float, count: int = 1) -> None:
    """The next notes; some are corrected a while later."""
    for written in told.matter.notes[told.noted : told.noted + count]:
        told.noted += 1
        _write(told, days, written)


def _write(told: Told, days: float, written: Written) -> None:
    with told.at(days) as actor:
        row = notes.add(told.db, told.case, class_=written.class_, heading=written.heading, text=written.text, by=actor)
    if written.now:
        with told.at(0.3) as actor:
            notes.correct(
                told.db, told.case, row, text=written.now, reason=written.reason, by=actor, version=row.version
            )


def set_tasks(told: Told, days: float, *, due: date | None = None) -> None:
    """Actions: whose they are, and by when."""
    for what in told.matter.tasks:
        with told.at(days) as actor:
            row = tasks.add(
                told.db,
                told.case,
                told.file,
                by=actor,
                what=what,
                owner_id=actor.id,
                due_on=due or told.today + timedelta(days=told.rng.randint(5, 21)),
            )
        told.tasks.append(row)
        days = 0.0


def finish_tasks(told: Told, days: float) -> None:
    for row in told.tasks:
        with told.at(days) as actor:
            tasks.done(told.db, told.case, told.file, row, by=actor)
        days = 0.0


def find(told: Told, days: float) -> None:
    """A finding for each allegation."""
    for row, claim in zip(told.allegations, told.matter.claims, strict=True):
        with told.at(days) as actor:
            allegations.find(
                told.db,
                told.case,
                told.file,
                row,
                by=actor,
                finding=claim.finding,
                reason=claim.reason,
                grounds=grounding.grounds(told, row, claim.finding, by=actor),
                version=row.version,
            )
        days = 0.2


def tell_outcome(told: Told, days: float, said: str = "") -> None:
    """Everybody concerned hears how it ended, in the matter's words or in others; the reporter in their dialogue."""
    told.said = len(told.matter.messages)
    for name, party in told.parties.items():
        if name.startswith("respondent"):
            text = said or told.matter.told_respondent or "Told how it ended; nothing follows."
            if not corresponding.outcome(told, days, party, text):
                record(told, days, party.id, "outcome", text, "letter")
        elif name == "complainant":
            assert told.dialogue is not None
            with told.at(days) as actor:
                text = said or told.matter.told
                messages.send(told.db, told.case, told.dialogue, text=text, by=actor, topic=messages.OUTCOME)
        days = 0.2


def settle(told: Told) -> None:
    """Nothing that was written waits for an answer any more."""
    for row in messages.waiting(told.db, told.case.id):
        with told.at(0.1) as actor:
            messages.settle(told.db, told.case, row, by=actor)


def some(told: Told, name: str) -> str:
    """One of the ends that fragments have for this."""
    found: str = told.rng.choice(fragments()["ends"][name])
    return found
