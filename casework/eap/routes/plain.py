"""A referral in plain words, for the person whom it is about."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from casework.eap.kinds import OUTCOMES, SELF
from casework.eap.needs import MEETINGS
from casework.eap.queries.own import Own
from casework.settings import N_
from casework.web.text import _, gettext

HEADINGS = {
    "requested": N_("Somebody suggested support to you"),
    "consented": N_("We look for help that fits"),
    "referred": N_("Somebody is asked to help you"),
    "accepted": N_("There is help for you"),
    "in support": N_("You have support"),
    "concluded": N_("It is finished"),
    "declined": N_("You declined"),
    "withdrawn": N_("You withdrew"),
}
NEXT = {
    "requested": N_("You decide whether you want it. Nothing happens before, and nobody but the coordinators is told."),
    "consented": N_("A coordinator writes to you here. Nothing is asked of you just now."),
    "referred": N_("When they have a place for you, you read it here."),
    "accepted": N_("A first appointment is the next step; it will stand below."),
    "in support": N_("You can write to the coordinators at any time, also if it does not suit you."),
    "concluded": N_("You can ask again whenever you like."),
    "declined": N_("That is all right, and it is held against nobody. You can ask again whenever you like."),
    "withdrawn": N_("It goes no further. You can ask again whenever you like."),
}
LABELS = {
    "requested": N_("It was suggested to you"),
    "consented": N_("You agreed"),
    "referred": N_("Somebody is asked to help"),
    "accepted": N_("They have a place for you"),
    "in support": N_("You have support"),
    "concluded": N_("It is finished"),
    "declined": N_("You declined"),
    "withdrawn": N_("You withdrew"),
}
ASKED = N_("You asked")
DECISIONS = {
    "consent": N_("Say yes to it"),
    "decline": N_("Say no to it"),
    "withdraw": N_("Withdraw: it goes no further"),
}


class What(NamedTuple):
    """What a decision means, before it is taken."""

    heading: str
    means: tuple[str, ...]
    button: str


MEANS = {
    "consent": What(
        N_("Say yes to it"),
        (
            N_("The coordinators look for help that fits you, and ask a provider whether there is a place."),
            N_("The provider learns your name and how to reach you, and nothing of what was written here."),
            N_("Whoever suggested it is not told. You can withdraw at any time."),
        ),
        N_("I agree"),
    ),
    "decline": What(
        N_("Say no to it"),
        (
            N_("It ends here, and nobody outside is asked."),
            N_("Whoever suggested it is not told. It is no misconduct, and cannot be held against you."),
            N_("What was written stays locked until its time is over. You can ask again whenever you like."),
        ),
        N_("I decline"),
    ),
    "withdraw": What(
        N_("Withdraw"),
        (
            N_("It goes no further: what is planned is cancelled, and the provider is told that you come no more."),
            N_("Nobody at work is told. It cannot be held against you."),
            N_("What was written stays locked until its time is over. You can ask again whenever you like."),
        ),
        N_("I withdraw"),
    ),
}  # fmt: skip


class Step(NamedTuple):
    """One line of the track. `kind`: done, now, next."""

    kind: str
    label: str
    on: datetime | None
    words: str = ""


def track(own: Own) -> Iterator[Step]:
    mine = own.stated.kind == SELF
    for point in own.points:
        label = ASKED if mine and point.state == "consented" else LABELS[point.state]
        yield Step(point.status, gettext(label), point.at)


def around(own: Own) -> dict[str, object]:
    """What the page says around what was written."""
    state = own.stated.state
    return {
        "heading": gettext(HEADINGS[state]),
        "next": gettext(NEXT[state]),
        "steps": list(track(own)),
        "decisions": [(step, gettext(DECISIONS[step])) for step in own.steps],
        "meetings": [(one, gettext(MEETINGS[one.way]), gettext(OUTCOMES[one.outcome])) for one in own.meetings],
    }


def what(step: str) -> What:
    said = MEANS[step]
    return What(_(said.heading), tuple(map(gettext, said.means)), _(said.button))
