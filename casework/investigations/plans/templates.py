"""What a plan is drawn from: ready-made words by kind as TOML, an organisation's own as JSON."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from casework.settings import N_

KINDS = {
    "harassment": N_("Harassment"),
    "discrimination": N_("Discrimination"),
    "bullying": N_("Bullying and treatment"),
    "misconduct": N_("Misconduct"),
    "pay": N_("Pay and conditions"),
    "retaliation": N_("Retaliation"),
}
RISKS = {
    "retaliation": N_("Retaliation"),
    "contact": N_("Contact between the parties"),
    "evidence": N_("Evidence at risk"),
    "other": N_("Another risk"),
}


@dataclass(frozen=True, slots=True)
class Risk:
    """What could go wrong meanwhile; `measures`: kinds of interim measure that could keep it from going wrong."""

    risk: str
    text: str
    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """`issues`: of which allegations it is. `questions` are asked of each such allegation by itself."""

    kind: str
    issues: tuple[str, ...]
    questions: tuple[str, ...]
    people: tuple[str, ...]
    papers: tuple[str, ...]
    risks: tuple[Risk, ...]


@cache
def ready(kind: str) -> Template:
    """As it comes with Casework; one of `KINDS`."""
    text = (resources.files("casework.investigations.plans") / f"{kind}.toml").read_text("utf-8")
    return _of(kind, tomllib.loads(text))


@cache
def parse(kind: str, body: str) -> Template:
    """A version never changes, so that it is read once."""
    return _of(kind, json.loads(body))


def dump(template: Template) -> str:
    said: dict[str, Any] = {
        "issues": template.issues, "questions": template.questions, "people": template.people,
        "papers": template.papers,
        "risks": [{"risk": one.risk, "text": one.text, "measures": one.measures} for one in template.risks],
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False)


def _of(kind: str, said: Mapping[str, Any]) -> Template:
    issues, questions, people, papers = (tuple(said[name]) for name in ("issues", "questions", "people", "papers"))
    risks = tuple(Risk(one["risk"], one["text"], tuple(one["measures"])) for one in said["risks"])
    return Template(kind, issues, questions, people, papers, risks)
