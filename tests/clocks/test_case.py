"""The clocks of a case, under law and under policy."""

from datetime import UTC, date, datetime

import pytest

from casework.clocks import Calendar, Pause, Policy, case, packs

POLICY, GERMANY = Policy(), packs.load("DE")
BERLIN = Calendar.at("DE-BE")
FRIDAY = date(2026, 10, 2)


def test_acknowledge_by_policy_rolls_and_by_law_does_not() -> None:
    saturday = date(2026, 10, 3)
    assert case.acknowledge(saturday, POLICY, BERLIN).on == date(2026, 10, 12)
    law = case.acknowledge(saturday, POLICY, BERLIN, GERMANY)
    assert (law.on, law.source, law.statutory) == (date(2026, 10, 10), "HinSchG §17(1) no. 1", True)


def test_a_shorter_promise_holds_and_a_longer_one_never_outlasts_the_law() -> None:
    quick, slow = Policy(acknowledge_days=3), Policy(acknowledge_days=30)
    assert case.acknowledge(FRIDAY, quick, BERLIN, GERMANY).on == date(2026, 10, 5)
    assert case.acknowledge(FRIDAY, slow, BERLIN, GERMANY).on == date(2026, 10, 9)


def test_pausing_stops_the_promise_and_never_the_law() -> None:
    pause = [Pause(date(2026, 10, 5), None, "police")]
    assert case.acknowledge(FRIDAY, POLICY, BERLIN, stopped=pause).stopped
    law = case.acknowledge(FRIDAY, POLICY, BERLIN, GERMANY, stopped=pause)
    assert (law.on, law.stopped) == (date(2026, 10, 9), False)


def test_feedback_counts_from_the_acknowledgement_or_from_day_seven() -> None:
    received = date(2026, 8, 24)
    assert case.feedback(received, date(2026, 8, 26), POLICY, BERLIN, GERMANY).on == date(2026, 11, 26)
    assert case.feedback(received, None, POLICY, BERLIN, GERMANY).on == date(2026, 11, 30)
    # Acknowledging late does not win time.
    assert case.feedback(received, date(2026, 9, 20), POLICY, BERLIN, GERMANY).on == date(2026, 11, 30)


def test_triage_and_findings_and_appeal() -> None:
    assert case.triage(FRIDAY, POLICY, BERLIN).on == date(2026, 10, 6)
    assert case.findings(FRIDAY, POLICY, BERLIN).on == date(2026, 11, 16)
    assert case.appeal(FRIDAY, POLICY, BERLIN).on == date(2026, 10, 16)


def test_aftercare_asks_four_times() -> None:
    days = [deadline.on for deadline in case.aftercare(date(2026, 1, 5), POLICY, Calendar())]
    assert days == [date(2026, 2, 4), date(2026, 3, 6), date(2026, 4, 6), date(2026, 7, 6)]


def test_the_day_is_that_of_the_site() -> None:
    late = datetime(2026, 10, 2, 23, 30, tzinfo=UTC)
    assert case.day_of(late, "Europe/Berlin") == date(2026, 10, 3)
    assert case.day_of(late, "America/New_York") == date(2026, 10, 2)


def test_policy_survives_being_stored() -> None:
    policy = Policy.from_mapping({"acknowledge_days": " 5 ", "aftercare_days": "90, 30 30", "owner": "Ada", "else": 1})
    assert (policy.acknowledge_days, policy.aftercare_days, policy.owner) == (5, (30, 90), "Ada")
    assert Policy.from_mapping(policy.as_mapping()) == policy
    assert Policy.from_mapping({"triage_days": ""}) == POLICY


@pytest.mark.parametrize(
    "given", [{"triage_days": "0"}, {"triage_days": "two"}, {"triage_days": "-1"}, {"aftercare_days": "30, x"}]
)
def test_policy_says_which_number_is_wrong(given: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=next(iter(given))):
        Policy.from_mapping(given)


def test_keeping_at_most_is_not_less_than_at_least() -> None:
    with pytest.raises(ValueError, match="at most"):
        Policy.from_mapping({"retention_min_years": 5, "retention_max_years": 2})


def test_the_standard_of_proof_is_policys_but_where_a_country_or_an_agreement_asks_for_more() -> None:
    policy = Policy(clear_under=("US", "Metal, North"))
    assert Policy.from_mapping(policy.as_mapping()) == policy
    assert policy.standard_under("NL", "NL", "") == "preponderance"
    assert policy.standard_under("us-ca", "us", "") == "clear"
    assert policy.standard_under("NL", "NL", " metal, north ") == "clear"
    assert Policy(standard="clear").standard_under("") == "clear"
