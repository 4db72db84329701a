"""The organisation's own words for letters, and what stands above them."""

from typing import Any

from wtforms import BooleanField, HiddenField, ValidationError

from casework.cases.forms import fields
from casework.letters.writing import places, template
from casework.letters.writing.places import PLACES
from casework.settings import N_
from casework.web.forms import Form
from casework.web.text import _, listed

LANGS = {"en": N_("English"), "de": N_("German"), "nl": N_("Dutch"), "nb": N_("Norwegian")}


class TemplateForm(Form):
    """One kind of letter. `kind` is set by whoever shows the form."""

    nonce = HiddenField()
    subject = fields.line(N_("Line above the letter"))
    text = fields.text(N_("Words of the letter"), most=20_000)
    passed = fields.text(N_("Why what was found may stand"), N_("It stays on the record."), needed=False, most=2000)
    kind = ""

    def validate_subject(self, field: Any) -> None:
        self._known(field)

    def validate_text(self, field: Any) -> None:
        self._known(field)

    def _known(self, field: Any) -> None:
        known = places.of_kind(self.kind)
        if wrong := template.unknown(field.data or "", known):
            raise ValidationError(
                _(
                    "There is no place %(wrong)s in this letter. Its places are: %(known)s.",
                    wrong=listed([f"“{one}”" for one in wrong]),
                    known=", ".join(f"{{{{{name}}}}}" for name in PLACES if name in known),
                )
            )


class HeadForm(Form):
    nonce = HiddenField()
    name = fields.line(N_("Name of the organisation"))
    lines = fields.text(N_("Address"), N_("As it stands above a letter, line by line."), needed=False, most=600)
    foot = fields.text(
        N_("Foot of each page"), N_("Registered seat, directors, whatever has to be there."), needed=False, most=600
    )
    lang = fields.pick(N_("Language of the letters"), LANGS)
    without = BooleanField(N_("Without the picture that is there now"))
