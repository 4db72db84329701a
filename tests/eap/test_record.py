"""What a coordinator reads of a referral, what its employee does, and a list that costs the same however long it is."""

import pytest

from casework.access import Hidden
from casework.eap.actions import messages, notes, receipts, steps
from casework.eap.kinds import EMPLOYEE, REFERRER
from casework.eap.queries import listing, own, parties, record
from casework.people import Actor
from casework.vault import Holder, HolderKind, NoSeal

from .conftest import MARK, House, people, statements


def listed(house: House, by: Actor, state: str = "", after: str = "", limit: int = 50) -> listing.Page:
    with house.database.reading() as db:
        return listing.page(db, by, state, after, limit)


def test_a_coordinator_reads_all_of_it_and_nobody_else_knows_that_it_is_there(house: House) -> None:
    number = house.management()
    with house.database.transaction() as db:
        notes.add(db, parties.referral(db, number), f"{MARK} call on Monday", by=house.second)
        messages.add(db, people(house, number)[REFERRER], f"{MARK} once more")
    with house.database.reading() as db:
        referral = parties.referral(db, number)
        whole = record.of(db, referral, house.eap)
        assert (whole.employee.name, whole.employee.has_receipt) == ("Nora Field", False)
        assert whole.referrer is not None
        assert whole.referrer.name == "Otto Manager"
        assert [line.text for line in whole.lines] == [f"{MARK} once more", f"{MARK} late four times"]
        assert whole.unread == 2
        assert [note.text for note in whole.notes] == [f"{MARK} call on Monday"]
        assert {step.step.name for step in whole.next if step.possible} == {"consent", "decline"}
        assert whole.points[0].state == "requested"
        for name, actor in house.cast.staff.items():
            if name != "eap":
                with pytest.raises(Hidden):
                    record.of(db, referral, actor)
        with pytest.raises(Hidden):
            parties.referral(db, "000000")


def test_the_employee_reads_the_grounds_and_decides(house: House) -> None:
    number = house.management()
    _, receipt = house.receipt()
    with house.database.transaction() as db:
        receipts.give(db, parties.referral(db, number), receipt, by=house.eap)
        notes.add(db, parties.referral(db, number), f"{MARK} for coordinators", by=house.eap)
        messages.write(db, parties.referral(db, number), f"{MARK} good day", by=house.eap)
    employee = people(house, number)[EMPLOYEE]
    holder = Holder(HolderKind.REPORTER, employee.id, 1, receipt.private)
    with house.database.reading() as db:
        mine = own.of(db, holder, employee.id)
        assert mine.steps == ("consent", "decline")
        assert mine.waiting
        assert [line.text for line in mine.grounds] == [f"{MARK} late four times"]
        assert len(mine.readers) == 2
        assert f"{MARK} for coordinators" not in repr(mine)
        referrer = house.made[number][REFERRER]
        assert referrer.holder is not None
        with pytest.raises(NoSeal):
            own.of(db, referrer.holder, referrer.id)


def test_the_list_is_of_what_one_holds_and_says_what_it_waits_for(house: House) -> None:
    asked, suggested = house.begin(), house.management()
    with house.database.transaction() as db:
        steps.take(db, parties.referral(db, asked), "withdraw", by=house.eap, on_their_word=True)
    rows = {row.number: row for row in listed(house, house.eap).rows}
    assert rows[asked].name == "Nora Field"
    assert (rows[asked].state, rows[asked].waits) == ("withdrawn", "")
    assert rows[suggested].waits == "A message to read"
    assert [row.number for row in listed(house, house.eap, listing.OPEN).rows] == [suggested]
    assert [row.number for row in listed(house, house.eap, "withdrawn").rows] == [asked]
    for name, actor in house.cast.staff.items():
        assert bool(listed(house, actor).rows) == (name == "eap"), name


def test_the_list_asks_the_database_as_often_for_one_as_for_five_and_is_walked_to_its_end(house: House) -> None:
    numbers, counts = [house.begin()], []
    for more in (0, 4):
        numbers += [house.begin() for _ in range(more)]
        with statements(house.database) as said:
            listed(house, house.eap)
        counts.append(len(said))
    assert counts[0] == counts[1]
    seen, after = [], ""
    while True:
        rows, more_after = listed(house, house.eap, after=after, limit=2)
        seen += [row.number for row in rows]
        if more_after is None:
            break
        after = listing.read_cursor(more_after)
    assert sorted(seen) == sorted(numbers)
    assert listing.read_cursor("x~y") == ""
