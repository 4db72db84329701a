"""A workflow is a table that a specialist could read; the machine only walks it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar, cast

from transitions import EventData, Machine

from casework.access import Action
from casework.settings import N_, Said


class HasState(Protocol):
    """All that a machine itself looks at; guards look at more."""

    @property
    def state(self) -> str: ...


F = TypeVar("F", bound=HasState)
"""What the guards of one workflow look at, as one frozen value."""
NOT_FROM_HERE = N_("Not possible while the case is “%(state)s”.")


@dataclass(frozen=True, slots=True)
class Guard(Generic[F]):
    """`refuses` says in words why not yet, None when it is satisfied; `anchor` is where on the page to look."""

    name: str
    refuses: Callable[[F], tuple[str, Said] | None]


@dataclass(frozen=True, slots=True)
class Need(Generic[F]):
    """A guard of one step. `override`: a lead may go past it with a reason, which is on the trail."""

    guard: Guard[F]
    override: bool = False


@dataclass(frozen=True, slots=True)
class Why:
    """Why a step is not possible yet: the sentence, where to look, and whether a reason gets past it."""

    guard: str
    said: Said
    anchor: str = ""
    overridable: bool = False

    def __str__(self) -> str:
        return str(self.said)


@dataclass(frozen=True, slots=True)
class Step(Generic[F]):
    """`verb`: the step is taken by a verb of its own (approve, close, appeal …) and not by the plain form."""

    name: str
    label: str
    starts: tuple[str, ...]
    end: str
    needs: tuple[Need[F], ...] = ()
    action: Action = Action.TAKE_STEP
    verb: str = ""
    reason: bool = False


@dataclass(frozen=True, slots=True)
class Next(Generic[F]):
    """One step that can come next, with all that stands in its way."""

    step: Step[F]
    whys: tuple[Why, ...]

    @property
    def possible(self) -> bool:
        return not self.whys

    @property
    def overridable(self) -> bool:
        """Something stands in the way, and a reason gets past all of it."""
        return bool(self.whys) and all(why.overridable for why in self.whys)


class IllegalStep(Exception):
    """The step is not possible. `reasons` are sentences for the person who asked; `whys` also say where to look."""

    def __init__(self, step: str, whys: Sequence[Why]) -> None:
        super().__init__(f"{step}: {'; '.join(map(str, whys))}")
        self.step, self.whys = step, list(whys)

    @property
    def reasons(self) -> list[Said]:
        return [why.said for why in self.whys]


@dataclass(slots=True)
class _Walker:
    """Carries one case through the shared machine, so that rows stay plain rows."""

    facts: Any
    past: Collection[str]
    state: str


class Workflow(Generic[F]):
    """One machine for all cases of a kind; it holds no case. `path`: the states of the way straight through."""

    def __init__(
        self, states: dict[str, str], path: Sequence[str], steps: Sequence[Step[F]], not_from_here: str = NOT_FROM_HERE
    ) -> None:
        self.states, self.path, self.steps, self._not = states, tuple(path), tuple(steps), not_from_here
        self._machine = Machine(
            model=None, states=list(states), initial=path[0], auto_transitions=False, send_event=True
        )
        for step in steps:
            for start in step.starts:
                guards: list[str | Callable[..., bool | None]] = [_satisfied(need) for need in step.needs]
                self._machine.add_transition(step.name, start, step.end, conditions=guards)

    def step(self, name: str, state: str) -> Step[F] | None:
        return next((step for step in self.steps if step.name == name and state in step.starts), None)

    def why_not(self, name: str, facts: F) -> list[Why]:
        """Everything that stands in the way, empty when the step is possible now."""
        step = self.step(name, facts.state)
        if step is None:
            return [Why("state", Said(self._not, {"state": self.states.get(facts.state, facts.state)}))]
        return _whys(step, facts)

    def after(self, name: str, facts: F, past: Collection[str] = ()) -> str:
        """The state that follows; IllegalStep with the reasons when there is none. `past`: guards that are gone
        past with a reason, where the table allows it."""
        whys = [why for why in self.why_not(name, facts) if not (why.overridable and why.guard in past)]
        if whys:
            raise IllegalStep(name, whys)
        walker = _Walker(facts, past, facts.state)
        if not self._machine.events[name].trigger(walker):
            raise IllegalStep(name, self.why_not(name, facts))
        return walker.state

    def next_steps(self, facts: F) -> list[Next[F]]:
        """What can come next, in the table's order."""
        return [Next(step, tuple(_whys(step, facts))) for step in self.steps if facts.state in step.starts]


def _whys(step: Step[F], facts: F) -> list[Why]:
    found = []
    for need in step.needs:
        if (refusal := need.guard.refuses(facts)) is not None:
            anchor, said = refusal
            found.append(Why(need.guard.name, said, anchor, need.override))
    return found


def _satisfied(need: Need[F]) -> Callable[[EventData], bool]:
    def holds(event: EventData) -> bool:
        walker = cast(_Walker, event.model)
        return need.guard.refuses(walker.facts) is None or (need.override and need.guard.name in walker.past)

    return holds
