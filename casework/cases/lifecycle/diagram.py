"""The workflows as README draws them, from the tables themselves; `make diagrams` writes them anew between their
marks."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from .complaint import COMPLAINT
from .disciplinary import DISCIPLINARY
from .facts import Facts
from .workflow import Need, Step, Workflow

FLOWS = {"complaint": COMPLAINT, "disciplinary": DISCIPLINARY}
MANY = 6
"""A step that can be taken from so many states is drawn once, from around them."""


def drawn(flow: Workflow[Facts]) -> str:
    """A state diagram in Mermaid."""
    around = next((step.starts for step in flow.steps if len(step.starts) >= MANY), ())
    lines = ["stateDiagram-v2", f"  [*] --> {_id(flow.path[0])}"]
    lines += [f'  state "{label}" as {_id(state)}' for state, label in flow.states.items()]
    if around:
        lines += ["  state open {", *(f"    {_id(state)}" for state in around), "  }"]
    for step in flow.steps:
        starts = ["open"] if step.starts == around else [_id(start) for start in step.starts]
        lines += [f"  {start} --> {_id(step.end)}: {step.label}" for start in starts]
    return "\n".join(["```mermaid", *lines, f"  {_id(flow.path[-1])} --> [*]: Destroy", "```"])


def table(flow: Workflow[Facts]) -> str:
    """Every step with what must hold for it."""
    rows = [
        f"| {step.label} | {_starts(flow, step)} | {flow.states[step.end]} | {_needs(step)} |" for step in flow.steps
    ]
    return "\n".join(["| step | from | to | what must hold |", "|---|---|---|---|", *rows])


def written(text: str) -> str:
    """README with each workflow between its marks as it is now."""
    for name, flow in FLOWS.items():
        begin, end = f"<!-- workflow: {name} -->", f"<!-- end of workflow: {name} -->"
        if begin not in text or end not in text:
            raise ValueError(f"no place for {name}: write {begin} and {end} where it belongs")
        new = f"{begin}\n{drawn(flow)}\n\n{table(flow)}\n{end}"
        text = re.sub(f"{re.escape(begin)}.*?{re.escape(end)}", lambda _, new=new: new, text, flags=re.DOTALL)  # type: ignore[misc]
    return text


def _id(state: str) -> str:
    return state.replace(" ", "_")


def _starts(flow: Workflow[Facts], step: Step[Facts]) -> str:
    if len(step.starts) >= MANY:
        return "every open state"
    return ", ".join(flow.states[state] for state in step.starts)


def _needs(step: Step[Facts]) -> str:
    said = [_need(need) for need in step.needs]
    return "; ".join([*said, *(["a reason"] if step.reason else [])]) or "nothing"


def _need(need: Need[Facts]) -> str:
    """By its name in plain words; a star where a lead may go past it with a reason."""
    return need.guard.name.replace("_", " ") + ("\\*" if need.override else "")


def main(names: Sequence[str]) -> None:
    for name in names:
        path = Path(name)
        path.write_text(written(path.read_text()))


if __name__ == "__main__":
    main(sys.argv[1:])
