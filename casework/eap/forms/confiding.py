"""What a coordinator writes down of danger, and of what was disclosed under a court's order."""

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from casework.cases.forms.fields import CaseForm, line, one_of, pick, text
from casework.eap.duties import GROUNDS
from casework.settings import N_
from casework.web.text import _

from .clinical import nothing_clinical

PAPERS = N_("Write which papers or dates were handed over, to whom and when, and nothing of what they say.")


class DangerForm(CaseForm):
    """Nothing here is refused for its words: who must help has to know what the matter is."""

    ground = one_of(N_("On which ground?"), GROUNDS)
    what = text(N_("What was done, and why at once"), N_("What you knew, when, and what you did."), most=10_000)
    told_whom = line(N_("Who was told"), N_("By name or office, and what they were told."), most=1000)


class ReviewForm(CaseForm):
    agreed = one_of(
        N_("Was it right to tell without a release?"),
        {"yes": N_("Yes"), "no": N_("No, or not so much of it")},
    )
    words = text(N_("Why"), N_("And what is to be done now."), most=10_000)


class UnderOrderForm(CaseForm):
    order = pick(N_("Under which order?"), deliberate=True)
    words = TextAreaField(
        _("What was disclosed"), [DataRequired(), Length(max=10_000), nothing_clinical(PAPERS)],
        description=_("Which papers or dates, to whom and when. No more than the order asks for."),
    )  # fmt: skip
