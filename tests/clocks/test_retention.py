"""How long something is kept, whatever laws and schedules say and however often it was opened again."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from casework.cases.queries.keeping import Kept
from casework.cases.queries.schedule import Own, Place, Schedule
from casework.clocks import packs, retention
from casework.clocks.retention import Facts, base_day, term

DAYS = st.dates(date(2015, 1, 1), date(2040, 1, 1))
SITE = 7
GERMANY = packs.load("DE")


def plan(least: int, most: int, code: str = "", *chosen: str) -> Schedule:
    own = Own(least, most)
    law = packs.load(code) if code else None
    places = {0: Place(0, "", "", None, frozenset()), SITE: Place(SITE, "Kiel", code, law, frozenset(chosen))}
    return Schedule(dict.fromkeys(("grievance", "exit", "referral"), own), places)


def kept(base: date, line: str = "grievance", **more: object) -> Kept:
    return Kept(1, "case", "ER-2026-1", line, line, base, base, base, SITE, **more)  # type: ignore[arg-type]


def test_the_shortest_of_what_ends_it_and_the_longest_of_what_keeps_it() -> None:
    closed = date(2023, 11, 3)
    found = kept(closed).term(plan(12, 72, "DE"))
    assert (found.least.on, found.most.on, found.most.fact.whose) == (date(2024, 11, 3), date(2026, 11, 3), "Germany")
    california = kept(closed).term(plan(12, 60, "US", "keep_at_least_california"))
    assert (california.least.on, california.least.fact.rule.source) == (date(2027, 11, 3), "Cal. Gov. Code 12946")
    assert kept(closed).term(plan(12, 60, "US")).least.on == date(2024, 11, 3)


def test_of_referrals_no_law_of_reports_speaks_and_of_exits_none_that_ends_them() -> None:
    closed = date(2023, 11, 3)
    assert kept(closed, "referral").term(plan(6, 72, "DE")).most.on == date(2029, 11, 3)
    assert kept(closed, "exit").term(plan(6, 72, "DE")).most.on == date(2029, 11, 3)
    assert kept(closed, "exit").term(plan(6, 72, "US")).least.on == date(2024, 11, 3)


@given(DAYS, st.integers(1, 200), st.integers(0, 200), st.sampled_from(packs.CODES), st.sampled_from(("", "all")))
def test_what_may_go_is_never_before_what_must(base: date, least: int, more: int, code: str, which: str) -> None:
    chosen = tuple(retention.variants(packs.load(code))) if which else ()
    schedule = plan(least, least + more, code, *chosen)
    found = kept(base).term(schedule)
    assert base < found.least.on <= found.most.on
    assert found.least.on >= base + timedelta(days=schedule.shortest - 3)
    facts = schedule.facts("grievance", SITE)
    alone = [term(base, Facts((fact,), (fact,))).least.on for fact in facts.least]
    assert found.least.on == max(alone)
    assert all(term(base, Facts((fact,), (fact,))).least.on >= found.most.on for fact in facts.most) or (
        found.most is found.least
    )


@given(DAYS, st.integers(0, 4000), st.booleans(), st.booleans(), st.booleans())
def test_a_hold_a_charge_and_an_appeal_beat_every_day(
    base: date, later: int, held: bool, charged: bool, appealed: bool
) -> None:
    today = base + timedelta(days=later)
    one = kept(base, held_on=base if held else None, charged=charged, appealed=appealed)
    found = one.term(plan(12, 36, "DE"))
    stays = one.in_the_way(found, today)
    free = not (held or charged or appealed)
    assert (stays == ()) == (free and today >= found.least.on)
    assert ("held" in stays, "charged" in stays, "appealed" in stays) == (held, charged, appealed)


@given(DAYS, st.integers(0, 4000))
def test_once_charged_it_stays_until_the_final_disposition(base: date, later: int) -> None:
    settled = base + timedelta(days=later)
    found = kept(base, settled_on=settled).term(plan(12, 36, "US"))
    assert found.least.on >= settled
    assert found.most.on >= found.least.on
    assert found.least.on == max(settled, kept(base).term(plan(12, 36, "US")).least.on)


@given(st.lists(st.tuples(DAYS, st.booleans()), min_size=1, max_size=6))
def test_reopening_moves_nothing_by_itself(ends: list[tuple[date, bool]]) -> None:
    ordered = sorted(ends, key=lambda one: one[0])
    base = base_day(ordered)
    chosen = [day for day, anew in ordered[1:] if anew]
    assert base == (chosen[-1] if chosen else ordered[0][0])
    assert base_day([(day, False) for day, _ in ordered]) == ordered[0][0]
