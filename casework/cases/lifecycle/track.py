"""The track: where a case has been, who took it there and when, where it is, and what lies ahead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from .workflow import Workflow

DONE, NOW, NEXT = "done", "now", "next"


class Taken(Protocol):
    """A step that was taken; rows and the timeline's lines both are."""

    @property
    def at(self) -> datetime: ...
    @property
    def by(self) -> int: ...
    @property
    def to_state(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Point:
    """One state on the track. `at` and `by` of the last time that the case came there."""

    state: str
    label: str
    status: str
    at: datetime | None = None
    by: int = 0


def track(
    flow: Workflow[Any], state: str, received_at: datetime, opened_by: int, taken: Sequence[Taken]
) -> list[Point]:
    """`taken`: oldest first. States that were left by going back are ahead again."""
    walked: dict[str, tuple[datetime, int]] = {flow.path[0]: (received_at, opened_by)}
    for step in taken:
        if step.to_state in walked:
            for later in list(walked)[list(walked).index(step.to_state) :]:
                del walked[later]
        walked[step.to_state] = (step.at, step.by)
    points = [
        Point(name, flow.states[name], NOW if name == state else DONE, at, by)
        for name, (at, by) in walked.items()
        if name in flow.states
    ]
    return points + [Point(name, flow.states[name], NEXT) for name in _ahead(flow, state)]


def _ahead(flow: Workflow[Any], state: str) -> Sequence[str]:
    """The rest of the way straight through; from a side path, what its steps lead to on it."""
    if state in flow.path:
        return flow.path[flow.path.index(state) + 1 :]
    ends = [
        step.end for step in flow.steps if state in step.starts and step.end in flow.path and not _goes_back(step.name)
    ]
    return flow.path[min(flow.path.index(end) for end in ends) :] if ends else ()


def _goes_back(name: str) -> bool:
    return name in ("reopen", "triage again", "return", "plan")
