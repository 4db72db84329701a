"""A stay ends with the receipt that it was begun with."""

from casework import vault
from casework.cases.models import Party
from casework.db import Database, utc_now
from casework.intake.actions import stays
from casework.vault import HolderKind, pairs
from tests import cast as people


def test_a_replaced_receipt_ends_the_stay_that_it_began(database: Database) -> None:
    cast = people.assemble(database)
    reporter, now = cast["reporter"], utc_now()
    assert reporter.holder is not None
    with database.transaction() as db:
        cookie = stays.begin(db, db.get_one(Party, reporter.id), reporter.holder.private, now)
    found = stays.find(database, cookie, now)
    assert found is not None
    assert found.actor.id == reporter.id
    with database.transaction() as db:
        newer = vault.hpke.public_of(vault.hpke.new_private())
        pairs.publish(db, HolderKind.REPORTER, reporter.id, newer, case=cast.case_id, generation=2)
    assert stays.find(database, cookie, now) is None
