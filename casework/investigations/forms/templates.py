"""What plans of one kind are drawn from: a line a question, a person, a paper; and what could go wrong."""

from typing import Any

from wtforms import SelectMultipleField

from casework.cases.actions import measures
from casework.cases.forms.fields import CaseForm, options, text
from casework.investigations.plans import RISKS, Risk, Template
from casework.settings import N_
from casework.web.text import _

MOST, LONGEST = 40, 1000
"""Lines of a field, and characters of a line."""


def _lines(label: str, hint: str = "") -> Any:
    return text(label, hint, most=20_000)


class TemplateForm(CaseForm):
    """Fields by risk: `risk_…`, `measures_…`. What is left empty is no risk of such cases."""

    questions = _lines(N_("Questions to settle, one a line"), N_("Each allegation of this kind gets them all."))
    people = _lines(
        N_("People to hear, one a line"),
        N_("Complainants, respondents and witnesses of the case come by themselves, before these."),
    )
    papers = _lines(N_("Papers to get, one a line"))
    risk_retaliation = text(N_("The risk of retaliation"), needed=False, most=LONGEST)
    measures_retaliation = SelectMultipleField(N_("Measures against retaliation"), choices=options(measures.KINDS))
    risk_contact = text(N_("The risk of contact between the parties"), needed=False, most=LONGEST)
    measures_contact = SelectMultipleField(N_("Measures about contact"), choices=options(measures.KINDS))
    risk_evidence = text(N_("The risk to evidence"), needed=False, most=LONGEST)
    measures_evidence = SelectMultipleField(N_("Measures to keep evidence"), choices=options(measures.KINDS))
    risk_other = text(N_("Another risk"), needed=False, most=LONGEST)
    measures_other = SelectMultipleField(N_("Measures against that risk"), choices=options(measures.KINDS))

    def validate(self, extra_validators: object = None) -> bool:  # noqa: ARG002 - as WTForms calls it
        fine = super().validate()
        for name in ("questions", "people", "papers"):
            lines = of_lines(self[name].data)
            if len(lines) > MOST or any(len(line) > LONGEST for line in lines):
                said = _("At most %(most)s lines, of at most %(longest)s characters.", most=MOST, longest=LONGEST)
                self[name].errors = [said]
                fine = False
        return fine

    def template(self, before: Template) -> Template:
        """As it was typed; of which issues it is stays."""
        risks = tuple(
            Risk(risk, words, tuple(self[f"measures_{risk}"].data or ()))
            for risk in RISKS
            if (words := (self[f"risk_{risk}"].data or "").strip())
        )
        questions, people, papers = (of_lines(self[name].data) for name in ("questions", "people", "papers"))
        return Template(before.kind, before.issues, questions, people, papers, risks)


def of_lines(typed: str | None) -> tuple[str, ...]:
    """Each line once, without what stands around it."""
    return tuple(dict.fromkeys(line.strip() for line in (typed or "").splitlines() if line.strip()))


def typed_of(template: Template) -> dict[str, Any]:
    """The fields of a form that says what the template says."""
    found: dict[str, Any] = {
        name: "\n".join(getattr(template, name)) for name in ("questions", "people", "papers")
    }  # fmt: skip
    for one in template.risks:
        before = found.get(f"risk_{one.risk}", "")
        found[f"risk_{one.risk}"] = f"{before}\n{one.text}".strip()
        found[f"measures_{one.risk}"] = [*found.get(f"measures_{one.risk}", []), *one.measures]
    return found
