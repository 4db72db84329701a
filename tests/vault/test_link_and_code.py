"""A link and a code given in person: both open it, and nothing less."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from casework.vault import Keyring, Vault, receipts

TOKENS = st.binary(min_size=16, max_size=16).map(lambda raw: raw.hex()[:22])
CODES = st.text(receipts.ALPHABET, min_size=8, max_size=8)
FEW = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def of(keys: Vault, token: str, code: str) -> tuple[bytes, bytes]:
    both = receipts.derive_both(keys, token, code)
    return both.lookup, both.private


@FEW
@given(TOKENS, TOKENS, CODES, CODES)
def test_the_right_link_with_the_right_code_and_nothing_else(
    keys: Vault, token: str, other_token: str, code: str, other_code: str
) -> None:
    assume(token != other_token and code != other_code)
    right = of(keys, token, code)
    assert of(keys, token, code) == right
    elsewhere = Vault(Keyring.new())
    wrong = {
        "another code": of(keys, token, other_code),
        "another link": of(keys, other_token, code),
        "no link": of(keys, "", code),
        "link and code the wrong way round": of(keys, code, token[:8]) if _is_code(token[:8]) else of(keys, code, code),
        "another installation": of(elsewhere, token, code),
    }
    for lookup, private in wrong.values():
        assert lookup != right[0]
        assert private != right[1]
    alone = receipts.token_lookup(keys, token)
    assert alone != right[0]
    assert alone != right[1]


def _is_code(text: str) -> bool:
    return not set(text.upper()) - set(receipts.ALPHABET)


def test_a_code_is_read_as_it_is_typed(keys: Vault) -> None:
    asked = of(keys, "a link", "7K1M-Q0TD")
    for typed in ("7k1mq0td", "7K1M Q0TD", " 7kim-qotd ", "7KLM-QOTD"):
        assert of(keys, "a link", typed) == asked


@pytest.mark.parametrize("typed", ["", "7K3M", "7K3M-Q9TD-2XHP-VB4E", "7K3M-Q9T!", "7K3M-Q9TU"])
def test_what_is_no_code_is_said_before_anything_is_looked_up(keys: Vault, typed: str) -> None:
    with pytest.raises(receipts.MalformedCode):
        receipts.derive_both(keys, "a link", typed)


def test_one_form_gives_one_code_and_it_tells_nothing_of_its_link(keys: Vault) -> None:
    code = receipts.code_of_form(keys, "form 1", "party")
    assert receipts.code_of_form(keys, "form 1", "party") == code
    assert receipts.code_of_form(keys, "form 2", "party") != code
    assert len(code) == 9
    assert code[:9] != receipts.of_form(keys, "form 1", "party")[:9]
    assert code.replace("-", "") not in receipts.token_of_form(keys, "form 1", "party")
