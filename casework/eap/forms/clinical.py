"""A check of a form's texts: nothing clinical, and what to write instead. What was typed stays in its field."""

from collections.abc import Callable
from typing import Any

from wtforms import ValidationError

from casework.eap import clinical
from casework.settings import N_
from casework.web.text import _, gettext, listed

AT_WORK = N_("Write what was done or left undone at work: when, how often, and what followed from it.")
ARRANGED = N_("Write what was arranged: when, with whom, and what is to be done next.")


def nothing_clinical(instead: str) -> Callable[[Any, Any], None]:
    """For a field's validators; `instead`: a sentence that says what belongs there."""

    def check(_form: Any, field: Any) -> None:
        if words := clinical.found(str(field.data or "")):
            said = listed([f"“{word}”" for word in words[:SHOWN]])
            raise ValidationError(f"{_(REFUSED, words=said)} {gettext(instead)}")

    return check


SHOWN = 6
REFUSED = N_("This speaks of health: %(words)s. It is not kept here, so that nobody can read it later; take it out.")
