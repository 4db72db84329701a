"""What waits for counsel: asked with the papers in question, agreed to in time, or still on counsel's desk."""

from datetime import date, timedelta

from casework.cases.models import Review
from casework.cases.queries import facts, matter
from casework.clocks.policy import DISCRIMINATION, SEXUAL_HARASSMENT, TERMINATION
from casework.legal.actions import review_items, reviewing, reviews
from casework.legal.actions.review_items import DRAFT, FINDING, NewItem
from casework.legal.queries import review_opened

from .telling import Told

OTHER, OFTEN = "other", 0.3
QUESTIONS = {
    TERMINATION: "May the letter go out like this? The hearing was held, the answer is in the file.",
    SEXUAL_HARASSMENT: "Do the findings bear what they say? The outcome letter follows them word for word.",
    DISCRIMINATION: "Is the reason given enough, should it come to a claim?",
    OTHER: "The respondent’s union asks for the witnesses’ names before the talk. This is what we would answer.",
}
COMMENT = "Say when this was: the month is not enough should somebody ask in two years."
RETURNED = "The second paragraph promises an answer by a day that we cannot hold. Take it out, then it can go."
ANSWER = (
    "You asked who has been heard. We tell you what was said, as far as it bears on the matter, and not by whom.\n\n"
    "What is alleged was handed over in writing. Whatever we rely on in the end, he reads before we decide.\n\n"
    "Should you hold that a name is needed for a fair answer, tell us which point it is, and we look at it again."
)
AGREED = "Agreed. Keep the letter to these words."


def agree(told: Told) -> None:
    """Counsel has agreed to everything that waits for it; where there is none to be asked, the lead says why not."""
    for about in _waiting(told):
        review = _asked(told, about)
        if review is not None:
            _opened(told, review)
            _answered(told, review, "approve", AGREED)


def ask(told: Told) -> None:
    """Counsel has it still: not opened, half read, or sent back."""
    for about in _waiting(told)[:1]:
        _left(told, _asked(told, about))


def ask_something(told: Told) -> None:
    """Now and then something is asked on the way."""
    if told.rng.random() < OFTEN:
        _left(told, _asked(told, OTHER))


def _left(told: Told, review: Review | None) -> None:
    stage = told.rng.choice(("asked", "asked", "read", "returned"))
    if review is not None and stage != "asked":
        _opened(told, review)
        _commented(told, review)
    if review is not None and stage == "returned":
        _answered(told, review, "return", RETURNED)


def _waiting(told: Told) -> tuple[str, ...]:
    return facts.of(told.db, told.case).unreviewed


def _asked(told: Told, about: str) -> Review | None:
    counsel = told.place.staff["counsel"]
    with told.at(0.6) as by:
        found = [(FINDING, claim.id) for claim in told.allegations]
        name, words = ("Answer to the union", ANSWER) if about == OTHER else ("Outcome letter", _letter(told))
        items = [NewItem(DRAFT, name, text=words)]
        items += review_items.take(told.db, told.case, told.file, found if about not in (TERMINATION, OTHER) else [])
        if counsel.id in matter.walled(told.db, told.case.id):
            return None
        return reviews.ask(
            told.db, told.case, told.file, about=about, question=QUESTIONS[about], items=items,
            counsel_id=counsel.id, due_on=_due(told, about), by=by,
        )  # fmt: skip


def _due(told: Told, about: str) -> date:
    """Some days later; of what still waits, some days from now."""
    days = told.rng.randint(3, 9)
    return told.now.date() + timedelta(days=days - 4) if about == OTHER else told.today + timedelta(days=days)


def _letter(told: Told) -> str:
    return "\n\n".join(
        (
            "We have looked into what was brought to us, heard everybody who was there, and come to an end.",
            told.matter.outcome or "What we found is set out in the findings.",
            "You can appeal within ten working days. Write to the people team, or to anybody there whom you trust.",
        )
    )


def _opened(told: Told, review: Review) -> None:
    with told.at(0.4, told.lead):
        reviewing.open_(told.db, review, by=told.place.staff["counsel"], conflict=False)


def _commented(told: Told, review: Review) -> None:
    counsel = told.place.staff["counsel"]
    with told.at(0.1, told.lead):
        room = review_opened.room_of(told.db, counsel, review)
        assert room is not None
        item = review_opened.load(told.db, review, room).newest.items[0]
        reviewing.comment(told.db, review, room, item.id, 2, COMMENT, by=counsel)


def _answered(told: Told, review: Review, verdict: str, words: str) -> None:
    counsel = told.place.staff["counsel"]
    with told.at(0.5, told.lead):
        room = review_opened.room_of(told.db, counsel, review)
        assert room is not None
        reviewing.answer(told.db, review, room, verdict, words, to=review.round, by=counsel)
