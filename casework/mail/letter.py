"""A mail as text: one sentence, one address, and why there is no more."""

import gettext
from pathlib import Path

from casework.settings import N_

from .news import Notice
from .notices import LINKS, OWN, WORDS, subject_of

WHY = N_(
    "This mail says nothing more on purpose: mail can be read on its way. You see what it is about when you sign in."
)
NOT_YOU = N_("Was it not you? Tell a lead now, by telephone.")
LINK_WHY = N_("The link is meant for you alone. Nobody ever asks you for it, nor for a password or a code.")

_catalogue = gettext.translation("casework", Path(__file__).parents[1] / "locale", fallback=True)


def written(notice: Notice, address: str) -> tuple[str, str]:
    """Subject and body."""
    said = _catalogue.gettext
    last = LINK_WHY if notice in LINKS else WHY
    parts = [said(WORDS[notice].body), address, *([said(NOT_YOU)] if notice in OWN else []), said(last)]
    return said(subject_of(notice)), "\n\n".join(parts) + "\n"
