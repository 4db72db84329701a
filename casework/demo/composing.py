"""The shorter cases: one line of what happened, told by somebody of some department, in their own order."""

from collections import Counter
from random import Random

from .texts import STAFF, Claim, Employee, Matter, Written, directory, fragments, issue, measure, whole, written

CHANNELS = ("form",) * 6 + ("phone", "person", "letter", "manager")
MODES = ("named",) * 4 + ("confidential",) * 3 + ("anonymous",) * 2
FINDINGS = ("substantiated",) * 4 + ("partly",) * 3 + ("not",) * 3 + ("inconclusive",)
NAMES = {"partly": "partly substantiated", "not": "not substantiated"}
HAND_OUT = ("grievance", "harassment", "grievance", "discrimination", "disciplinary", "harassment")
IN_TEXT = {
    "IT": "IT", "Service desk": "the service desk", "Kitchen": "the kitchen", "Store": "the store",
    "Canteen": "the canteen", "Bakery": "the bakery", "Warehouse": "the warehouse",
}  # fmt: skip
"""How one speaks of a department; the others in lower case."""
HANDS = ("Packing", "Logistics", "Bakery", "Transport", "Facilities", "Canteen", "Store", "Warehouse", "Kitchen")
ONLY_THERE = (
    "shift", "radio", "belt", "machine", "lorry", "tools", "flour", "loading", "slicer", "weekend", "night", "rota",
    "Sunday", "uniform",
)  # fmt: skip
"""Words that belong to work by hand, and to no office."""


def composed(count: int) -> list[Matter]:
    """`count` matters, no two alike. Each line is told once before any is told again, by others and otherwise."""
    found: list[Matter] = []
    busy = Counter(one.name for matter in whole() for one in (*matter.respondents, *matter.witnesses))
    for variant in (0, 1):
        waiting = {kind: _lines(kind, variant) for kind in HAND_OUT}
        while any(waiting.values()):
            for kind in HAND_OUT:
                if waiting[kind] and len(found) < count:
                    line = waiting[kind].pop(0)
                    found.append(_compose(kind, line, variant, busy, Random(f"{kind} {line} {variant}")))
            if len(found) >= count:
                return found
    return found


def _lines(kind: str, variant: int) -> list[str]:
    lines: list[str] = fragments()[kind]["matters"]
    return [line for line in lines if line.split("|")[2 + variant]]


def _compose(kind: str, line: str, variant: int, busy: Counter[str], rng: Random) -> Matter:
    what, bases, first, second, core = line.split("|")
    complainant, respondent, witnesses = _cast(kind, core, busy, rng)
    slots = {
        "team": IN_TEXT.get(complainant.department, complainant.department.lower()),
        "site": complainant.location,
        "r": respondent.said if respondent else "",
        "c": complainant.said,
        "w": witnesses[0].said,
    }
    channel = rng.choice(CHANNELS) if kind != "disciplinary" else rng.choice(("manager", "manager", "letter", "person"))
    mode = rng.choice(MODES) if channel == "form" else "named"
    told_by_phone = channel in ("phone", "person")
    claim = _claim(issue(what), bases, core.format(**slots), rng)
    return Matter(
        kind=kind,
        title=(first, second)[variant].format(**slots),
        what=_narrative(core, slots, kind == "disciplinary", variant, rng),
        site=complainant.location,
        channel=channel,
        mode=mode,
        complainant=complainant if mode != "anonymous" else None,
        respondents=(respondent,) if respondent else (),
        witnesses=witnesses,
        particulars={} if kind == "disciplinary" else _particulars(slots, rng, access=not told_by_phone),
        claims=(claim,),
        notes=_notes(respondent, slots, rng),
        messages=() if channel == "manager" else _dialogue(rng),
        measures=(measure(rng.choice(fragments()["notes"]["measures"])),) if respondent and rng.random() < 0.3 else (),
        tasks=tuple(text.format(**slots) for text in rng.sample(fragments()["notes"]["tasks"], rng.randint(1, 2))),
        decision=_decision(claim, rng) if kind == "disciplinary" else "no action",
        outcome=_end("outcome", rng),
        told=_end("told", rng),
        told_respondent=_end("told_r", rng),
    )


