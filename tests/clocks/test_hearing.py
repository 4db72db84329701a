"""Who is asked before a dismissal, whom somebody brings to a hearing, and the days of both."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.clocks import PackError, due, packs
from casework.clocks.packs.hearing import AT_ONCE, CONSENT, DISMISSAL, DUTIES, HEARINGS, another_time

GERMANY, BRITAIN = packs.load("DE"), packs.load("UK")


@pytest.mark.parametrize("code", packs.CODES)
def test_every_body_and_companion_says_who_says_so_and_names_clocks_that_there_are(code: str) -> None:
    pack = packs.load(code)
    facts: list[Any] = [*pack.bodies.values(), *pack.companions.values(), *pack.dismissal.values()]
    for said in facts:
        assert said.source
        assert said.owner
        assert date(2026, 1, 1) < said.dated
    for body in pack.bodies.values():
        assert body.duty in DUTIES
        assert all(rule == "" or pack.rule(rule) for rule in body.clocks.values())
    for one in pack.companions.values():
        assert one.hearings
        assert set(one.hearings) <= set(HEARINGS)
        assert not one.moves or pack.rule(one.moves)


def test_what_each_country_asks_before_one_person_is_dismissed() -> None:
    german = GERMANY.asked(DISMISSAL)
    assert [body.key for body in german if not body.only] == ["works_council"]
    assert all(body.voids for body in german)
    assert {body.key for body in german if body.duty == CONSENT} == {"integration_office"}
    assert [(body.key, body.voids) for body in packs.load("NO").asked(AT_ONCE)] == [("elected", False)]
    for code in ("UK", "NL", "US", "EU"):
        assert packs.load(code).asked(DISMISSAL) == []
    assert "UWV" in packs.load("NL").dismissal["route"].says


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_a_week_for_the_works_council_three_days_without_notice_and_never_on_a_day_off(told: date) -> None:
    body, calendar = GERMANY.bodies["works_council"], GERMANY.calendar()
    for occasion, days in ((DISMISSAL, 7), (AT_ONCE, 3)):
        rule = GERMANY.rule(body.clocks[occasion])
        assert rule is not None
        last = due(told, rule, calendar).on
        assert last == calendar.next_working(told + timedelta(days=days))


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_another_time_lies_within_five_working_days_after_the_one_proposed(proposed: date) -> None:
    (one,) = [one for one in BRITAIN.companions.values() if one.moves]
    assert set(one.hearings) == {"disciplinary", "grievance"}
    rule, calendar = BRITAIN.rule(one.moves), BRITAIN.calendar()
    assert rule is not None
    last = another_time(proposed, rule, calendar).on
    between = [proposed + timedelta(days=n) for n in range(1, (last - proposed).days + 1)]
    assert sum(map(calendar.works, between)) == 5
    assert calendar.works(last)


def test_an_organisation_adds_a_body_of_its_agreement_and_a_wrong_one_is_refused() -> None:
    own = {
        "name": "Shop stewards", "says": "Heard before a dismissal.", "source": "Agreement §12", "dated": "2026-01-01",
        "owner": "Labor relations", "duty": "heard", "clocks": {"dismissal": ""},
    }  # fmt: skip
    assert [body.key for body in packs.load("UK", {"bodies": {"stewards": own}}).asked(DISMISSAL)] == ["stewards"]
    for wrong in ({"duty": "amused"}, {"clocks": {"promotion": ""}}, {"source": ""}):
        with pytest.raises(PackError, match="stewards"):
            packs.load("UK", {"bodies": {"stewards": own | wrong}})
