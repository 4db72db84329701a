"""What looks clinical is found however it is written, and a plain account of somebody's work is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wtforms import TextAreaField
from wtforms.validators import DataRequired

from casework.eap import clinical
from casework.eap.forms.clinical import AT_WORK, nothing_clinical
from casework.web.forms import Form

ENTRIES = [
    (language, " ".join(entry.words))
    for language in clinical.LANGUAGES
    for some in clinical.entries(language).values()
    for entry in some
]
PLAIN = (
    "Late on 9 of 21 working days in October, each time by more than half an hour; twice nobody could reach her.",
    "He left the packing line on 3 November at 10:40 without saying so. The order of Room F32 was not finished.",
    "In a depressed market she met 40 percent of her targets. Errors in 6 of 10 invoices, form B12.4, room 6B20.",
    "The disorder in the storeroom and the stressful tone in meetings were spoken of on 2 and 9 October.",
    "The diagnosis of the network failure took four hours. The prognosis for the quarter is unchanged.",
    "Seit Mai an 14 Tagen zu spät; die Betriebsstörung am 3. Juni wurde erst nach zwei Stunden gemeldet.",
    "Hij kwam in mei 14 dagen te laat. Het dossier is onder behandeling bij de afdeling, de storing is gemeld.",
    "I mai kom han for sent 14 dager. Feilen ble ikke meldt før etter to timer, og møtet ble glemt.",
)


@pytest.mark.parametrize("text", PLAIN)
def test_what_somebody_did_at_work_is_not_clinical(text: str) -> None:
    assert clinical.found(text) == []


@given(
    st.sampled_from(ENTRIES),
    st.sampled_from([str, str.upper, str.title, str.swapcase]),
    st.sampled_from(["{}", "“{}”!", "({})", "He said: {}.", "…{}, I think", "«{}»", "-{}-", "_{}_", "\n{}\n"]),
    st.sampled_from([" ", "  ", "-", " – ", "\n", "_", "/"]),
)
def test_each_word_of_each_list_is_found_in_any_case_and_between_any_signs(
    entry: tuple[str, str], case: object, around: str, between: str
) -> None:
    language, words = entry
    assert callable(case)
    text = around.format(case(between.join(words.split())))
    assert clinical.found(text, [language])
    assert clinical.found(text)


@given(st.text())
def test_any_text_at_all_can_be_looked_at(text: str) -> None:
    for one in clinical.found(text):
        assert one


def test_codes_are_found_and_words_are_told_as_they_were_written() -> None:
    text = "She told me it is F32.1, “Major Depression”; ICD-10 says so. Since her Panic  Attacks: 6B41.0 (depression)."
    assert clinical.found(text) == ["F32.1", "Depression", "ICD-10", "Panic  Attacks", "6B41.0"]


def test_a_word_inside_another_is_not_that_word() -> None:
    assert clinical.found("Antirehabitual rehabs and lsdx, shiva and hivemind") == []
    assert clinical.found("Benzodiazepinen und Suchtmittelgesetz", ["de"]) == ["Benzodiazepinen", "Suchtmittelgesetz"]


class _Grounds(Form):
    text = TextAreaField("What happened", [DataRequired(), nothing_clinical(AT_WORK)])


def test_a_form_refuses_it_with_a_reason_keeps_the_text_and_says_what_to_write() -> None:
    typed = "Since her panic attacks she is late. I think of depression."
    form = _Grounds(data={"text": typed})
    assert not form.validate()
    [(where, _label, said)] = form.faults
    assert where == "text"
    assert "“panic attacks” and “depression”" in said
    assert "what was done or left undone at work" in said
    assert form.text.data == typed


def test_a_form_takes_what_was_done_at_work() -> None:
    assert _Grounds(data={"text": PLAIN[0]}).validate()
