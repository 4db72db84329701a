"""Names that a report must not have, letters for witnesses, and what changed between two versions: pure."""

from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from casework.cases.queries.record import PartyShown
from casework.investigations.comparing import GONE, NEW, SAME, differences
from casework.investigations.lifecycle.report import Naming, letters
from casework.investigations.routes import report_changes, report_naming

TEXTS = st.text(alphabet="ab c\nd.", max_size=80)
NAMING = Naming({1: "Witness A"}, {"Mara Lind": "Witness A", "Jo Mara-Quist": "the person who reported"})


def test_letters_go_on_after_z() -> None:
    found = letters(60)
    assert found[:3] == ["A", "B", "C"]
    assert found[25:28] == ["Z", "AA", "AB"]
    assert len(set(found)) == 60


def test_names_go_whole_and_in_parts_however_they_are_written() -> None:
    said = NAMING.in_text("MARA LIND said that Lind, not Linden, saw Quist: mara lind's rota. Jo Mara-Quist left.")
    assert said == (
        "Witness A said that Witness A, not Linden, saw Quist: Witness A's rota. the person who reported left."
    )
    assert Naming({}).in_text("Mara Lind") == "Mara Lind"


@given(TEXTS, TEXTS)
def test_what_stays_and_went_is_the_first_text_and_what_stays_and_came_the_second(one: str, other: str) -> None:
    pieces = differences(one, other)
    assert "".join(piece.text for piece in pieces if piece.kind in (SAME, GONE)) == one
    assert "".join(piece.text for piece in pieces if piece.kind in (SAME, NEW)) == other


@given(st.lists(st.tuples(st.sampled_from("abc"), TEXTS), unique_by=lambda one: one[0], max_size=3))
def test_a_version_does_not_differ_from_itself(parts: list[tuple[str, str]]) -> None:
    content = {"sections": [{"name": n, "title": n, "prose": said, "blocks": []} for n, said in parts]}
    found = report_changes.between(content, content)
    assert [one.title for one in found] == [name for name, _ in parts]
    assert not any(one.gone or one.new for one in found)


def test_a_section_that_one_of_them_has_not_is_all_new_or_all_gone() -> None:
    table = {"kind": "table", "heads": ["No."], "rows": [["E1", "The rota"]], "widths": []}
    one = {"sections": [{"name": "done", "title": "Done", "prose": "Heard.", "blocks": [table]}]}
    [gone] = report_changes.between(one, {"sections": []})
    assert (gone.new, gone.gone) == (0, 6)
    [new] = report_changes.between({"sections": []}, one)
    assert (new.new, new.gone) == (6, 0)


def party(id_: int, role: str, name: str | None, **more: Any) -> PartyShown:
    said: dict[str, Any] = {
        "relation": "employee", "mode": "named", "is_reporter": False, "contact": None, "employer": None,
        "department": "", "room": "file", "has_receipt": False, "contact_paused": False, "confirmed_at": None,
        "ended_at": None, "damaged": False, "sealed_away": False,
    }  # fmt: skip
    return PartyShown(id=id_, role=role, name=name, **{**said, **more})


def test_who_reported_in_confidence_is_never_named_even_by_who_knows_the_name() -> None:
    confidential = {"mode": "confidential", "is_reporter": True, "room": "identity"}
    shown: Any = SimpleNamespace(
        parties=[
            party(1, "complainant", "Noor Jansen", **confidential), party(2, "respondent", "Viktor Hale"),
            party(3, "witness", "Imani Brooks"), party(4, "witness", "Ivo Tamm"),
        ]
    )  # fmt: skip
    inside = report_naming.of(shown, "names")
    assert [inside.of(n) for n in range(1, 5)] == [
        "The person who reported", "Viktor Hale", "Imani Brooks", "Ivo Tamm",
    ]  # fmt: skip
    assert inside.in_text("Jansen told Brooks.") == "The person who reported told Brooks."
    outside = report_naming.of(shown, "letters", ["Jo Lind"])
    assert [outside.of(n) for n in (3, 4)] == ["Witness A", "Witness B"]
    assert outside.in_text("Noor Jansen, Ivo Tamm and Jo Lind saw Hale.") == (
        "The person who reported, Witness B and Witness C saw Hale."
    )
