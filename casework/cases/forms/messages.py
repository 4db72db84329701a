"""The dialogue with one person on the case."""

from casework.settings import N_

from .fields import CaseForm, text, tick


class MessageForm(CaseForm):
    text = text(
        N_("Message"),
        N_("They read it when they come back, by receipt or by link and code. It cannot be taken back or changed."),
    )
    record = tick(
        N_("This is what they told us, written down"),
        N_("They are asked to check it, to correct it and to confirm it."),
    )
    feedback = tick(
        N_("This is the feedback that the law asks for"),
        N_("What was done or is planned, and why. It stops that clock."),
    )


class SettleForm(CaseForm):
    """Nothing to type: it needs no answer."""