def _cast(
    kind: str, core: str, busy: Counter[str], rng: Random
) -> tuple[Employee, Employee | None, tuple[Employee, ...]]:
    """Somebody of a department, whom they mean, and who was there: those first who are in fewest cases."""
    by_hand = any(word in core for word in ONLY_THERE)
    teams: dict[tuple[str, str], list[Employee]] = {}
    for one in directory().values():
        if one.department not in STAFF and (one.department in HANDS or not by_hand):
            teams.setdefault((one.department, one.location), []).append(one)
    fitting = [people for people in teams.values() if len(people) >= 4]
    team = rng.choice(fitting)
    if kind == "disciplinary":
        team = min(fitting, key=lambda people: (busy[people[0].name], rng.random()))
    boss, *others = team[0], *sorted(team[1:], key=lambda one: (busy[one.name], rng.random()))
    if kind == "disciplinary":
        teller, accused, present = boss, [others[0]], others[1:2]
    else:
        accused = [boss if busy[boss.name] < 3 and rng.random() < 0.6 else others.pop(0)] if "{r}" in core else []
        teller, present = others[0], others[1 : rng.choice((2, 2, 3))]
    busy.update(one.name for one in (teller, *accused, *present))
    return teller, next(iter(accused), None), tuple(present)


def _narrative(core: str, slots: dict[str, str], official: bool, variant: int, rng: Random) -> str:
    happened = core.format(**slots)
    if official:
        return happened
    openings = fragments()["openings"]
    opening = rng.choice(openings["self" if variant == 0 else "after"]).format(**slots)
    effects = rng.sample(openings["effects"], 2)
    if variant == 0:
        return f"{opening} {happened}\n\n{' '.join(filter(None, effects))}".strip()
    return f"{happened} {effects[0]}\n\n{opening} {effects[1]}".strip()


def _particulars(slots: dict[str, str], rng: Random, *, access: bool) -> dict[str, str]:
    openings = fragments()["openings"]
    said = {
        "happened_on": rng.choice(openings["when"]),
        "place": rng.choice(openings["where"]).format(**slots),
        "wants": rng.choice(openings["wishes"]),
        "access": rng.choice(openings["access"]) if access else "",
    }
    return {name: text for name, text in said.items() if text}


def _claim(what: str, bases: str, text: str, rng: Random) -> Claim:
    finding = rng.choice(FINDINGS)
    return Claim(what, (bases,) if bases else (), text, NAMES.get(finding, finding), _end(finding, rng))


def _notes(respondent: Employee | None, slots: dict[str, str], rng: Random) -> tuple[Written, ...]:
    pairs = [line for line in fragments()["notes"]["pairs"] if respondent or "{r}" not in line]
    return tuple(written(line.format(**slots)) for line in rng.sample(pairs, rng.randint(2, 4)))


def _dialogue(rng: Random) -> tuple[tuple[bool, str], ...]:
    notes = fragments()["notes"]
    said = [(False, rng.choice(notes["first"]))]
    if rng.random() < 0.7:
        said += [(False, rng.choice(notes["questions"])), (True, rng.choice(notes["answers"]))]
    if rng.random() < 0.5:
        said.append((False, rng.choice(notes["later"])))
    return tuple(said)


def _decision(claim: Claim, rng: Random) -> str:
    if claim.finding in ("not substantiated", "inconclusive"):
        return "no action"
    return rng.choice(("coaching", "verbal warning", "written warning", "written warning", "final written warning"))


def _end(name: str, rng: Random) -> str:
    found: str = rng.choice(fragments()["ends"][name])
    return found
