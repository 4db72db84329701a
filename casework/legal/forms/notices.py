"""That somebody was told that their data is processed, or why not yet."""

from datetime import timedelta
from typing import Any

from wtforms import ValidationError

from casework.cases.forms.fields import CaseForm, day, one_of, pick, text
from casework.cases.queries.processing import HOW
from casework.db import utc_now
from casework.settings import N_
from casework.web.text import _


class ToldForm(CaseForm):
    how = one_of(N_("How were they told?"), HOW)
    on = day(N_("On which day?"))

    def validate_on(self, field: Any) -> None:
        if field.data is not None and field.data > utc_now().date() + timedelta(days=1):
            raise ValidationError(_("That day is still to come."))


class DelayForm(CaseForm):
    ground = pick(N_("On what ground?"), deliberate=True)
    why = text(N_("Why, in this case"), most=5000)
    review_on = day(N_("Look at it again on"))

    def validate_review_on(self, field: Any) -> None:
        today = utc_now().date()
        if field.data is not None and not today < field.data < today + timedelta(days=366):
            raise ValidationError(_("A day to come, within a year."))
