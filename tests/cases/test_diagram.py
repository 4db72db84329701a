"""The drawn workflows are those that are walked."""

from casework.cases.lifecycle import WORKFLOWS
from casework.cases.lifecycle.diagram import FLOWS, drawn, table, written
from tests.processes import ROOT


def test_readme_draws_the_workflows_as_they_are() -> None:
    text = (ROOT / "README.md").read_text()
    assert written(text) == text, "the tables changed: run `make diagrams`"


def test_every_step_and_state_is_in_the_drawing_and_in_the_table() -> None:
    assert set(map(id, FLOWS.values())) == set(map(id, WORKFLOWS.values()))
    for flow in FLOWS.values():
        picture, rows = drawn(flow), table(flow).splitlines()
        assert len(rows) == len(flow.steps) + 2
        for state, label in flow.states.items():
            assert f'"{label}" as {state.replace(" ", "_")}' in picture
        for step in flow.steps:
            assert f"--> {step.end.replace(' ', '_')}: {step.label}" in picture
            assert all(need.guard.name.replace("_", " ") in table(flow) for need in step.needs)
