"""Words and places by themselves: what may stand in which letter, and what is found in it that may not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.clocks import packs
from casework.letters.writing import checks, kinds, places, shipped, template
from casework.letters.writing.checks import Somebody
from casework.letters.writing.kinds import COMPLAINANT, KINDS, OTHER, READERS, REPORTER, RESPONDENT, WITNESS
from casework.letters.writing.places import PLACES, TABLE, allowed, of_kind

LAW = [one for code in packs.CODES for one in packs.load(code).gag.values()]
NAMES = sorted(PLACES)
ANY = st.text(st.characters(codec="utf-8"), max_size=120)


def test_the_table_names_every_kind_and_nothing_that_there_is_not() -> None:
    assert set(TABLE) == set(KINDS)
    for by_reader in TABLE.values():
        assert set(by_reader) <= set(READERS)
        assert set().union(*by_reader.values()) <= set(PLACES)
    assert {name for kind in KINDS for name in of_kind(kind)} == set(PLACES), "each place stands in some letter"


def test_nobody_may_be_told_what_is_anothers() -> None:
    """A sanction is its own person's, a witness is told of no finding, nobody of the reporter."""
    sanctions = {"sanction", "level", "from_day", "until_day", "expected", "next_time"}
    findings = {"findings", "result", "reasons", "action"}
    for by_reader in TABLE.values():
        for reader, names in by_reader.items():
            if reader != RESPONDENT:
                assert not names & sanctions
            if reader in (WITNESS, OTHER):
                assert not names & (findings | {"allegations", "evidence"})
            if reader == REPORTER:
                assert "findings" not in names
            if reader == RESPONDENT:
                assert "action" not in names
    assert RESPONDENT not in places.readers(kinds.OUTCOME)
    assert places.readers(kinds.DECISION) == places.readers(kinds.WARNING) == places.readers(kinds.CLEARING)
    assert places.readers(kinds.DECISION) == (RESPONDENT,)
    with pytest.raises(KeyError):
        allowed(kinds.DECISION, COMPLAINANT)


@pytest.mark.parametrize("kind", KINDS)
def test_shipped_words_keep_to_the_table_and_gag_nobody(kind: str) -> None:
    words = shipped.words(kind)
    assert not template.unknown(f"{words.subject}\n\n{words.text}", of_kind(kind))
    for reader in places.readers(kind):
        text = template.for_reader(words.text, allowed(kind, reader))
        assert not template.unknown(text, allowed(kind, reader))
        assert "{{dear}}" in text
        assert "{{sender}}" in text
        values = dict.fromkeys(PLACES, "said")
        assert template.fill(text, values).missing == []
        assert not checks.check(template.plain(template.fill(text, values).blocks), reader, [], LAW)


def test_a_reporter_is_sent_the_outcome_without_findings() -> None:
    text = template.for_reader(shipped.words(kinds.OUTCOME).text, allowed(kinds.OUTCOME, REPORTER))
    said = template.plain(template.fill(text, {"action": "Something was done."}).blocks)
    assert "Something was done." in said
    assert "What we found" not in said


@given(ANY, ANY)
def test_what_is_filled_in_is_never_read_again(said: str, other: str) -> None:
    """A place in what somebody typed is their words, and so are signs that would begin a heading or a list."""
    text = "Before {{about}} after.\n\n- {{place}}\n\n# {{time}}\n\n{{rights}}"
    values = {"about": said, "place": f"# {other}", "time": f"- {other}", "rights": "{{sanction}}\n\n# no heading"}
    filled = template.fill(text, values)
    kept = [block for block in filled.blocks if block["kind"] == "text"]
    if said.strip():
        assert kept[0]["text"] == f"Before {said.strip()} after."
    assert [block["text"] for block in kept[1:]] == ["{{sanction}}", "# no heading"]
    assert filled.missing == ([] if said.strip() else ["about"])


@given(st.lists(st.sampled_from([*(f"{{{{{name}}}}}" for name in NAMES), "words", "\n\n", "- ", "# ", "}}"])), ANY)
def test_a_reader_is_left_no_place_that_is_not_theirs(parts: list[str], other: str) -> None:
    text = " ".join([*parts, other])
    for kind in (kinds.OUTCOME, kinds.CLOSING):
        for reader in places.readers(kind):
            may = allowed(kind, reader)
            left = template.for_reader(text, may)
            assert set(template.names(left)) <= may


def test_unknown_places_are_named_and_open_braces_too() -> None:
    known = of_kind(kinds.INTERVIEW)
    assert template.unknown("{{dear}} {{ day }} {{day?}} {{sanction}} {{Day}} {{}}", known) == ["sanction", "Day", ""]
    assert template.unknown("{{dear}} and {{ day", known) == ["{{"]


def test_without_what_it_may_lack_a_paragraph_goes_and_so_does_its_heading() -> None:
    text = "# Kept\n\nWords.\n\n# Gone\n\n{{rights?}}\n\n- {{place?}}\n- {{time}}\n\n# Gone too\n\n- {{day?}}"
    filled = template.fill(text, {})
    assert [(block["kind"], block.get("text", block.get("items"))) for block in filled.blocks] == [
        ("heading", "Kept"), ("text", "Words."), ("heading", "Gone"), ("points", ["…"]),
    ]  # fmt: skip
    assert filled.missing == ["time"]
    assert template.fill("", {}).blocks == template.fill("# Alone", {}).blocks == []


ANA, BO = Somebody("Ana Márquez", hidden=True), Somebody("Will de Boer")


@pytest.mark.parametrize(
    ("text", "what", "passable"),
    [
        ("It was ana  marquez.", checks.SECRET_NAME, False), ("A.N.A. MÁRQUEZ said so", checks.SECRET_NAME, False),
        ("Mr Will de Boer saw it.", checks.NAME, False), ("Ask Boer.", checks.NAME, True),
        ("Will you come?", checks.NAME, True),
        ("MÁRQUEZ", checks.NAME, True), ("You must not discuss this with anyone.", checks.FORBIDS, True),
        ("Please keep this confidential.", checks.ASKS, False),
    ],
)  # fmt: skip
def test_what_a_reader_may_not_read_is_found(text: str, what: str, passable: bool) -> None:
    [hit] = checks.check(text, RESPONDENT, [ANA, BO], LAW)
    assert (hit.what, hit.passable) == (what, passable)


def test_what_they_may_know_is_not() -> None:
    text = "You will hear from Ana. The panel met. We found it substantiated: a written warning."
    assert not checks.check(text, RESPONDENT, [Somebody("Ana Ruiz", may_read=True), BO], LAW)
    assert not checks.check("Please keep this confidential.", RESPONDENT, [], LAW, reasoned=True)


def test_sanctions_and_findings_are_not_told_to_others() -> None:
    text = "He was given a final written warning. The complaint was upheld."
    assert {hit.what for hit in checks.check(text, COMPLAINANT, [], LAW)} == {checks.SANCTION}
    assert {hit.what for hit in checks.check(text, WITNESS, [], LAW)} == {checks.SANCTION, checks.FINDING}
    assert not checks.check(text, RESPONDENT, [], LAW)


@given(st.sampled_from(["Ana Márquez", "Ngọc Trần", "Bo O’Neill-Smith", "Zoë"]), ANY, ANY, st.booleans())
def test_a_hidden_name_is_found_wherever_it_stands(name: str, before: str, after: str, loud: bool) -> None:
    said = f"{before} {name.upper() if loud else name} {after}"
    assert any(hit.what == checks.SECRET_NAME for hit in checks.check(said, OTHER, [Somebody(name, hidden=True)], []))
