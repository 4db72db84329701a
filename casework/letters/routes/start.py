"""What a letter begins with: the organisation's words, and what the case knows already."""

from datetime import datetime

from casework.cases.lifecycle import OUTCOMES
from casework.cases.lifecycle import kinds as cases
from casework.cases.queries.record import AllegationShown, Record
from casework.cases.routes.words import label
from casework.clocks.packs import Pack
from casework.clocks.rules import add_months
from casework.letters.queries.known import About, Reader, alleged
from casework.letters.queries.letters import Written
from casework.letters.queries.templates import Version
from casework.letters.writing import kinds, places, template
from casework.settings import N_
from casework.web import text
from casework.web.text import _

HEARINGS = {kinds.HEARING: "disciplinary", kinds.INTERVIEW: "interview", kinds.APPEAL_RECEIVED: "disciplinary"}
"""At what the law may give them a companion, by its own word."""
RESULTS = {
    "upheld": N_("The appeal is upheld: the decision falls."),
    "varied": N_("The appeal is upheld in part: the decision is changed."),
    "dismissed": N_("The appeal is dismissed: the decision stands."),
}


def begin(shown: Record, kind: str, reader: Reader, words: Version, about: About | None, zone: str) -> Written:
    """For this reader: of what the case knows only that for which their letter has a place."""
    may = places.allowed(kind, reader.role)
    known = _known(shown, kind, reader, about, zone)
    return Written(
        kind=kind, reader=reader.role, subject=words.words.subject, text=template.for_reader(words.words.text, may),
        places={name: said for name, said in known.items() if name in may and said},
    )  # fmt: skip


def _known(shown: Record, kind: str, reader: Reader, about: About | None, zone: str) -> dict[str, str]:
    known = _of(about, zone) if about is not None else {}
    if kind in (kinds.ALLEGATIONS, kinds.HEARING):
        known["allegations"] = "\n\n".join(filter(None, map(_alleged, alleged(shown, reader.party_id))))
    if kind in (kinds.OUTCOME, kinds.DECISION, kinds.CLEARING):
        known["findings"] = "\n".join(filter(None, map(_found, alleged(shown, reader.party_id))))
    return known


def _of(about: About, zone: str) -> dict[str, str]:
    known = {"place": about.place, "reasons": about.reason, "result": _(RESULTS.get(about.result, about.result))}
    if about.starts_at is not None:
        known |= _moment(about.starts_at, zone)
    if about.interpreter:
        known["arrangements"] = _("An interpreter: %(which)s", which=about.interpreter)
    if about.received_on is not None:
        known["received_on"] = about.received_on.isoformat()
    if about.outcome:
        word = label(OUTCOMES, about.outcome)
        known |= {"sanction": f"{word}. {about.what}".strip(), "level": word.lower()}
    if about.from_on is not None:
        known["from_day"] = about.from_on.isoformat()
        if about.months:
            known["until_day"] = add_months(about.from_on, about.months).isoformat()
    return known


def _moment(at: datetime, zone: str) -> dict[str, str]:
    local = at.astimezone(text.zone_of(zone))
    return {"day": local.date().isoformat(), "time": f"{local:%H:%M}"}


def companions(law: Pack | None, kind: str, of_case: str) -> str:
    """What the law of the place says of whom they may bring, for whoever writes: with its source."""
    if law is None or kind not in HEARINGS:
        return ""
    wanted = "grievance" if kind != kinds.INTERVIEW and of_case != cases.DISCIPLINARY else HEARINGS[kind]
    said = [f"{one.says} ({one.source})" for one in law.companions.values() if wanted in one.hearings]
    return " ".join(said)


def _alleged(one: AllegationShown) -> str:
    return one.text or (label(cases.ISSUES, one.issue) if one.issue else "")


def _found(one: AllegationShown) -> str:
    if one.finding is None or not one.finding.finding:
        return ""
    issue = label(cases.ISSUES, one.issue) if one.issue else _("Allegation %(n)s", n=one.position)
    return f"{issue}: {label(cases.FINDINGS, one.finding.finding).lower()}."
