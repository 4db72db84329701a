"""One case looked into with everything at hand: whom the house hears and who does not sign, a log that points both
ways, a report in its second draft, letters written, handed over and taken back."""

from datetime import timedelta

from sqlalchemy import select

from casework.cases.models import Allegation, Evidence, Interview, InterviewAnswer, Party
from casework.cases.queries import record
from casework.db import as_of, utc_now
from casework.investigations.actions import (
    evidence,
    interview_notes,
    interview_rights,
    interview_statements,
    interviews,
    reports,
)
from casework.investigations.actions.evidence import About, Custody, Entry
from casework.investigations.actions.interview_notes import Written
from casework.investigations.actions.interview_statements import LINK, PAPER
from casework.investigations.actions.interviews import Arranged
from casework.investigations.lifecycle import rights
from casework.investigations.lifecycle.report import NAMES
from casework.investigations.queries import interview_facts, question_sets
from casework.investigations.routes.report import composed
from casework.letters.actions import letters
from casework.letters.writing import kinds

from . import corresponding
from .corresponding import FILLED, Desk
from .going_on import On

ROOM = "Room 2.14"
LOG = (
    (
        "message", "Three messages of the evening after, from her phone", "shown on the phone, photographed by me",
        "the person who wrote them", "for", "They were written before anybody thought of a complaint.",
    ),
    (
        "recording", "Camera at the goods entrance, a quarter to two until two", "copied by the house technician",
        "House services", "neither", "It shows who came and went. There is no sound, and not the spot itself.",
    ),
    (
        "paper", "Rota of the week, with the changes in two hands", "from the binder in the shift office",
        "the shift office", "against", "On the second of the days named the two were not in the house together.",
    ),
    (
        "photograph", "The whiteboard as it was on the Tuesday morning", "taken by a colleague at ten past six",
        "a colleague", "for", "The words on it are those of the report. Who wrote them it does not show.",
    ),
    (
        "object", "The name badge, with what was scratched into it", "handed over in an envelope, sealed since",
        "the person who wore it", "for", "It was whole when it was given out in March; the sheet for that is here too.",
    ),
    (
        "statement", "What the shift lead wrote down for herself", "given to me at the end of her talk",
        "the shift lead", "against", "She was there on the Tuesday and heard something else, though not all of it.",
    ),
)  # fmt: skip
"""Kind, what it is, how it was obtained, from whom, which way it points, and why."""
NOTES = (
    "He knows why we talk. He would like it to be over before the shift changes at two.",
    "Leads the early shift since 2021. Makes the rota with the supervisor; approves swaps.",
    "He was at the loading bay on the Tuesday, ten metres off. He heard voices, and one word. He wrote it down for me.",
    "Nobody came to him about it before. Twice somebody asked to swap and gave no reason.",
)
REFUSED = "Says that it is right, and that nothing with their name on it is to lie in a drawer."
DECLINED = "Has left the cooperative, and would rather not. Has our number."
OFFERED = "Asked for the steward before the second question. We stopped there, and went on when she was there."
FIRST = "To be written when everybody has been heard."
SECOND = (
    "Whatever is found, swaps of shifts are approved by two people from now on, and the reason is written down.\n\n"
    "The two do not work alone together until it is decided. That was agreed with both."
)
TAKEN_BACK = "The day in it was wrong; another one went out the same afternoon."


def tell(on: On, party: Party) -> None:
    """`party`: who the respondent is, and has a way in."""
    _log(on)
    _heard(on, party)
    with on.at(3):
        _draft_of_report(on, FIRST, 0)
    with on.at(1):
        _draft_of_report(on, SECOND, 1)
    _letters(on, party)


def _log(on: On) -> None:
    allegation = on.db.scalars(
        select(Allegation).where(Allegation.case_id == on.case.id).order_by(Allegation.position)
    ).first()
    for age, (kind, what, how, source, direction, why) in enumerate(LOG):
        with on.at(9 - age):
            entry = Entry(kind, what, on.today, f"{how[0].upper()}{how[1:]}.", source=source)
            row = evidence.enter(on.db, on.case, on.file, entry, About(), by=on.by)
            if allegation is not None:
                evidence.point(on.db, on.case, on.file, row, allegation, direction=direction, why=why, by=on.by)
            if kind == "object":
                _handed_over(on, row)


def _handed_over(on: On, row: Evidence) -> None:
    """From hand to hand, each with its reason."""
    for giver, taker, hours, why, place in (
        ("whoever wore it", on.by.name, 3, "Handed over after the talk", "Envelope, sealed and signed by both"),
        (on.by.name, "House services", 1, "To be kept apart from other things", "Safe of the people team, shelf 2"),
    ):
        handed = Custody(giver, taker, utc_now() - timedelta(hours=hours), why, place)
        evidence.hand_over(on.db, on.case, on.file, row, handed, by=on.by)


