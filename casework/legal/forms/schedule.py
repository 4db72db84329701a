"""The organisation's schedule as it is typed: months by kind, and which further facts of a law hold where."""

from collections.abc import Iterator, Mapping
from typing import Any

from wtforms import HiddenField, IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.validators import Optional as Blank

from casework.cases.queries.schedule import LINES, SAYS, Schedule
from casework.clocks import packs, retention
from casework.settings import N_
from casework.web.forms import Form
from casework.web.text import _, gettext

LONGEST = 1200
KEYS = tuple(LINES)


class Typed(Form):
    nonce = HiddenField()
    law = SelectField(_(N_("Law for what names no site")))
    chosen = SelectMultipleField(_(N_("What else holds, and where")), validate_choice=False)

    def validate(self, extra_validators: object = None) -> bool:  # noqa: ARG002 - as WTForms calls it
        fine = super().validate()
        for _key, least, most, _source in rows_of(self):
            if isinstance(least.data, int) and isinstance(most.data, int) and most.data < least.data:
                most.errors = [_("At most is shorter than at least.")]
                fine = False
        return fine


def _fields() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for place, label in enumerate(LINES.values()):
        months = [InputRequired(), NumberRange(1, LONGEST, _("A whole number of months, from 1 to 1200."))]
        named = {"kind": gettext(label)}
        found[f"least_{place}"] = IntegerField(_(N_("%(kind)s: at least, in months"), **named), months)
        found[f"most_{place}"] = IntegerField(_(N_("%(kind)s: at most, in months"), **named), months)
        found[f"source_{place}"] = StringField(_(N_("%(kind)s: on what ground"), **named), [Blank(), Length(max=120)])
    return found


ScheduleForm: type[Typed] = type("ScheduleForm", (Typed,), _fields())


def rows_of(form: Any) -> Iterator[tuple[str, Any, Any, Any]]:
    """Key, at least, at most, ground, in the order of the lines."""
    for place, key in enumerate(KEYS):
        yield key, form[f"least_{place}"], form[f"most_{place}"], form[f"source_{place}"]


def start(plan: Schedule, stored: Mapping[str, Any]) -> dict[str, Any]:
    """As it is now."""
    found: dict[str, Any] = {"law": stored["law"]}
    for place, key in enumerate(KEYS):
        own = plan.own[key]
        found |= {f"least_{place}": own.least, f"most_{place}": own.most}
        found[f"source_{place}"] = "" if own.source == SAYS else own.source
    found["chosen"] = [f"{site}:{key}" for site, keys in stored["chosen"].items() for key in keys]
    return found


def fill(form: Any, plan: Schedule) -> None:
    form.law.choices = [("", _("none: the schedule alone")), *((code, packs.load(code).name) for code in packs.CODES)]
    form.chosen.choices = [
        (f"{place.id}:{key}", f"{place.name or _('no site')}: {gettext(rule.name)}")
        for place in plan.places.values()
        if place.law is not None
        for key, rule in retention.variants(place.law).items()
    ]


def written(form: Any, plan: Schedule, *, owner: str, today: str) -> dict[str, Any]:
    """What is stored. A line that was not changed keeps whose it is and since when."""
    own = {}
    for key, least, most, source in rows_of(form):
        now, ground = plan.own[key], (source.data or "").strip() or SAYS
        same = (now.least, now.most, now.source) == (least.data, most.data, ground)
        own[key] = {
            "least": least.data, "most": most.data, "source": ground, "owner": now.owner if same else owner,
            "dated": now.dated.isoformat() if same else today,
        }  # fmt: skip
    chosen: dict[str, list[str]] = {}
    known = {value for value, _label in form.chosen.choices}
    for value in sorted(set(form.chosen.data or ()) & known):
        site, _colon, key = value.partition(":")
        chosen.setdefault(site, []).append(key)
    return {"own": own, "law": form.law.data or "", "chosen": chosen}
