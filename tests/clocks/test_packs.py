"""Packs: each fact says who says so, and an organisation can change every one."""

from datetime import date

import pytest

from casework.clocks import Calendar, Pack, PackError, Roll, Unit, due, packs


@pytest.mark.parametrize("code", packs.CODES)
def test_every_fact_has_a_source_a_date_and_an_owner(code: str) -> None:
    pack = packs.load(code)
    assert pack.rules
    for key, rule in pack.rules.items():
        assert rule.key == key
        assert rule.source
        assert rule.owner
        assert date(2020, 1, 1) < rule.dated <= date(2026, 11, 22)
        assert rule.statutory
        assert due(date(2026, 1, 31), rule, pack.calendar()).on > date(2026, 1, 31)


@pytest.mark.parametrize("code", packs.CODES)
def test_whose_law_sets_a_clock_for_requests_says_what_may_be_held_back(code: str) -> None:
    pack = packs.load(code)
    assert pack.grounds
    assert (pack.rule("subject_request") is None) or "others" in pack.exemptions
    assert (pack.rule("subject_notice") is None) == (not pack.delays)
    for said in (*pack.grounds.values(), *pack.exemptions.values(), *pack.delays.values()):
        assert said.name
        assert said.says
        assert said.source
        assert said.owner


def facts(pack: Pack) -> set[str]:
    return set(pack.rules)


def test_members_of_the_union_inherit_its_clocks() -> None:
    europe, germany = packs.load("EU"), packs.load("DE")
    assert facts(europe) < facts(germany)
    netherlands = packs.load("NL")
    assert facts(europe) == {key for key, rule in netherlands.rules.items() if not rule.of}
    ours, theirs = germany.rule("acknowledge"), europe.rule("acknowledge")
    assert ours is not None
    assert theirs is not None
    assert (ours.amount, ours.source) == (theirs.amount, "HinSchG §17(1) no. 1")


def test_acknowledging_is_no_law_where_there_is_none() -> None:
    for code in ("US", "UK", "NO"):
        assert packs.load(code).rule("acknowledge") is None


def test_eeoc_charge_rolls_on() -> None:
    pack = packs.load("US")
    charge = pack.rule("eeoc_charge")
    assert charge is not None
    # 180 days from 4 January 2026 is Friday 3 July, when Independence Day is observed; Monday 6 July it is.
    assert due(date(2026, 1, 4), charge, pack.calendar()).on == date(2026, 7, 6)


def test_an_organisation_edits_adds_and_takes_out() -> None:
    own = {
        "amount": 10,
        "unit": "agreement days",
        "name": "Step 1",
        "source": "Agreement art. 9",
        "dated": "2026-01-01",
        "owner": "Labor relations",
        "statutory": False,
    }
    pack = packs.load("de", {"rules": {"keep_at_most": {"amount": 2}, "step_one": own, "dismissal_for_cause": None}})
    kept, added = pack.rule("keep_at_most"), pack.rule("step_one")
    assert kept is not None
    assert added is not None
    assert (kept.amount, kept.unit, kept.source) == (2, Unit.YEARS, "HinSchG §11(5)")
    assert (added.unit, added.rolls, added.dated) == (Unit.AGREEMENT_DAYS, Roll.STAYS, date(2026, 1, 1))
    assert pack.rule("dismissal_for_cause") is None
    assert packs.load("DE").rule("dismissal_for_cause") is not None


def test_a_pack_of_ones_own() -> None:
    fact = {
        "name": "Answer",
        "amount": 20,
        "unit": "business days",
        "source": "law",
        "dated": "2026-01-01",
        "owner": "HR",
    }
    pack = packs.load("FR", {"name": "France", "country": "FR", "rules": {"answer": fact}})
    assert (pack.name, pack.calendar()) == ("France", Calendar.at("FR"))


@pytest.mark.parametrize(
    ("fact", "says"),
    [
        ({"name": "A", "amount": 1, "unit": "days", "dated": "2026-01-01", "owner": "HR"}, "source"),
        ({"name": "A", "amount": 1, "unit": "days", "source": "law", "owner": "HR"}, "dated"),
        ({"name": "A", "amount": 1, "unit": "moons", "source": "law", "dated": "2026-01-01", "owner": "HR"}, "moons"),
        (
            {"name": "A", "amount": -1, "unit": "days", "source": "law", "dated": "2026-01-01", "owner": "HR"},
            "forwards",
        ),
        ({"name": "A", "amount": 1, "unit": "days", "source": "law", "dated": "soon", "owner": "HR"}, "soon"),
    ],
)
def test_a_fact_that_says_too_little_is_refused(fact: dict[str, object], says: str) -> None:
    with pytest.raises(PackError, match=says):
        packs.load("US", {"rules": {"own": fact}})


def test_an_unknown_pack_is_named() -> None:
    with pytest.raises(PackError, match="QQ"):
        packs.load("QQ")


@pytest.mark.parametrize("code", packs.CODES)
def test_every_duty_says_who_says_so(code: str) -> None:
    for duty in packs.load(code).duties.values():
        assert duty.says.endswith(".")
        assert duty.source
        assert duty.owner
        assert date(2020, 1, 1) < duty.dated


def test_an_organisation_edits_a_duty_and_takes_one_out() -> None:
    own = {"duties": {"final_pay": {"says": "At once."}, "pension": None}}
    pack = packs.load("US", own)
    assert pack.duties["final_pay"].says == "At once."
    assert "pension" not in pack.duties
    with pytest.raises(PackError, match="does not say its source"):
        packs.load("US", {"duties": {"own": {"name": "Own", "says": "So.", "dated": "2026-01-01", "owner": "HR"}}})
