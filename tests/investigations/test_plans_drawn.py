"""What a plan is drawn from, and what versions of it say: for any case and any course of changes."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.cases.actions import measures
from casework.cases.lifecycle.kinds import ISSUES
from casework.investigations.forms.templates import of_lines, typed_of
from casework.investigations.plans import (
    KINDS,
    PERSON,
    QUESTION,
    RISKS,
    Drawn,
    compare,
    draw,
    dump,
    fitting,
    holding,
    missing,
    parse,
    ready,
)

READY = {kind: ready(kind) for kind in KINDS}


@dataclass(frozen=True)
class Alleged:
    id: int
    issue: str


@dataclass(frozen=True)
class Party:
    id: int
    role: str


@dataclass(frozen=True)
class Row:
    id: int
    origin_id: int
    from_version: int
    until_version: int | None = None


alleged = st.lists(st.sampled_from(list(ISSUES)), max_size=6).map(
    lambda issues: [Alleged(at, issue) for at, issue in enumerate(issues, 1)]
)
concerned = st.lists(st.sampled_from(["complainant", "respondent", "witness", "manager", "companion"]), max_size=6).map(
    lambda roles: [Party(at, role) for at, role in enumerate(roles, 1)]
)
kinds = st.lists(st.sampled_from(list(KINDS)), min_size=1, unique=True)


@pytest.mark.parametrize("kind", KINDS)
def test_what_comes_with_it_is_whole_and_comes_back_from_the_form(kind: str) -> None:
    template = READY[kind]
    assert parse(kind, dump(template)) == template
    assert {one.risk for one in template.risks} >= {"retaliation", "contact", "evidence"}
    for one in template.risks:
        assert one.risk in RISKS
        assert set(one.measures) <= measures.KINDS.keys()
    typed = typed_of(template)
    assert of_lines(typed["questions"]) == template.questions
    assert of_lines("  a \n\n b\na\n") == ("a", "b")


def test_every_issue_has_words_for_it() -> None:
    assert all(fitting(READY, [issue]) for issue in ISSUES)


@given(kinds, alleged, concerned)
def test_one_set_of_questions_for_each_allegation_and_nothing_twice(
    chosen: list[str], allegations: list[Alleged], parties: list[Party]
) -> None:
    templates = [READY[kind] for kind in chosen]
    drawn = draw(templates, allegations, parties)
    assert len({one.same for one in drawn}) == len(drawn)
    for one in allegations:
        own = next((t for t in templates if one.issue in t.issues), None)
        asked = {thing.text for thing in drawn if thing.kind == QUESTION and thing.allegation_id == one.id}
        wanted = set(own.questions) if own else {words for t in templates for words in t.questions}
        assert asked == wanted
    heard = [thing.party_id for thing in drawn if thing.kind == PERSON and thing.party_id]
    assert sorted(heard) == [one.id for one in parties if one.role in ("complainant", "respondent", "witness")]
    assert draw(templates, allegations, parties) == drawn


@given(kinds, alleged, alleged, st.data())
def test_taken_in_again_only_what_is_new(
    chosen: list[str], before: list[Alleged], after: list[Alleged], data: st.DataObject
) -> None:
    """Whatever was dropped in between does not come back, and nothing that was there comes twice."""
    templates = [READY[kind] for kind in chosen]
    first = draw(templates, before, [])
    known = {one.same for one in first}
    later = missing(draw(templates, [*before, *(replace(one, id=one.id + 100) for one in after)], []), known)
    assert not {one.same for one in later} & known
    assert missing(first, known) == []
    gone: Drawn = data.draw(st.sampled_from(first))
    assert gone not in missing(draw(templates, before, []), known)


@st.composite
def histories(draw_: st.DrawFn) -> tuple[list[Row], int]:
    """Rows as the verbs leave them: in each version something is added, changed or dropped."""
    rows, last = [Row(1, 1, 1)], draw_(st.integers(1, 5))
    for version in range(1, last + 1):
        for how in draw_(st.lists(st.sampled_from(["add", "change", "drop"]), max_size=4)):
            standing = [one for one in rows if one.until_version is None]
            new = len(rows) + 1
            if how == "add" or not standing:
                rows.append(Row(new, new, version))
                continue
            old = draw_(st.sampled_from(standing))
            if how == "change" and old.from_version == version:
                continue
            rows[rows.index(old)] = replace(old, until_version=version)
            if how == "change":
                rows.append(Row(new, old.origin_id, version))
    return rows, last


@given(histories(), st.data())
def test_what_is_different_leads_from_one_version_to_the_other(
    history: tuple[list[Row], int], data: st.DataObject
) -> None:
    rows, last = history
    older, newer = data.draw(st.integers(1, last)), data.draw(st.integers(1, last))
    changes = compare(rows, older, newer)
    found = {one.id for one in holding(rows, older)}
    found -= {change.before.id for change in changes if change.before}
    found |= {change.after.id for change in changes if change.after}
    assert found == {one.id for one in holding(rows, newer)}
    assert compare(rows, newer, newer) == []
    assert len(compare(rows, newer, older)) == len(changes)
    for version in range(1, last + 1):
        origins = [one.origin_id for one in holding(rows, version)]
        assert len(set(origins)) == len(origins), "a thing stands in a version once"
