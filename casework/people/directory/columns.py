"""The columns of a directory file, under the names that personnel systems give them."""

import re
import unicodedata
from collections.abc import Sequence

NAMES: dict[str, tuple[str, ...]] = {
    "number": (
        "id", "employee id", "employee number", "employee no", "emp id", "staff id", "staff number", "person id",
        "personnel number", "personnel no", "number", "no", "personalnummer", "mitarbeiternummer", "personalnr",
        "personeelsnummer", "medewerkernummer", "ansattnummer", "ansattnr",
    ),
    "name": (
        "name", "full name", "employee name", "display name", "naam", "navn", "mitarbeiter", "medewerker", "ansatt",
    ),
    "first": ("first name", "given name", "forename", "vorname", "voornaam", "fornavn"),
    "last": ("last name", "surname", "family name", "nachname", "achternaam", "etternavn"),
    "email": ("email", "e mail", "mail", "work email", "email address", "e mail address", "epost", "e post"),
    "department": ("department", "dept", "team", "unit", "org unit", "abteilung", "afdeling", "avdeling"),
    "location": ("location", "site", "office", "place", "workplace", "standort", "ort", "locatie", "vestiging", "sted"),
    "manager": (
        "manager id", "manager", "manager number", "manager no", "manager employee id", "supervisor", "supervisor id",
        "reports to", "line manager", "line manager id", "vorgesetzter", "vorgesetzte", "leidinggevende", "leder",
        "leder id",
    ),
    "employer": ("employer", "company", "legal entity", "agency", "arbeitgeber", "firma", "werkgever", "arbeidsgiver"),
    "agreement": ("agreement", "collective agreement", "union agreement", "tarif", "tarifvertrag", "cao", "tariff"),
    "start": (
        "start", "start date", "hire date", "hired", "from", "entry date", "eintritt", "eintrittsdatum",
        "in dienst", "startdatum", "startdato",
    ),
    "end": (
        "end", "end date", "termination date", "leave date", "left", "until", "exit date", "austritt",
        "austrittsdatum", "uit dienst", "einddatum", "sluttdato",
    ),
}  # fmt: skip
_KNOWN = {name: field for field, names in NAMES.items() for name in names}


def matched(header: Sequence[str]) -> dict[str, int]:
    """Field → place, for each heading that is known; the first of two alike counts."""
    found: dict[str, int] = {}
    for place, heading in enumerate(header):
        field = _KNOWN.get(_plain(heading))
        if field is not None:
            found.setdefault(field, place)
    return found


def unknown(header: Sequence[str]) -> list[str]:
    """Headings that nothing is taken from."""
    return [heading for heading in header if heading.strip() and _plain(heading) not in _KNOWN]


def _plain(heading: str) -> str:
    bare = unicodedata.normalize("NFKC", heading).casefold()
    return " ".join(re.sub(r"[\W_]+", " ", bare).split())
