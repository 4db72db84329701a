"""A backup from before a hold was placed, widened or released is put back: nothing goes that the journal knows held."""

from datetime import date

from sqlalchemy import delete, select

from casework import vault
from casework.backup.shutting import shut
from casework.cases.models import Hold, HoldScope
from casework.cases.queries import holds as held
from casework.cases.queries.holds import DATES, Scope
from casework.legal.actions import again, holds
from casework.legal.actions.holds import Of
from casework.legal.models import HoldCustodian
from casework.legal.queries import hold_opened
from casework.legal.queries import holds as queries
from casework.vault import Vault
from casework.vault.models import CaseSecret, CompartmentRow, Epoch, PublicKey, Seal
from tests.cast import Cast
from tests.legal.holding import does, place, release, version


def replay(cast: Cast, keys: Vault) -> list[str]:
    """What there was to do, by kind."""
    assert keys.journal is not None
    with cast.database.transaction() as db:
        lines = list(vault.journal.read(keys, keys.journal))
        return [entry.kind for entry in lines if shut(db, entry.kind, entry.at, entry.ids)]


def undone(cast: Cast, keys: Vault) -> bool:
    assert keys.journal is not None
    with cast.database.reading() as db:
        kinds = ("hold-placed", "hold-scope", "hold-released")
        lines = [entry for entry in vault.journal.read(keys, keys.journal) if entry.kind in kinds]
        return any(again.is_undone(db, entry.kind, entry.ids) for entry in lines)


def test_a_hold_that_the_backup_lacks_holds_everything_until_it_is_placed_anew(cast: Cast, keys: Vault) -> None:
    hold = place(cast)
    with cast.database.transaction() as db:
        rooms = select(CompartmentRow.id).where(CompartmentRow.case_id == hold.id)
        for column in (HoldScope.hold_id, HoldCustodian.hold_id, Hold.id, Seal.case_id, PublicKey.case_id):
            db.execute(delete(column.class_).where(column == hold.id))
        db.execute(delete(Epoch).where(Epoch.compartment_id.in_(rooms)))
        for column in (CompartmentRow.case_id, CaseSecret.case_id):
            db.execute(delete(column.class_).where(column == hold.id))
        assert held.of_case(db, cast.case_id) is None
    assert undone(cast, keys)
    assert replay(cast, keys) == ["hold-placed", "hold-scope"]
    assert replay(cast, keys) == []
    assert not undone(cast, keys)
    with cast.database.reading() as db:
        assert held.of_case(db, cast.case_id) is not None
        row = queries.find(db, cast["counsel"], hold.number)
        assert row is not None
        shown = hold_opened.of(db, row, cast["counsel"])
    assert (shown.why, [one.kind for one in shown.scopes]) == (again.WHY, [DATES])
    release(cast, hold)


def test_what_was_widened_holds_everything_and_what_was_released_is_released(cast: Cast, keys: Vault) -> None:
    far = Scope(0, DATES, until=date(1999, 1, 1))
    hold = place(cast, far)
    with cast.database.reading() as db:
        first = db.query(HoldScope.id).filter(HoldScope.hold_id == hold.id).scalar()
    does(cast, holds.widen, hold, Of(Scope(0, "department", department="Packing")), version=version(cast, hold))
    with cast.database.transaction() as db:
        db.execute(delete(HoldScope).where(HoldScope.hold_id == hold.id, HoldScope.id != first))
        assert held.of_case(db, cast.case_id) is None
    assert undone(cast, keys)
    assert replay(cast, keys) == ["hold-scope"]
    with cast.database.reading() as db:
        assert held.of_case(db, cast.case_id) is not None
    release(cast, hold)
    with cast.database.transaction() as db:
        db.get_one(Hold, hold.id).released_at = None
    assert undone(cast, keys)
    assert replay(cast, keys) == ["hold-released"]
    with cast.database.reading() as db:
        assert held.of_case(db, cast.case_id) is None
