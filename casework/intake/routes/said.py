"""From the fields of the form to a report."""

from casework.cases.actions.reporting import Report
from casework.cases.lifecycle.closest import BY_NAME, WHO_AM_I
from casework.intake.forms import ReportForm
from casework.intake.forms.report import TALK

SAID = ("happened_on", "place", "people", "wants", "access")


def report_in(form: ReportForm, kind: str, site_id: int, then: str) -> Report:
    """As typed; of an anonymous one neither name nor contact, whatever the browser sent along."""
    known = form.mode.data != "anonymous"
    particulars = {name: form[name].data for name in SAID if form[name].data}
    particulars["closest"] = BY_NAME[kind].label
    who = form.who_am_i.data if form.who_am_i.data in dict(WHO_AM_I) else ""
    if who:
        particulars["who_am_i"] = dict(WHO_AM_I)[who]
    if then == TALK:
        particulars["wants_to_talk"] = "yes"
    return Report(
        kind=kind,
        site_id=site_id,
        what=form.what.data or "",
        mode=form.mode.data,
        name=(form.name.data or "") if known else "",
        contact=(form.contact.data or "") if known else "",
        who_am_i=who,
        avoid=frozenset(form.avoid.data or ()),
        particulars=particulars,
    )
