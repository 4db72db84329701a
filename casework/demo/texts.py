"""What the demo's cases say: matters written whole, and shorter ones put together from fragments."""

import csv
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

FOLDER = files(__package__) / "texts"
KINDS = ("harassment", "discrimination", "grievance", "disciplinary")
STAFF = ("Employee relations", "Employee assistance", "Internal audit", "Learning", "Legal", "Management")
CROWD = 180
FINDINGS = {
    "substantiated": "substantiated",
    "partly": "partly substantiated",
    "not": "not substantiated",
    "inconclusive": "inconclusive",
}


@dataclass(frozen=True, slots=True)
class Employee:
    """One line of Northfield's directory. `courtesy` is how one would address them: Ms, Mr."""

    number: str
    name: str
    courtesy: str
    department: str
    location: str
    manager: str
    employer: str

    @property
    def said(self) -> str:
        return f"{self.courtesy} {self.name.split(maxsplit=1)[1]}"

    @property
    def email(self) -> str:
        return ".".join(self.name.lower().split()) + "@northfield.example"

    @property
    def relation(self) -> str:
        return "agency worker" if self.employer else "employee"


@dataclass(frozen=True, slots=True)
class Claim:
    """One allegation, with the finding that it will have."""

    issue: str
    bases: tuple[str, ...]
    text: str
    finding: str
    reason: str


@dataclass(frozen=True, slots=True)
class Written:
    """A note: its class, heading and text; with `reason` and `now` where it was corrected later."""

    class_: str
    heading: str
    text: str
    reason: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """All that one case may say from beginning to end; how much of it is told depends on its state. `months`: those
    in which it can have come in, where it speaks of dates."""

    kind: str
    title: str
    what: str
    site: str
    channel: str = "form"
    mode: str = "named"
    complainant: Employee | None = None
    respondents: tuple[Employee, ...] = ()
    witnesses: tuple[Employee, ...] = ()
    particulars: dict[str, str] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    notes: tuple[Written, ...] = ()
    messages: tuple[tuple[bool, str], ...] = ()
    measures: tuple[tuple[str, bool, str], ...] = ()
    tasks: tuple[str, ...] = ()
    decision: str = "no action"
    outcome: str = ""
    told: str = ""
    told_respondent: str = ""
    months: tuple[int, ...] = ()


@cache
def directory() -> dict[str, Employee]:
    """Everybody who works at Northfield, by name."""
    with (FOLDER / "directory.csv").open(encoding="utf-8") as lines:
        known = {row["name"]: Employee(**row) for row in csv.DictReader(lines)}
    return known | _crowd(known)


def _crowd(known: dict[str, Employee]) -> dict[str, Employee]:
    """Colleagues for everybody who leads a team, so that nobody is in every other case."""
    rng, names, found = Random("crowd"), _read("names.toml"), dict[str, Employee]()
    heads = {one.manager for one in known.values()}
    led = [
        one for one in known.values()
        if one.number not in heads and one.department not in STAFF and one.location in names
    ]  # fmt: skip
    bosses = {(one.department, one.location): one.manager for one in reversed(led)}
    teams = sorted(bosses)
    while len(found) < CROWD:
        department, location = teams[len(found) % len(teams)]
        courtesy = rng.choice(("Ms", "Mr"))
        name = f"{rng.choice(names[location][courtesy])} {rng.choice(names[location]['surnames'])}"
        if name not in found and name not in known:
            number, manager = str(2000 + len(found)), bosses[department, location]
            found[name] = Employee(number, name, courtesy, department, location, manager, "")
    return found


@cache
def fragments() -> dict[str, Any]:
    return _read("fragments.toml")


@cache
def whole() -> tuple[Matter, ...]:
    """The matters that are written out, kind by kind in turn, so that any first few of them are mixed."""
    by_kind = [[_matter(kind, row) for row in _rows(kind)] for kind in KINDS]
    longest = max(map(len, by_kind))
    return tuple(found[i] for i in range(longest) for found in by_kind if i < len(found))


def _rows(kind: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = _read(f"{kind}.toml")["matter"]
    return rows


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def _matter(kind: str, row: dict[str, Any]) -> Matter:
    complainant = directory()[row["c"]] if row["c"] else None
    respondents, witnesses = people(row["r"]), people(row["w"])
    around = [*respondents, *([complainant] if complainant else []), *witnesses]
    said = {"happened_on": row.get("when", ""), "place": row.get("where", ""), "wants": row.get("wish", "")}
    return Matter(
        kind=kind,
        title=row["title"],
        what=row["what"].strip(),
        site=row.get("site") or (around[0].location if around else "Rotterdam"),
        channel=row.get("channel", "form"),
        mode=row.get("mode", "named"),
        complainant=complainant,
        respondents=respondents,
        witnesses=witnesses,
        particulars={name: text for name, text in said.items() if text},
        claims=tuple(_claim(claim) for claim in row["allegations"]),
        notes=tuple(written(line) for line in row["notes"]),
        messages=tuple(_message(line) for line in row["messages"]),
        measures=tuple(measure(line) for line in row["measures"]),
        tasks=tuple(row["tasks"]),
        decision=row.get("decision", "no action"),
        outcome=row["outcome"],
        told=row["told"],
        told_respondent=row["told_r"],
        months=tuple(row.get("months", ())),
    )


def people(names: Sequence[str]) -> tuple[Employee, ...]:
    return tuple(directory()[name] for name in names)


def issue(text: str) -> str:
    """`misconduct (theft)` is how it is written, `theft` how it is kept."""
    inner = text.removeprefix("misconduct (").removesuffix(")")
    return "conflict" if inner == "conflict between colleagues" else inner


def _claim(row: dict[str, Any]) -> Claim:
    return Claim(issue(row["issue"]), tuple(row["bases"]), row["text"], FINDINGS[row["finding"]], row["reason"])


def written(line: str) -> Written:
    """`heading|text`, `privileged|heading|text`, `medical|…`, or `corrected|heading|text|reason|text as it is now`."""
    parts = line.split("|")
    if parts[0] == "corrected":
        _, heading, text, reason, now = parts
        return Written("internal", heading, text, reason, now)
    if parts[0] in ("privileged", "medical"):
        return Written(*parts)
    heading, text = parts
    return Written("internal", heading, text)


def _message(line: str) -> tuple[bool, str]:
    """`them|…` is the reporter's."""
    who, text = line.split("|", 1)
    return who == "them", text


def measure(line: str) -> tuple[str, bool, str]:
    """What, whether it is for the respondent (else the complainant), paid or not."""
    what, whom, paid = line.split("|")
    return what, whom == "r", paid
