"""How far a letter is: a draft is written until it is finished; then it is as it is, handed over, or taken back."""

from casework.settings import N_

DRAFT, FINISHED, HANDED, WITHDRAWN = "draft", "finished", "handed", "withdrawn"
STATES = {
    DRAFT: N_("draft"),
    FINISHED: N_("finished, not handed over"),
    HANDED: N_("handed over"),
    WITHDRAWN: N_("taken back"),
}
AFTER = {
    "change": ((DRAFT,), DRAFT),
    "finish": ((DRAFT,), FINISHED),
    "hand": ((FINISHED,), HANDED),
    "withdraw": ((DRAFT, FINISHED, HANDED), WITHDRAWN),
}
"""Each step: from where, and where to."""
DIALOGUE = "dialogue"
"""Handed over in the reader's own dialogue, to which they come by receipt, or by link and code."""
HOW = {
    "in person": N_("In person"),
    "letter": N_("By post"),
    "mail": N_("By e-mail, from your own program"),
    "phone": N_("Read out on the phone"),
    "video": N_("On a video call"),
}
"""By hand: how it reached them."""
TOLD_BY = {"in person": "in person", "letter": "letter", "mail": "letter", "phone": "phone", "video": "video",
           DIALOGUE: "message"}  # fmt: skip
"""As the record of who was told has it."""


def after(step: str, state: str) -> str | None:
    """The state that follows; None where the step cannot be taken."""
    sources, target = AFTER[step]
    return target if state in sources else None
