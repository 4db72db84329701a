"""Names that a report must not have, letters for witnesses, and what changed between two versions: pure."""

from hypothesis import given
from hypothesis import strategies as st

from casework.investigations.comparing import GONE, NEW, SAME, differences
from casework.investigations.lifecycle.report import Naming, letters
from casework.investigations.routes import report_changes

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
