"""What must be done when somebody leaves, by how they leave. `duty` names what a country's pack says of it."""

from typing import NamedTuple

from casework.exits.lifecycle import WAYS
from casework.settings import N_

INVOLUNTARY, REDUNDANCY, RETIREMENT, CONTRACT = "involuntary", "redundancy", "retirement", "end of contract"
ALL = frozenset(WAYS)
OURS = frozenset({INVOLUNTARY, REDUNDANCY})
"""The organisation ends it."""
COUNSEL, ANYBODY = "counsel", ""


class Item(NamedTuple):
    """One line of a template. `days`: after the last day, before it where negative. `letter`: a letter goes with it;
    `who`: whose it is by its nature."""

    kind: str
    what: str
    about: str
    days: int
    ways: frozenset[str] = ALL
    duty: str = ""
    letter: str = ""
    who: str = ANYBODY


ITEMS = (
    Item(
        "confirmation", N_("Confirm in writing that they leave"),
        N_("The last day, what is still theirs, whom to ask. In the form that the law wants."), -20,
        letter="confirmation",
    ),
    Item(
        "redundancy", N_("Redundancy: selection, consultation and notice are on file"),
        N_("How it was chosen who goes, who was consulted, what was offered instead."), -30,
        frozenset({REDUNDANCY}), "redundancy",
    ),
    Item(
        "waiver", N_("Release or waiver: counsel looks at it before it is offered"),
        N_("Nothing is signed on the spot. Counsel says what time to consider and what advice it needs."), -14, OURS,
        "waiver", who=COUNSEL,
    ),
    Item(
        "handing over", N_("Their work is handed over"), N_("Who takes what, and when they talk about it."), -10,
    ),
    Item(
        "placement", N_("Help with what comes next"),
        N_("Placement, retraining, a way back: what there is, offered in words and on paper."), -10,
        frozenset({INVOLUNTARY, REDUNDANCY, CONTRACT}),
    ),
    Item(
        "retiring", N_("Plans for after work"),
        N_("What changes with the pension, whom to ask, how to stay in touch if they like."), -60,
        frozenset({RETIREMENT}),
    ),
    Item(
        "telling", N_("Colleagues are told"), N_("In words that the leaver has seen before. Never why."), -5,
    ),
    Item(
        "support", N_("Support is offered"), N_("The page /support, on paper: somebody to talk to, in confidence."), -5,
        OURS,
    ),
    Item(
        "final pay", N_("Final pay"), N_("Wages, overtime, expenses, what was agreed on; less only what may be."), 0,
        duty="final_pay",
    ),
    Item("leave", N_("Leave that was not taken"), N_("Counted, and paid where the law or policy says so."), 0,
         duty="leave_balance"),
    Item("benefits", N_("Benefits and insurance"), N_("When each ends, and that they know."), 0),
    Item(
        "continuation", N_("Cover that can be continued"), N_("What they can carry on with, until when they choose."),
        14, duty="continuation",
    ),
    Item("pension", N_("Pension or retirement plan"), N_("The statement, and what they can choose."), 14,
         duty="pension"),
    Item(
        "property", N_("What belongs to the organisation is back"),
        N_("Keys, card, equipment, vehicle; and what is theirs goes with them."), 0, letter="property",
    ),
    Item(
        "access", N_("Access ends"), N_("Accounts, doors, telephone; what becomes of their mail, and who reads it."), 0,
    ),
    Item("reference", N_("Reference or certificate"), N_("What they may ask for, and what was agreed."), 7,
         duty="reference"),
    Item(
        "final papers", N_("Final papers, with their letter"),
        N_("Certificates, statements, forms for authorities, a copy of what was signed."), 7, duty="final_papers",
        letter="final papers",
    ),
)  # fmt: skip
BY_KIND = {item.kind: item for item in ITEMS}


def items_for(way: str) -> list[tuple[int, Item]]:
    """The template of one way of leaving, with each line's place. ValueError where there is no such way."""
    if way not in WAYS:
        raise ValueError(f"no such way of leaving: {way}")
    return [(place, item) for place, item in enumerate(ITEMS) if way in item.ways]
