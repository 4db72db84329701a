"""From templates to a plan: one set of questions for each allegation, everything else once."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from .templates import Template

QUESTION, PERSON, PAPER, RISK = "question", "person", "paper", "risk"
HEARD = ("complainant", "respondent", "witness")
"""Who of a case is heard whatever it is about, in this order."""


class Alleged(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def issue(self) -> str | None: ...


class Concerned(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def role(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Drawn:
    """One thing to be done. A person is somebody of the case, or described in words; the measures are a risk's."""

    kind: str
    text: str = ""
    allegation_id: int | None = None
    party_id: int | None = None
    risk: str = ""
    measures: tuple[str, ...] = ()

    @property
    def same(self) -> tuple[str, str, int | None, int | None, str]:
        """What two things are told apart by."""
        return (self.kind, self.text, self.allegation_id, self.party_id, self.risk)


def fitting(templates: Mapping[str, Template], issues: Iterable[str | None]) -> tuple[str, ...]:
    """The kinds that the issues of a case call for, each once, in the order of the allegations."""
    found = (kind for issue in issues for kind, template in templates.items() if issue in template.issues)
    return tuple(dict.fromkeys(found))


def draw(
    templates: Sequence[Template], allegations: Sequence[Alleged], parties: Sequence[Concerned]
) -> tuple[Drawn, ...]:  # fmt: skip
    """Nothing twice, and in an order that the same case always has."""
    things = (*_questions(templates, allegations), *_people(templates, parties), *_rest(templates))
    return tuple({thing.same: thing for thing in things}.values())


def missing(drawn: Iterable[Drawn], known: Collection[tuple[str, str, int | None, int | None, str]]) -> list[Drawn]:
    """What a plan has not, nor ever had: what was dropped from it is not brought back."""
    return [thing for thing in drawn if thing.same not in known]


def _questions(templates: Sequence[Template], allegations: Sequence[Alleged]) -> Iterator[Drawn]:
    """Of an allegation those of its own kind; of one whose kind was not chosen, those of all that were."""
    if not allegations:
        yield from (Drawn(QUESTION, words) for template in templates for words in template.questions)
    for allegation in allegations:
        own = [template for template in templates if allegation.issue in template.issues]
        for template in own or templates:
            for words in template.questions:
                yield Drawn(QUESTION, words, allegation.id)


def _people(templates: Sequence[Template], parties: Sequence[Concerned]) -> Iterator[Drawn]:
    for role in HEARD:
        yield from (Drawn(PERSON, party_id=party.id) for party in parties if party.role == role)
    yield from (Drawn(PERSON, words) for template in templates for words in template.people)


def _rest(templates: Sequence[Template]) -> Iterator[Drawn]:
    yield from (Drawn(PAPER, words) for template in templates for words in template.papers)
    for template in templates:
        yield from (Drawn(RISK, one.text, risk=one.risk, measures=one.measures) for one in template.risks)
