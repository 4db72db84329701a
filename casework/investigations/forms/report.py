"""Writing a report, making a version of it, saying something of one."""

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from casework.cases.forms.fields import CaseForm, one_of, pick, text
from casework.investigations.lifecycle.report import SECTIONS, SHOWING
from casework.settings import N_
from casework.web.forms import Form

MOST = 200_000
"""Characters of one section in somebody's own words: about ninety pages."""


class SectionForm(CaseForm):
    text = text(N_("In your own words"), N_("An empty line begins a new paragraph."), needed=False, most=MOST)


class VersionForm(CaseForm):
    names = one_of(N_("Whom does it name?"), SHOWING)


class PutForm(CaseForm):
    """Nothing to type: it is finished."""


class CommentForm(CaseForm):
    section = pick(N_("On which section?"), SECTIONS)
    text = text(N_("Comment"), most=5000)


class SettleForm(CaseForm):
    """Nothing to type: it was seen to."""


class TemplateForm(Form):
    """A heading and opening words for each section; what is left empty is as it ships."""

    nonce = HiddenField()

    def sections(self) -> dict[str, dict[str, str]]:
        found = {
            name: {part: str(self[f"{part}_{name}"].data or "") for part in ("title", "words")} for name in SECTIONS
        }
        return {name: parts for name, parts in found.items() if any(parts.values())}


for _name in SECTIONS:
    setattr(TemplateForm, f"title_{_name}", StringField(N_("Another heading"), [Length(max=120)]))
    setattr(TemplateForm, f"words_{_name}", TextAreaField(N_("What it begins with"), [Length(max=4000)]))