def _heard(on: On, party: Party) -> None:
    """One does not sign, one waits to sign on their own page, one does not come, and one is being heard."""
    with on.at(6):
        refused = _talked(on, Arranged("witness", name="Ruud Hagen"), NOTES[2:])
        interview_statements.write(on.db, on.case, refused, on.file, NOTES[2], version=0, by=on.by)
        interview_statements.hand(on.db, on.case, refused, on.file, PAPER, "", due_on=None, version=None, by=on.by)
        interview_statements.refuse(on.db, on.case, refused, on.file, REFUSED, version=None, by=on.by)
    with on.at(4):
        declined = _planned(on, Arranged("witness", name="Mieke Sanders"))
        interviews.take(on.db, on.case, declined, on.file, "decline", by=on.by, version=None, words=DECLINED)
    with on.at(3):
        waits = _talked(on, Arranged("respondent", party.id), NOTES[:1], steward=True)
        interview_statements.write(on.db, on.case, waits, on.file, _statement(on, party), version=0, by=on.by)
        due = (on.now + timedelta(days=6)).date()
        interview_statements.hand(
            on.db, on.case, waits, on.file, LINK, "What you said on the day we talked", due_on=due, version=None,
            by=on.by,
        )  # fmt: skip
    with on.at(0):
        _begun(on, Arranged("manager", name="Frank Oosterhout"), NOTES)


def _statement(on: On, party: Party) -> str:
    name = on.file.open(Party.name, party.id, party.name) if party.name and party.room == "file" else "I"
    return (
        f"{name}: I was in the house on two of the days. On the Tuesday there were words about the rota, and mine were "
        "louder than they had to be.\n\nI did not say what is written there. I said that the rota is not made for "
        "one person. Noor was beside me.\n\nOn the second of the days I was at the dentist; the rota shows it."
    )


def _planned(on: On, who: Arranged) -> Interview:
    asked = question_sets.current(on.db, who.role, on.case.kind)
    new = Arranged(
        who.role, who.party_id, who.name, utc_now() + timedelta(minutes=5), ROOM, on.by.id, companion="",
    )  # fmt: skip
    return interviews.plan(on.db, on.case, on.file, new, asked.asked, set_id=asked.id, by=on.by)


def _begun(on: On, who: Arranged, notes: tuple[str, ...], *, steward: bool = False) -> Interview:
    row = _planned(on, who)
    take = interviews.take
    take(on.db, on.case, row, on.file, "invite", by=on.by, version=None, words="By phone, and the day by letter.")
    if interview_facts.directed(on.db, on.case):
        interview_rights.warn(on.db, on.case, row, on.file, happened_at=utc_now(), words="", by=on.by)
    for minute, what in enumerate((rights.ASK, rights.GRANT) if steward else (), 1):
        with as_of(utc_now() + timedelta(minutes=minute)):
            interview_rights.record(
                on.db, on.case, row, on.file, what, words=OFFERED if what == rights.ASK else "",
                happened_at=utc_now(), by=on.by,
            )  # fmt: skip
    take(on.db, on.case, row, on.file, "begin", by=on.by, version=None)
    mine = select(InterviewAnswer).where(InterviewAnswer.interview_id == row.id).order_by(InterviewAnswer.position)
    written = [Written(one.id, said, 0, 1, 1) for one, said in zip(on.db.scalars(mine), notes, strict=False)]
    interview_notes.save(on.db, row.id, on.case.id, written, by=on.by)
    return row


def _talked(on: On, who: Arranged, notes: tuple[str, ...], *, steward: bool = False) -> Interview:
    row = _begun(on, who, notes, steward=steward)
    interviews.take(on.db, on.case, row, on.file, "end", by=on.by, version=None)
    return row


def _draft_of_report(on: On, advice: str, version: int) -> None:
    reports.write(
        on.db, on.case, on.file, section="recommendations", text=advice, version=version, by=on.by
    )  # fmt: skip
    on.db.flush()
    shown = record.load(on.db, on.by, on.case.number)
    assert shown is not None
    row = reports.make(on.db, on.case, on.file, composed(on.db, on.by, shown, NAMES), names=NAMES, by=on.by)
    if not version:
        reports.comment(
            on.db, on.case, on.file, row, section="done", text="Say who was asked and did not want to be heard.",
            by=on.place.staff["lead"] if on.reads("lead") else on.by,
        )  # fmt: skip


def _letters(on: On, party: Party) -> None:
    """One is out, one was taken back, and one is half written."""
    with on.at(2):
        desk = Desk(on.db, on.place.store, on.case, on.file, on.by, utc_now(), on.today)
        notice = corresponding.start(desk, kinds.ALLEGATIONS, party, _notice(on))
        corresponding.hand(desk, notice, corresponding.finish(desk, notice))
        wrong = corresponding.finish(desk, corresponding.start(desk, kinds.ALLEGATIONS, party, _notice(on)))
        letters.withdraw(on.db, on.case, on.file, wrong, by=on.by, why=TAKEN_BACK)
    with on.at(1):
        desk = Desk(on.db, on.place.store, on.case, on.file, on.by, utc_now(), on.today)
        corresponding.draft(desk, corresponding.start(desk, kinds.INTERVIEW, party, {"place": ROOM, "time": "10:00"}))


def _notice(on: On) -> dict[str, str]:
    until = (on.now + timedelta(days=7)).date().isoformat()
    return {
        **FILLED,
        "about": "How colleagues were spoken to on the early shift",
        "allegations": "Remarks made to a colleague on several days this spring, in front of others.",
        "evidence": "The rota, and what the time clock has for these days. You can read both at the people team.",
        "answer_by": until,
        "companion": "Somebody of your own choice from the house, or of your union.",
    }
