"""What is different between two versions, question by question."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from .questions import Question, Questionnaire

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"
_SAYS = tuple(field.name for field in fields(Question) if field.name != "id")


@dataclass(frozen=True, slots=True)
class Change:
    """`what`: the parts of a changed question that are not as they were."""

    id: str
    how: str
    what: tuple[str, ...] = ()


def changed(old: Questionnaire, new: Questionnaire) -> tuple[Change, ...]:
    """In the order of the new one; what was removed stands last."""
    before = {question.id: question for question in old.questions}
    after = {question.id: question for question in new.questions}
    moved = _moved([id_ for id_ in before if id_ in after], [id_ for id_ in after if id_ in before])
    found = []
    for id_, question in after.items():
        if id_ not in before:
            found.append(Change(id_, ADDED))
            continue
        if what := tuple(name for name in _SAYS if getattr(before[id_], name) != getattr(question, name)):
            found.append(Change(id_, CHANGED, what))
        if id_ in moved:
            found.append(Change(id_, MOVED))
    return (*found, *(Change(id_, REMOVED) for id_ in before if id_ not in after))


def _moved(old: list[str], new: list[str]) -> set[str]:
    """Those that stand before or after others than they did, as few as possible: all but the longest run in order."""
    place = {id_: at for at, id_ in enumerate(old)}
    best: dict[str, list[str]] = {}
    for id_ in new:
        best[id_] = [*_longest(run for last, run in best.items() if place[last] < place[id_]), id_]
    return set(new) - set(_longest(best.values()))


def _longest(runs: Iterable[list[str]]) -> list[str]:
    return max(runs, key=len, default=[])
